import { all, any, type Condition, not, of } from "../../condition";
import { defineRule } from "../../define-rule";
import type { Findings } from "../../findings";
import type { Kind } from "../../kinds";
import { at, elements, isSet } from "../../properties";
import { tagOf } from "../../roles";
import type { Relation, Stack } from "../../stack";
import type { Subject } from "../../subject";
import { logBucketJudge, logBucketMessages } from "./log-buckets";

/** Tag by which an alarm says what it is about. */
const TAG = "media:alarm";

/** What media clusters suffer from, each with a message of its own, so that one can be excepted and the others not. */
const subjects = ["unhealthy-hosts", "drain-near-timeout", "dead-letter-depth", "dns-drift", "max-size-reached"];

/** Subjects that watch a scale-in: when they hear nothing, nobody watches. */
const guards: readonly unknown[] = ["drain-near-timeout"];

/** A topic that alarms may publish to is known by its policy: its ARN is that of the topic. */
const actionsOfAlarm: Relation = {
    property: "alarmActions",
    kinds: ["scaling policy", "topic", "topic policy"],
    identity: "arn",
};

/** P58. What nobody is told of is found out by the viewers. */
export const alarmsAndLogBuckets = defineRule<{ required: readonly string[] }>({
    id: "P58",
    name: "alarms-and-log-buckets",
    area: "observability",
    description: "Somebody must be told when the cluster suffers, and its logs must be private and not for ever.",
    severity: "medium",
    equivalents: [
        "CKV_AWS_319",
        "NIST:CloudWatchAlarmAction",
        "S1",
        "S2",
        "S10",
        "AWS-0086",
        "AWS-0087",
        "AWS-0088",
        "AWS-0089",
        "AWS-0090",
        "AWS-0091",
        "AWS-0092",
        "AWS-0093",
        "AWS-0094",
    ],
    why: "A node that nobody knows to be unhealthy, or a name that nobody knows to be wrong, stays so until viewers complain.",
    remediation:
        "Add the alarm with the tag media:alarm and a topic among its alarmActions; give the log bucket a public access block, a policy that denies requests without TLS, and a lifecycle rule that expires files.",
    link: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html",
    messages: {
        ...Object.fromEntries(subjects.map((subject) => [subject, `The stack must have an alarm for ${subject}.`])),
        other: "The stack must have an alarm for {subject}.",
        notify: "The {label} must notify somebody.",
        missing: "The {label} must not take missing data for a good sign.",
        ...logBucketMessages,
    },
    parameters: {
        required: {
            type: "array",
            items: { type: "string", minLength: 1 },
            default: subjects,
            description:
                "Subjects that an alarm must be about, as the tag media:alarm names them, where the stack has what it watches.",
        },
    },
    stack: {
        kinds: ["stack", "alarm", "bucket"],
        check(stack, { required }, findings) {
            const judgeBucket = logBucketJudge(stack, findings);
            return (subject) => {
                switch (subject.kind) {
                    case "stack":
                        return requireAlarms(stack, subject, required, findings);
                    case "bucket":
                        return judgeBucket(subject);
                    default:
                        findings.require(subject, "notify", notifies(subject));
                        findings.forbid(subject, "missing", trustsSilence(stack, subject));
                }
            };
        },
    },
});

function requireAlarms(stack: Stack, root: Subject, required: readonly string[], findings: Findings): void {
    const alarms = stack.ofKind("alarm");
    for (const subject of required) {
        const isOfUse = watches(stack, subject);
        const isAbout = (alarm: Subject) => of(alarm, () => tagOf(alarm, TAG) === subject);
        const exists = any(...alarms.map(isAbout));
        findings.require(root, subjects.includes(subject) ? subject : "other", any(not(isOfUse), exists), { subject });
    }
}

/** Whether a stack has what an alarm would watch. Of subjects that are the operator's own, nobody knows. */
function watches(stack: Stack, subject: string): Condition {
    const has = (kind: Kind) => () => stack.ofKind(kind).length > 0;
    switch (subject) {
        case "unhealthy-hosts":
            return has("target group");
        case "max-size-reached":
            return any(...stack.ofKind("Auto Scaling group").map((group) => of(group, canGrow(group))));
        // Events of scaling, and what becomes of them.
        case "dead-letter-depth":
        case "dns-drift":
        case "drain-near-timeout":
            return has("queue");
        default:
            return () => true;
    }
}

/** A group of one size is always at its limit. */
function canGrow({ props }: Subject): Condition {
    return () => Number(props.minSize) < Number(props.maxSize);
}

function notifies({ props }: Subject): Condition {
    return all(
        () => props.actionsEnabled !== false,
        () => isSet(() => props.alarmActions),
    );
}

/** Whether an alarm rests when it hears nothing of a scale-in, or starts one. */
function trustsSilence(stack: Stack, alarm: Subject): Condition {
    const missingIs = (state: string) => () => alarm.props.treatMissingData === state;
    return any(
        all(missingIs("notBreaching"), () => guards.includes(tagOf(alarm, TAG))),
        all(missingIs("breaching"), startsScaleIn(stack, alarm)),
    );
}

function startsScaleIn(stack: Stack, alarm: Subject): Condition {
    return () => any(...stack.referentsOfEach(alarm, actionsOfAlarm).map((action) => of(action, removes(action))))();
}

/** Whether a step or simple scaling policy takes nodes away. */
function removes({ props }: Subject): Condition {
    const steps = elements(() => props.stepAdjustments).map((read) => () => at(read(), "scalingAdjustment"));
    return any(...[() => props.scalingAdjustment, ...steps].map((read) => () => Number(read()) < 0));
}
