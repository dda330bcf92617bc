import { all, any, type Condition, not, of, settle } from "../../condition";
import { defineRule } from "../../define-rule";
import { healthTimingOf } from "../../parse/health-timing";
import { at, type Properties } from "../../properties";
import { TargetGroupMembers } from "../../relations/target-groups";
import type { Subject } from "../../subject";

interface Limits {
    maxDetectionSeconds: number;
    bootSeconds: number;
}

/** How long a group leaves a new server alone when it does not say, in seconds. */
const DEFAULT_GRACE = 300;

/** P04. Times that do not fit each other replace servers that boot, or keep servers that are dead. */
export const healthTimingConsistent = defineRule<Limits>({
    id: "P04",
    name: "health-timing-consistent",
    area: "scaling",
    description: "Health checks must find dead servers quickly, and groups must give new servers the time to boot.",
    severity: "medium",
    equivalents: ["AS2"],
    why: "A grace period below the boot time replaces servers for ever, and slow checks send viewers to a server that is gone.",
    remediation:
        "Set healthCheckGracePeriod to the boot time, defaultInstanceWarmup below it, and a short interval and threshold for the health check.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/health-check-grace-period.html",
    messages: {
        timing: "The {label} must have a grace period, warm-up and health-check timing that fit each other.",
    },
    parameters: {
        maxDetectionSeconds: {
            type: "integer",
            minimum: 10,
            default: 60,
            description: "Longest time until a server that stopped answering counts as unhealthy, in seconds.",
        },
        bootSeconds: {
            type: "integer",
            minimum: 0,
            default: 180,
            description: "Time that a new server needs until it answers, in seconds.",
        },
    },
    stack: {
        kinds: ["Auto Scaling group"],
        check(stack, limits, findings) {
            const members = new TargetGroupMembers(stack);
            const outcome = settle(members.isComplete);
            const isComplete = () => outcome;
            return (group) => {
                const targetGroups = members.targetGroupsOf(group);
                if (targetGroups.length === 0 && members.unresolved.length === 0) {
                    return findings.notApplicable("No group stands behind a target group of the stack.");
                }
                const isBehind = any(() => targetGroups.length > 0, not(isComplete));
                const fits = all(
                    () => graceOf(group.props) >= limits.bootSeconds,
                    isWarmup(group.props),
                    ...targetGroups.map((targetGroup) => agree(group, targetGroup, limits)),
                    isComplete,
                );
                findings.require(group, "timing", any(not(isBehind), fits));
            };
        },
    },
});

/** Whether dead servers are found in time, and new ones count for scaling once they can be judged. */
function agree({ props }: Subject, targetGroup: Subject, { maxDetectionSeconds }: Limits): Condition {
    const timing = () => healthTimingOf(targetGroup);
    return all(
        of(targetGroup, () => timing().timeout < timing().interval),
        of(targetGroup, () => timing().detection <= maxDetectionSeconds),
        () => {
            const longest = warmupOf(props) - graceOf(props);
            return of(targetGroup, () => timing().detection >= longest)();
        },
    );
}

/** A negative number takes away the warm-up that a group had. */
function isWarmup(props: Properties): Condition {
    return () => warmupOf(props) >= 0;
}

function warmupOf(props: Properties): number {
    return Number(at(props, "defaultInstanceWarmup"));
}

function graceOf(props: Properties): number {
    return Number(props.healthCheckGracePeriod ?? DEFAULT_GRACE);
}
