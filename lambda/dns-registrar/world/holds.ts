import type { WaitingFor } from "../store/known-node";
import { nodeLabel } from "../zone/names";
import type { Hook, NodeState, Situation } from "./situation";

/** A node that a lifecycle hook holds. */
export interface Hold {
    readonly node: NodeState;
    readonly group: string;
    /** `shrink`: the node leaves the warm pool for good; it serves nobody, so nothing is waited for. */
    readonly waitingFor: WaitingFor | "shrink";
    /** Seconds since 1970. */
    readonly since: number;
    /** Absent when the group has no such hook of ours. */
    readonly hook?: Hook;
    /** When the node has to go although it has sessions, in seconds since 1970. Set for drains. */
    readonly deadline?: number;
    /** The deadline is over, or the instance is gone already. */
    readonly overdue: boolean;
}

/** By instance id: which nodes a hook holds, for what, and since when. */
export function holdsOf(situation: Situation): ReadonlyMap<string, Hold> {
    const holds = new Map<string, Hold>();
    const now = Math.floor(situation.now / 1000);
    for (const { name: group, nodes, hooks } of situation.groups) {
        for (const node of nodes) {
            const waitingFor = reasonToWait(node, situation);
            if (waitingFor === undefined) continue;
            const since = waitingSince(node.instanceId, waitingFor, now, situation);
            const hook = hooks.find(({ on }) => on === (waitingFor === "launch" ? "launch" : "terminate"));
            const deadline = waitingFor === "drain" && hook ? since + hook.limitSeconds : undefined;
            holds.set(node.instanceId, {
                node,
                group,
                waitingFor,
                since,
                overdue: deadline !== undefined && (deadline <= now || isGone(node, situation)),
                ...(hook && { hook }),
                ...(deadline !== undefined && { deadline }),
            });
        }
    }
    return holds;
}

function isGone({ instanceId }: NodeState, { instances }: Situation): boolean {
    return instances.get(instanceId)?.gone === true;
}

function reasonToWait(
    { instanceId, lifecycleState }: NodeState,
    { records, known }: Situation,
): Hold["waitingFor"] | undefined {
    switch (lifecycleState) {
        case "Pending:Wait":
            return "launch";
        case "Terminating:Wait":
            return "drain";
        case "Warmed:Terminating:Wait":
            return "shrink";
        case "Warmed:Pending:Wait": {
            // On its way into the pool under the launch hook, or back to it under the terminate hook. Only a node that served
            // has a name (https://docs.aws.amazon.com/autoscaling/ec2/userguide/warm-pools-eventbridge-events.html).
            const label = nodeLabel(instanceId);
            return records.ours.has(label) || known.get(label)?.waitingFor === "drain" ? "drain" : "launch";
        }
        default:
            return undefined;
    }
}

function waitingSince(
    instanceId: string,
    waitingFor: Hold["waitingFor"],
    now: number,
    { known, heldSince, records }: Situation,
): number {
    const label = nodeLabel(instanceId);
    const before = known.get(label);
    if (before?.waitingFor === waitingFor && before.waitingSince !== undefined) return before.waitingSince;
    const told = waitingFor === "drain" ? heldSince.get(instanceId) : undefined;
    // A message of an earlier drain may come late; this one began after the name was published.
    return told === undefined ? now : Math.min(now, Math.max(told, records.ours.get(label)?.mark.createdAt ?? 0));
}
