import { all, any, type Condition, not } from "../../condition";
import { defineRule } from "../../define-rule";
import { hasEntries, isSet, known, type Properties } from "../../properties";
import { groupOfPart } from "../../relations/group-parts";

/** P05. EC2 alone only notices servers that stopped running, not those that stopped answering. */
export const elbHealthChecks = defineRule<{ minGraceSeconds: number }>({
    id: "P05",
    name: "elb-health-checks",
    area: "scaling",
    description: "Groups behind a target group must replace servers that fail the load balancer's health check.",
    severity: "high",
    equivalents: ["CKV2_AWS_15", "AS2", "NIST:AutoScalingGroupELBHealthCheckRequired"],
    why: "With EC2 health checks only, a server that runs but no longer answers is never replaced.",
    remediation: "Set healthCheckType to ELB and healthCheckGracePeriod to the time a server needs to start.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/as-add-elb-healthcheck.html",
    messages: { elb: "The {label} must use load-balancer health checks." },
    parameters: {
        minGraceSeconds: {
            type: "integer",
            minimum: 0,
            default: 60,
            description: "Shortest grace period after the start of a server, in seconds.",
        },
    },
    resource: {
        kinds: ["Auto Scaling group"],
        check(subject, { minGraceSeconds }, findings) {
            const { props } = subject;
            if (!isSet(() => props.targetGroupArns) && !isSet(() => props.trafficSources)) {
                return findings.notApplicable("The group lists no target group itself.");
            }
            const isAttached = any(
                () => hasEntries(props.targetGroupArns),
                () => hasEntries(props.trafficSources),
            );
            findings.require(subject, "elb", any(usesElb(props, minGraceSeconds), not(isAttached)));
        },
        fix({ props }, { minGraceSeconds }, changes) {
            if (!known(() => hasEntries(props.targetGroupArns)) && !known(() => hasEntries(props.trafficSources)))
                return;
            changes.set(props, "healthCheckType", "ELB", includesElb);
            changes.set(props, "healthCheckGracePeriod", minGraceSeconds, (grace) => isEnough(grace, minGraceSeconds));
        },
    },
    stack: {
        kinds: ["target group attachment", "traffic source attachment"],
        check:
            (stack, { minGraceSeconds }, findings) =>
            (attachment) => {
                const { kind, props } = attachment;
                if (kind === "target group attachment" && !isSet(() => props.lbTargetGroupArn)) {
                    return findings.notApplicable("The attachment is to a classic load balancer.");
                }
                for (const group of stack.referents(attachment, groupOfPart)) {
                    findings.require(group, "elb", usesElb(group.props, minGraceSeconds));
                }
            },
    },
});

function usesElb(props: Properties, minGraceSeconds: number): Condition {
    return all(
        () => includesElb(props.healthCheckType),
        () => isEnough(props.healthCheckGracePeriod, minGraceSeconds),
    );
}

/** AWS takes several types in one text, separated by commas. */
function includesElb(type: unknown): boolean {
    return String(type)
        .split(",")
        .some((part) => part.trim() === "ELB");
}

function isEnough(grace: unknown, minGraceSeconds: number): boolean {
    return Number(grace ?? Number.NaN) >= minGraceSeconds;
}
