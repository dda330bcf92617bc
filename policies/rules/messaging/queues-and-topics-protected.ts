import { any, type Condition, NotYetKnown, not, type Outcome } from "../../condition";
import { defineRule } from "../../define-rule";
import { dataActions, isOpenToAnybody, isTlsOnly } from "../../parse/tls-only";
import { isSet, isTrue, known, type Properties } from "../../properties";
import { DeadLetterQueues } from "../../relations/dead-letter-queues";
import { Referrers, type Relation } from "../../stack";
import type { Subject } from "../../subject";

interface Demands {
    minDays: number;
    requireTopicKey: boolean;
}

const queueOfPolicy: Relation = { property: "queueUrl", kinds: ["queue"], identity: "url" };
const topicOfPolicy: Relation = { property: "arn", kinds: ["topic"], identity: "arn" };

/** In seconds. */
const DAY = 24 * 60 * 60;

/** How long AWS keeps messages of a queue that does not say, in seconds. */
const DEFAULT_RETENTION = 4 * DAY;

/** P55. What nobody could deliver is only found again where it was kept, and only read by those it is for. */
export const queuesAndTopicsProtected = defineRule<Demands>({
    id: "P55",
    name: "queues-and-topics-protected",
    area: "messaging",
    description: "Queues and topics must be encrypted, closed to strangers, and must lose no message.",
    severity: "high",
    equivalents: [
        "CKV_AWS_26",
        "CKV_AWS_27",
        "CKV_AWS_168",
        "CKV_AWS_169",
        "CKV_AWS_385",
        "CKV2_AWS_73",
        "AWS-0095",
        "AWS-0096",
        "AWS-0097",
        "AWS-0135",
        "AWS-0136",
        "SNS3",
        "SQS2",
        "SQS3",
        "SQS4",
        "Serverless:SNSRedrivePolicy",
    ],
    why: "Scaling events decide which nodes have names: a lost or forged one leaves callers at a server that is gone.",
    remediation:
        "Encrypt queues with sqsManagedSseEnabled and topics with a key of their own whose policy admits the publishing services, deny requests where aws:SecureTransport is false, and keep failed messages in a dead-letter queue.",
    link: "https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html",
    messages: {
        queue: "The {label} must be encrypted.",
        topic: "The {label} must be encrypted with a key that its publishers may use.",
        tls: "The {label} must accept requests over TLS only.",
        open: "The {label} must name those whom it lets in.",
        subscription: "The {label} must have a dead-letter queue.",
        retention: "The dead-letter {label} must keep messages for at least {minDays} days.",
    },
    parameters: {
        minDays: {
            type: "integer",
            minimum: 1,
            maximum: 14,
            default: 14,
            description: "Shortest time that dead-letter queues keep messages, in days.",
        },
        requireTopicKey: {
            type: "boolean",
            default: false,
            description: "Whether topics must be encrypted. With a key that AWS manages they never may be.",
        },
    },
    resource: {
        kinds: ["queue", "topic", "queue policy", "topic policy", "subscription"],
        check(subject, { requireTopicKey }, findings) {
            const { kind, props } = subject;
            const policy = () => props.policy;
            switch (kind) {
                case "queue":
                    findings.require(subject, "queue", isEncrypted(props));
                    break;
                case "topic":
                    findings.require(subject, "topic", hasUsableKey(props, requireTopicKey));
                    break;
                case "subscription":
                    return findings.require(subject, "subscription", losesNothing(props));
                default: {
                    const actions = dataActions[kind === "queue policy" ? "queue" : "topic"];
                    findings.require(subject, "tls", () => isTlsOnly(policy(), actions));
                }
            }
            const isOpen = () => isSet(policy) && isOpenToAnybody(policy());
            findings.forbid(subject, "open", isOpen);
        },
        fix({ kind, props }, _demands, changes) {
            if (kind === "queue" && !isSet(() => props.kmsMasterKeyId))
                changes.set(props, "sqsManagedSseEnabled", true);
        },
    },
    stack: {
        kinds: ["queue", "topic"],
        check(stack, { minDays }, findings) {
            const deadLetters = new DeadLetterQueues(stack);
            const policies = {
                queue: new Referrers(stack, stack.ofKind("queue policy"), queueOfPolicy),
                topic: new Referrers(stack, stack.ofKind("topic policy"), topicOfPolicy),
            };
            const mayHave = { queue: anyOf(policies.queue.unresolved), topic: anyOf(policies.topic.unresolved) };
            return (subject) => {
                const { props } = subject;
                const kind = subject.kind === "queue" ? "queue" : "topic";
                // A policy that is a resource of its own is judged by itself.
                findings.require(
                    subject,
                    "tls",
                    any(
                        () => policies[kind].of(subject).length > 0,
                        // SNS itself refuses what does not come over TLS to an encrypted topic.
                        () => kind === "topic" && isSet(() => props.kmsMasterKeyId),
                        () => isTlsOnly(props.policy, dataActions[kind]),
                        () => mayHave[kind],
                    ),
                );
                if (kind === "topic") return;
                const keepsLong = () => Number(props.messageRetentionSeconds ?? DEFAULT_RETENTION) >= minDays * DAY;
                const isOther = not(() => deadLetters.has(subject));
                findings.require(subject, "retention", any(isOther, keepsLong), { minDays });
            };
        },
    },
});

function isEncrypted(props: Properties): Condition {
    return any(
        () => isSet(() => props.kmsMasterKeyId),
        () => isTrue(props.sqsManagedSseEnabled),
    );
}

/** Nobody can let another service use a key that AWS manages. A key that is not known yet comes from a resource. */
function hasUsableKey(props: Properties, isRequired: boolean): Condition {
    const key = () => props.kmsMasterKeyId;
    return () => (isSet(key) ? !/\balias\/aws\//.test(String(known(key))) : !isRequired);
}

/** Whether what a function could not be given is kept. */
function losesNothing(props: Properties): Condition {
    return any(
        () => isSet(() => props.redrivePolicy),
        () => props.protocol !== "lambda",
    );
}

/** Whether one of these policies belongs to a queue or topic, when it is not known yet to which. */
function anyOf(unresolved: readonly Subject[]): Outcome {
    const causes = unresolved.map(
        ({ kind, label }) => `${kind === "queue policy" ? "queueUrl" : "arn"} of the ${label}`,
    );
    return causes.length > 0 && new NotYetKnown(causes);
}
