import { NotYetKnown, type Outcome } from "../condition";
import type { Kind } from "../kinds";
import { at, isUnknown, known } from "../properties";
import type { Stack } from "../stack";
import type { Subject } from "../subject";

/** Properties by which a resource says where it puts what nobody could handle. */
const properties: readonly (readonly [kind: Kind, property: string, read: (value: unknown) => unknown])[] = [
    ["queue", "redrivePolicy", arnOf],
    ["subscription", "redrivePolicy", arnOf],
    ["function", "deadLetterConfig", (config) => at(config, "targetArn")],
];

/** Which queues of a stack keep the messages that nobody could handle. */
export class DeadLetterQueues {
    private readonly urns = new Set<string>();
    private readonly unresolved: string[] = [];

    constructor(stack: Stack) {
        for (const [kind, property, read] of properties) {
            for (const subject of stack.ofKind(kind)) this.add(stack, subject, property, read);
        }
    }

    /** Whether a queue is one of them; not yet known while any resource's is. */
    has({ urn }: Subject): Outcome {
        return this.urns.has(urn) || (this.unresolved.length > 0 && new NotYetKnown(this.unresolved));
    }

    private add(stack: Stack, subject: Subject, property: string, read: (value: unknown) => unknown): void {
        const arn = () => read(subject.props[property]);
        const equal = stack.identified(["queue"], "arn", known(arn));
        const queues = equal.length > 0 ? equal : stack.dependencies(subject, property, ["queue"]);
        for (const { urn } of queues) this.urns.add(urn);
        if (queues.length === 0 && isUnknown(arn)) this.unresolved.push(`${property} of the ${subject.label}`);
    }
}

/** Redrive policies are JSON text. */
function arnOf(redrivePolicy: unknown): string | undefined {
    return /"deadLetterTargetArn"\s*:\s*"([^"]+)"/.exec(String(redrivePolicy))?.[1];
}
