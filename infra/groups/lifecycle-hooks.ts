import type * as pulumi from "@pulumi/pulumi";
import { clusterName } from "../bundled-function";
import { drainHeartbeat } from "../config/drain-heartbeat";
import type { Group } from "../config/schema";

/** Where a group's events go, and who it says it belongs to. */
export interface GroupRegistration {
    readonly topicArn: pulumi.Input<string>;
    /** Role by which Auto Scaling publishes lifecycle hooks to the topic. */
    readonly hookRoleArn: pulumi.Input<string>;
    /** Value of the tag by which the registrar finds its groups. */
    readonly ownerId: string;
}

/** Holds a launched node until it serves, on its way into the group, into the warm pool, and out of it. */
export const LAUNCH_HOOK = "launch-ready";
/** Holds a leaving node while its sessions end. */
export const DRAIN_HOOK = "terminate-drain";

/** Time a node has to be ready, in seconds. */
const LAUNCH_SECONDS = 600;

/**
 * The hooks of a group. When nobody answers they continue: a fault delays a node and never loops, and the node goes when its
 * time is over.
 */
export function lifecycleHooks({ drain }: Group, registration: GroupRegistration | undefined) {
    // By this the registrar knows the hooks it may answer, how long a drain may take, and whether it should end before that.
    const notificationMetadata = JSON.stringify({
        v: 1,
        cluster: clusterName(),
        maxMinutes: drain.maxMinutes,
        endsWithSessions: drain.sessionsUrl !== undefined,
    });
    const shared = {
        defaultResult: "CONTINUE",
        notificationMetadata,
        ...(registration && { notificationTargetArn: registration.topicArn, roleArn: registration.hookRoleArn }),
    };
    return [
        {
            name: LAUNCH_HOOK,
            lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
            heartbeatTimeout: LAUNCH_SECONDS,
            ...shared,
        },
        {
            name: DRAIN_HOOK,
            lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
            heartbeatTimeout: drainHeartbeat(drain),
            ...shared,
        },
    ];
}
