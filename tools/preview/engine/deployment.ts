import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type {
    ReadResourceRequest,
    RegisterResourceRequest,
    ResourceInvokeRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import { answer } from "../../aws-model/answers";
import type { ModelContext } from "../../aws-model/context";
import { type Inputs, UNKNOWN } from "../../aws-model/markers";
import { UnansweredQuestionError } from "../../aws-model/question";
import { PreviewError } from "../errors";
import type { Project } from "../input/project";
import type { ObservedCalls } from "../policies/observations";
import { answerOf, type PlannedStack } from "./planned-stack";
import { defaultProviderInputs, installedVersion, modelContextOf } from "./providers";
import { noOptions, type Registration } from "./registration";
import { optionsOf, propertyDependenciesOf } from "./registration-options";
import { childRequest, expandRemote, referredUrns, withUnknownIds } from "./remote-components";
import type { Secrets } from "./secrets";
import { type Position, positionOf } from "./source-position";
import type { Transforms } from "./transforms";
import { defaultProviderName, isProviderType, packageOf, providerType, providerUrn, STACK_TYPE } from "./urn";
import { fromStruct } from "./values";

/** What the program is told about a resource. */
export interface Registered {
    readonly urn: string;
    /** Outputs; what is missing is unknown to the program. */
    readonly outputs: Inputs;
    /** URNs behind each output of a remote component. */
    readonly dependencies: Readonly<Record<string, readonly string[]>>;
}

/** What every request that names its place in the program has. */
type Placed = Pick<RegisterResourceRequest, "getSourceposition" | "getStacktrace">;

/** Turns the program's requests into the planned stack, one registration after the other in the order of arrival. */
export class Deployment {
    readonly stackTransforms: Callback[] = [];
    readonly invokeTransforms: Callback[] = [];
    private queue: Promise<unknown> = Promise.resolve();

    constructor(
        private readonly project: Project,
        private readonly planned: PlannedStack,
        private readonly transforms: Transforms,
        private readonly secrets: Secrets,
        private readonly calls: ObservedCalls,
    ) {}

    async register(request: RegisterResourceRequest): Promise<Registered> {
        const { registration, expanded } = await this.inTurn(() => this.prepare(request));
        // The stack has no inputs to fix, and the program loads nothing more until it is registered: it need not wait for
        // the pack to start.
        if (registration.type !== STACK_TYPE) await registration.settled;
        return expanded ?? { urn: registration.urn, outputs: answerOf(registration), dependencies: {} };
    }

    /** A resource that exists already: its id is known, its outputs are what the program says and otherwise unknown. */
    async read(request: ReadResourceRequest): Promise<Registered> {
        const outputs = fromStruct(request.getProperties());
        const { urn } = await this.inTurn(async () => {
            const type = request.getType();
            const provider = await this.providerFor(type, request.getProvider(), request.getVersion());
            return this.planned.add({
                ...this.basics(request),
                inputs: outputs,
                provider,
                position: this.positionOf(request),
                read: true,
            });
        });
        return { urn, outputs, dependencies: {} };
    }

    /** Outputs that a component or the stack registers. */
    registerOutputs(urn: string, outputs: Inputs): void {
        const registration = this.existing(urn);
        this.secrets.collect(outputs);
        registration.outputs = outputs;
    }

    /** Answers a provider function. It does not wait for its turn, because a transform may ask while it has its own. */
    async invoke(request: ResourceInvokeRequest): Promise<Inputs> {
        await this.transforms.applyToInvoke(request, this.invokeTransforms);
        const token = request.getTok();
        const args = fromStruct(request.getArgs());
        if (token === "pulumi:pulumi:getResource") return this.stateOf(String(args.urn));
        const provider = await this.providerFor(token, request.getProvider(), request.getVersion());
        this.calls.add(token, args, this.positionOf(request));
        try {
            return answer({ token, args }, this.contextOf(provider));
        } catch (error) {
            if (!(error instanceof UnansweredQuestionError)) throw error;
            const position = this.positionOf(request);
            const place = position ? `${position.file}:${position.line}: ` : "";
            throw new PreviewError(place + error.message, { cause: error });
        }
    }

    private stateOf(urn: string): Inputs {
        return { urn, id: UNKNOWN, state: answerOf(this.existing(urn)) };
    }

    private existing(urn: string): Registration {
        const registration = this.planned.find(urn);
        if (registration === undefined)
            throw new PreviewError(`The program refers to ${urn}, which it has not registered.`);
        return registration;
    }

    private async prepare(request: RegisterResourceRequest, modelledAt?: { readonly position?: Position | undefined }) {
        const own = request.getTransformsList();
        const ancestors = [...this.planned.ancestorsOf({ parent: request.getParent() })];
        const inherited = ancestors.flatMap(({ transforms }) => transforms);
        await this.transforms.apply(request, [...own, ...inherited, ...this.stackTransforms]);
        const args = fromStruct(request.getObject());
        this.secrets.collect(args);
        const type = request.getType();
        const version = request.getVersion();
        const served = !isProviderType(type) && (request.getCustom() || request.getRemote());
        const provider = served ? await this.providerFor(type, request.getProvider(), version) : undefined;
        const versioned = isProviderType(type) && version !== "" ? { ...args, version } : args;
        const registration = this.planned.add(
            {
                ...this.basics(request),
                custom: request.getCustom(),
                modelled: modelledAt !== undefined,
                // A remote component is judged with what its provider registers for it, and that is nothing.
                inputs: request.getRemote() ? {} : versioned,
                options: optionsOf(request),
                // Policies see no provider beside a component.
                provider: request.getRemote() ? undefined : provider,
                propertyDependencies: propertyDependenciesOf(request),
                position: modelledAt ? modelledAt.position : this.positionOf(request),
                transforms: own,
            },
            served && request.getCustom() ? this.contextOf(provider) : undefined,
        );
        const expanded = request.getRemote() ? await this.expand(request, registration, args) : undefined;
        return { registration, expanded };
    }

    /** Registers what a remote component consists of. */
    private async expand(request: RegisterResourceRequest, component: Registration, args: Inputs): Promise<Registered> {
        const version = installedVersion(this.project.programFolder, "aws");
        const aws = await this.providerFor("aws", request.getProvidersMap().get("aws") ?? "", version);
        const { children, outputs } = expandRemote(component.type, component.name, args, this.contextOf(aws));
        const urns = new Map<string, string>();
        for (const child of children) {
            const ofChild = childRequest(child, request, component.urn, urns).setVersion(version);
            const { registration } = await this.prepare(ofChild, component);
            urns.set(child.key, registration.urn);
        }
        const entries = Object.entries(outputs);
        const seen = Object.fromEntries(entries.map(([key, value]) => [key, withUnknownIds(value)]));
        const dependencies = Object.fromEntries(entries.map(([key, value]) => [key, referredUrns(value, urns)]));
        return { urn: component.urn, outputs: seen, dependencies };
    }

    /** The provider that a reference names, or the default provider of the package, planned at its first use. */
    private async providerFor(token: string, reference: string, version: string): Promise<Registration> {
        if (reference !== "") return this.existing(providerUrn(reference));
        const packageName = packageOf(token);
        const type = providerType(packageName);
        const name = defaultProviderName(version);
        const provider =
            this.planned.find(this.planned.urnOf("", type, name)) ??
            this.planned.add({
                ...{ type, name, parent: "", custom: true, modelled: false, read: false, implicit: true },
                inputs: defaultProviderInputs(packageName, version, this.project.configuration.values),
                ...{ options: noOptions, dependencies: [], propertyDependencies: {}, transforms: [] },
            });
        await provider.settled;
        return provider;
    }

    private contextOf(provider: Registration | undefined): ModelContext {
        return modelContextOf(provider?.inputs ?? {}, this.project.configuration.values["aws:region"]);
    }

    private basics(request: RegisterResourceRequest | ReadResourceRequest) {
        return {
            type: request.getType(),
            name: request.getName(),
            parent: request.getParent(),
            ...{ custom: true, modelled: false, read: false, implicit: false },
            options: noOptions,
            dependencies: request.getDependenciesList(),
            propertyDependencies: {},
            transforms: [],
        };
    }

    private positionOf(request: Placed): Position | undefined {
        return positionOf(request.getSourceposition(), request.getStacktrace(), this.project.root);
    }

    private inTurn<T>(work: () => Promise<T>): Promise<T> {
        const result = this.queue.then(work);
        this.queue = result.catch(() => undefined);
        return result;
    }
}
