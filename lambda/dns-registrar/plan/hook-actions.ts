import type { KnownNode } from "../store/known-node";
import type { Hold } from "../world/holds";
import type { Hook } from "../world/situation";
import { nodeLabel } from "../zone/names";

/** A call about a hook that holds a node. */
export interface HookAction {
    readonly kind: "complete" | "extend";
    readonly group: string;
    readonly hook: string;
    readonly instanceId: string;
    readonly why: "shrink" | "deadline" | "late-launch" | "draining";
}

/** Share of a launch hook's time after which the registrar completes it for a node that did not. */
const lateShare = 0.8;
/** The registrar extends a drain when it did not for so long, in seconds. Below a third of the usual hook time of 900 s. */
const extendEvery = 240;

/** Launch hooks that the node itself should have completed by now. EC2's status checks decide about them. */
export function lateLaunches(holds: ReadonlyMap<string, Hold>, now: number): readonly string[] {
    return [...holds]
        .filter(([, { waitingFor, hook, since }]) => waitingFor === "launch" && hook && isLate(hook, since, now))
        .map(([instanceId]) => instanceId)
        .sort();
}

/**
 * What the registrar does about hooks. The node's own agent completes them; this is for nodes whose agent cannot.
 *
 * - A node that leaves the warm pool for good serves nobody: completed at once.
 * - A drain whose deadline is over is completed after the node's name is withdrawn.
 * - A drain before its deadline is extended, so that a dead agent does not cut the sessions of its node.
 * - A launch hook is completed late, and only when EC2 finds the instance sound. Earlier, a node on its way into the pool
 *   would be stopped in the middle of its set-up.
 *
 * @param isNamed whether a label still has a record
 * @param sound instance ids whose status checks are passed
 * @param now seconds since 1970
 */
export function planHookActions(
    holds: ReadonlyMap<string, Hold>,
    circumstances: {
        readonly known: ReadonlyMap<string, KnownNode>;
        readonly isNamed: (label: string) => boolean;
        readonly sound: ReadonlySet<string>;
        readonly now: number;
    },
): HookAction[] {
    const { known, isNamed, sound, now } = circumstances;
    const actions: HookAction[] = [];
    for (const [instanceId, { group, hook, waitingFor, since, overdue }] of [...holds].sort(byId)) {
        if (hook === undefined) continue;
        const act = (kind: HookAction["kind"], why: HookAction["why"]) =>
            actions.push({ kind, group, hook: hook.name, instanceId, why });
        const label = nodeLabel(instanceId);
        if (waitingFor === "shrink") act("complete", "shrink");
        else if (waitingFor === "launch") {
            if (isLate(hook, since, now) && sound.has(instanceId)) act("complete", "late-launch");
        } else if (overdue) {
            // Where the name cannot be withdrawn the node stays: clients would be sent to an address of somebody else.
            if (isNamed(label)) act("extend", "draining");
            else act("complete", "deadline");
        } else if (isDue(known.get(label), now)) act("extend", "draining");
    }
    return actions;
}

/** A drain that nobody remembers may be an old one, so it is extended at once. */
function isDue(entry: KnownNode | undefined, now: number): boolean {
    if (entry?.waitingFor !== "drain" || entry.waitingSince === undefined) return true;
    return now - (entry.extendedAt ?? entry.waitingSince) >= extendEvery;
}

function isLate({ heartbeatSeconds }: Hook, since: number, now: number): boolean {
    return now - since >= heartbeatSeconds * lateShare;
}

function byId([a]: readonly [string, Hold], [b]: readonly [string, Hold]): number {
    return a < b ? -1 : 1;
}
