import { checkInputs, InputRefusedError } from "../../aws-model/check-inputs";
import type { ModelContext } from "../../aws-model/context";
import { type Inputs, isSecret, secret, UNKNOWN } from "../../aws-model/markers";
import { shapeOf } from "../../aws-model/sdk-shape";
import { PreviewError } from "../errors";
import type { Project } from "../input/project";
import type { Judge } from "../policies/judge";
import type { Registration } from "./registration";
import { isProviderType, STACK_TYPE, urnOf } from "./urn";

/** A resource that is about to be planned. */
export type Seed = Omit<Registration, "urn" | "settled" | "outputs">;

/** Everything that the program has registered so far, in the order of registration. */
export class PlannedStack {
    readonly registrations: Registration[] = [];
    private readonly byUrn = new Map<string, Registration>();

    constructor(
        private readonly project: Project,
        private readonly judge: Judge,
    ) {}

    urnOf(parent: string, type: string, name: string): string {
        return urnOf(this.project.stack, this.project.name, parent, type, name);
    }

    get stackUrn(): string {
        return this.urnOf("", STACK_TYPE, `${this.project.name}-${this.project.stack}`);
    }

    find(urn: string): Registration | undefined {
        return this.byUrn.get(urn);
    }

    /** The parent, its parent and so on. */
    *ancestorsOf({ parent }: { readonly parent: string }): Generator<Registration> {
        for (let next = this.byUrn.get(parent); next; next = this.byUrn.get(next.parent)) yield next;
    }

    /**
     * Checks the inputs as the provider would, and puts the resource before the policy pack.
     *
     * @param context where the resource lives; none for components, providers and what exists already
     * @throws PreviewError when the URN is taken or the provider would refuse the inputs
     */
    add(seed: Seed, context?: ModelContext): Registration {
        const urn = this.urnOf(seed.parent, seed.type, seed.name);
        if (this.byUrn.has(urn)) {
            throw new PreviewError(
                `${placeOf(seed)}Duplicate resource URN '${urn}'; resources of one type below one parent need different names.`,
            );
        }
        const inputs = context ? checked(seed, urn, context) : seed.inputs;
        const registration: Registration = { ...seed, urn, inputs, outputs: {}, settled: Promise.resolve() };
        this.byUrn.set(urn, registration);
        this.registrations.push(registration);
        if (seed.read) {
            registration.outputs = inputs;
            return registration;
        }
        registration.settled = this.judge.submit(registration).then(() => {
            if (seed.custom) registration.outputs = plannedOutputs(registration);
        });
        // Whoever registers waits for this promise; for children of remote components nobody does.
        registration.settled.catch(() => undefined);
        return registration;
    }
}

/** What the program learns in a preview: the inputs, and of the rest only what is secret. */
export function answerOf({ type, inputs, options }: Registration): Inputs {
    const computed = shapeOf(type)?.computed ?? [];
    const secrets = options.additionalSecretOutputs.filter((key) => key in inputs || computed.includes(key));
    const marked = (value: unknown) => (isSecret(value) ? value : secret(value ?? UNKNOWN));
    return { ...inputs, ...Object.fromEntries(secrets.map((key) => [key, marked(inputs[key])])) };
}

/** Outputs as rules about the stack see them before the deployment: inputs, and unknown what AWS computes, but no id. */
function plannedOutputs(registration: Registration): Inputs {
    if (isProviderType(registration.type)) return registration.inputs;
    const computed = shapeOf(registration.type)?.computed ?? [];
    const unknown = Object.fromEntries(computed.map((key) => [key, UNKNOWN]));
    return { ...unknown, ...answerOf(registration) };
}

function checked({ type, name, inputs, position }: Seed, urn: string, context: ModelContext): Inputs {
    try {
        return checkInputs({ type, name, urn, inputs }, context);
    } catch (error) {
        if (!(error instanceof InputRefusedError)) throw error;
        const place = placeOf({ position });
        throw new PreviewError(`${place}The ${type} resource "${name}" has a problem: ${error.message}`, {
            cause: error,
        });
    }
}

function placeOf({ position }: Pick<Seed, "position">): string {
    return position ? `${position.file}:${position.line}: ` : "";
}
