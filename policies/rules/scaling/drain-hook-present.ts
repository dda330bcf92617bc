import { all, any, type Condition, NotYetKnown, of, settle } from "../../condition";
import { defineRule } from "../../define-rule";
import { at, elements } from "../../properties";
import { mediaRoles, roleOf } from "../../roles";
import { Referrers, type Relation } from "../../stack";
import type { Subject } from "../../subject";

interface Limits {
    minHeartbeatSeconds: number;
    maxDrainSeconds: number;
}

const groupOfHook: Relation = { property: "autoscalingGroupName", kinds: ["Auto Scaling group"], identity: "name" };

/** What a hook waits when it names no heartbeat, and the longest heartbeat that AWS takes, in seconds. */
const heartbeat = { default: 3600, max: 7200 };

/** AWS ends a wait after 48 hours or 100 heartbeats, whichever is less. */
const longestWait = { seconds: 172_800, heartbeats: 100 };

/** P09. Only a termination hook keeps a leaving server alive until its sessions have ended. */
export const drainHookPresent = defineRule<Limits>({
    id: "P09",
    name: "drain-hook-present",
    area: "scaling",
    description: "Groups of media servers must let sessions end before a server is terminated.",
    severity: "critical",
    equivalents: [],
    why: "Without a termination hook every scale-in and every update cuts the streams of the server that leaves.",
    remediation:
        "Add a hook on autoscaling:EC2_INSTANCE_TERMINATING to initialLifecycleHooks, with a heartbeat that the drain agent renews.",
    link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/lifecycle-hooks.html",
    messages: {
        hook: 'The {role} group "{name}" must hold leaving servers with a termination hook until they are drained.',
    },
    parameters: {
        minHeartbeatSeconds: {
            type: "integer",
            minimum: 30,
            maximum: heartbeat.max,
            default: 300,
            description: "Shortest heartbeat of the hook, in seconds.",
        },
        maxDrainSeconds: {
            type: "integer",
            minimum: 0,
            maximum: longestWait.seconds,
            default: 7200,
            description: "Time that sessions may need to end, in seconds; renewed heartbeats must reach it.",
        },
    },
    stack: {
        kinds: ["Auto Scaling group"],
        check(stack, limits, findings) {
            const hooks = new Referrers(stack, stack.ofKind("lifecycle hook"), groupOfHook);
            const mayHold = settle(any(...hooks.unresolved.map((hook) => mayHoldLeavers(hook, limits))));
            return (group) => {
                const role = roleOf(group);
                if (role === undefined || !mediaRoles.includes(role)) {
                    return findings.notApplicable("The stack has no group of media servers.");
                }
                const initial = elements(() => group.props.initialLifecycleHooks);
                const holds = any(
                    ...initial.map((read) => holdsLeavers(read, limits)),
                    ...hooks.of(group).map((hook) =>
                        of(
                            hook,
                            holdsLeavers(() => hook.props, limits),
                        ),
                    ),
                    () => mayHold,
                );
                findings.require(group, "hook", holds, { role });
            };
        },
    },
});

/** A hook of a group that is not known yet: useful to none or, for all that is known, to any. */
function mayHoldLeavers(hook: Subject, limits: Limits): Condition {
    const isOfGroup = () => new NotYetKnown([groupOfHook.property]);
    return of(
        hook,
        all(
            holdsLeavers(() => hook.props, limits),
            isOfGroup,
        ),
    );
}

function holdsLeavers(hook: () => unknown, { minHeartbeatSeconds, maxDrainSeconds }: Limits): Condition {
    const seconds = () => Number(at(hook(), "heartbeatTimeout") ?? heartbeat.default);
    return all(
        () => at(hook(), "lifecycleTransition") === "autoscaling:EC2_INSTANCE_TERMINATING",
        () => seconds() >= minHeartbeatSeconds && seconds() <= heartbeat.max,
        () => Math.min(longestWait.seconds, longestWait.heartbeats * seconds()) >= maxDrainSeconds,
    );
}
