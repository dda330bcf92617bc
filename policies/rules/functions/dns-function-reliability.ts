import { all, any, type Condition, NotYetKnown, not, of } from "../../condition";
import { defineRule } from "../../define-rule";
import { at, isSet, known } from "../../properties";
import { FunctionReferrers } from "../../relations/functions";
import { HookWaits } from "../../relations/hook-waits";
import { roleOf } from "../../roles";
import type { Relation, Stack } from "../../stack";
import type { Subject } from "../../subject";

interface Limits {
    concurrency: readonly [fewest: number, most: number];
    runtimes: string[];
}

const queueOfMapping: Relation = { property: "eventSourceArn", kinds: ["queue"], identity: "arn" };

/** What AWS takes when nothing is given, in seconds. */
const defaults = { timeout: 3, visibilityTimeout: 30 };

/** AWS wants a message hidden for so many runs of the function, so that a busy function gets it again in time. */
const RUNS_PER_MESSAGE = 6;

/** P51. A lost event is a server without a name, or a name without a server. */
export const dnsFunctionReliability = defineRule<Limits>({
    id: "P51",
    name: "dns-function-reliability",
    area: "functions",
    description: "The function that writes DNS records must neither lose events nor use up the limits of the account.",
    severity: "high",
    equivalents: ["CKV_AWS_115", "CKV_AWS_116", "CKV_AWS_363", "L1", "NIST:LambdaConcurrency", "NIST:LambdaDLQ"],
    why: "Route 53 takes few changes per account; a run that is throttled, or ends after its hook, leaves wrong records behind.",
    remediation:
        "Reserve a few executions, feed the function from a queue with a redrivePolicy and six times its timeout as visibility timeout, and keep the timeout below every heartbeat.",
    link: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
    messages: {
        reliable:
            'The DNS function "{name}" must limit its concurrency, keep failed events and finish before a hook times out.',
        runtime: 'The DNS function "{name}" must use a runtime that its code is tested with.',
    },
    parameters: {
        concurrency: {
            type: "array",
            items: { type: "integer", minimum: 1 },
            minItems: 2,
            maxItems: 2,
            default: [1, 5],
            description: "Fewest and most executions at a time.",
        },
        runtimes: {
            type: "array",
            items: { type: "string", minLength: 1 },
            default: ["nodejs22.x", "nodejs24.x"],
            description: "Runtimes that the function may use.",
        },
    },
    stack: {
        kinds: ["function"],
        check(stack, { concurrency: [fewest, most], runtimes }, findings) {
            const waits = new HookWaits(stack);
            const isKept = failedEvents(stack);
            return (subject) => {
                if (roleOf(subject) !== "dns") return findings.notApplicable("The stack has no DNS function.");
                const { props } = subject;
                const reserved = () => Number(props.reservedConcurrentExecutions ?? -1);
                const mark = () => String(at(props, "environment", "variables", "OWNER_ID"));
                findings.require(
                    subject,
                    "reliable",
                    all(
                        () => reserved() >= fewest && reserved() <= most,
                        isKept(subject),
                        () => waits.areLongerThan(timeoutOf(subject), mark()),
                    ),
                );
                findings.require(subject, "runtime", () => runtimes.includes(String(props.runtime)));
            };
        },
    },
});

/** Whether what the function could not handle is kept: by the queues that feed it, and otherwise by the function itself. */
function failedEvents(stack: Stack): (subject: Subject) => Condition {
    const mappings = new FunctionReferrers(stack, "event source mapping", "functionName");
    const permissions = new FunctionReferrers(stack, "invoke permission", "function");
    const configurations = new FunctionReferrers(stack, "function event configuration", "functionName");
    return (subject) => {
        const feeds = mappings.of(subject).map((mapping) => comesFromKeepingQueue(stack, mapping, subject));
        const isFed = () => feeds.length > 0 || mappings.mayBeMore;
        const isCalled = () => permissions.of(subject).length > 0 || permissions.mayBeMore;
        const keeps = any(
            () => isSet(() => at(subject.props, "deadLetterConfig", "targetArn")),
            ...configurations.of(subject).map(
                ({ props }) =>
                    () =>
                        isSet(() => at(props, "destinationConfig", "onFailure", "destination")),
            ),
            () => configurations.mayBeMore,
        );
        return all(...feeds, any(keeps, all(isFed, not(isCalled))));
    };
}

/** A queue that the stack does not show may keep nothing. */
function comesFromKeepingQueue(stack: Stack, mapping: Subject, subject: Subject): Condition {
    return () => {
        const queues = known(() => stack.referents(mapping, queueOfMapping));
        if (queues === undefined) return new NotYetKnown([`${queueOfMapping.property} of the ${mapping.label}`]);
        const shortest = RUNS_PER_MESSAGE * timeoutOf(subject);
        const hides = ({ props }: Subject) => Number(props.visibilityTimeoutSeconds ?? defaults.visibilityTimeout);
        return any(
            ...queues.map((queue) =>
                all(
                    () => isSet(() => queue.props.redrivePolicy),
                    of(queue, () => hides(queue) >= shortest),
                ),
            ),
        )();
    };
}

function timeoutOf({ props }: Subject): number {
    return Number(props.timeout ?? defaults.timeout);
}
