import { all, type Condition } from "../../condition";
import { defineRule } from "../../define-rule";
import { heartbeatOf, holdsLeavers, type LifecycleHook, LifecycleHooks } from "../../relations/lifecycle-hooks";
import { mediaRoles, roleOf } from "../../roles";

interface Limits {
    minHeartbeatSeconds: number;
    maxDrainSeconds: number;
}

/** The longest heartbeat that AWS takes, in seconds. */
const MAX_HEARTBEAT = 7200;

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
            maximum: MAX_HEARTBEAT,
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
            const hold = new LifecycleHooks(stack).have((hook) => holdsLongEnough(hook, limits));
            return (group) => {
                const role = roleOf(group);
                if (role === undefined || !mediaRoles.includes(role)) {
                    return findings.notApplicable("The stack has no group of media servers.");
                }
                findings.require(group, "hook", hold(group), { role });
            };
        },
    },
});

function holdsLongEnough(hook: LifecycleHook, { minHeartbeatSeconds, maxDrainSeconds }: Limits): Condition {
    const seconds = () => heartbeatOf(hook);
    return all(
        () => holdsLeavers(hook),
        () => seconds() >= minHeartbeatSeconds && seconds() <= MAX_HEARTBEAT,
        () => Math.min(longestWait.seconds, longestWait.heartbeats * seconds()) >= maxDrainSeconds,
    );
}
