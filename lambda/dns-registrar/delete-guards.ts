import { groupId, nodeLabel } from "./names";
import type { GroupState, Situation } from "./situation";
import type { NodeRecord } from "./zone-records";

/**
 * Why a record stands although no node needs it.
 *
 * - `incomplete-read`: part of the truth could not be read
 * - `group-missing`: the record's group is not among the served ones
 * - `empty-group`: the group lists nothing in service but wants nodes
 * - `mass-delete`: too many at once while the group wants more nodes than would stay
 * - `too-young`: just published
 */
export type Guard = "incomplete-read" | "group-missing" | "empty-group" | "mass-delete" | "too-young";

/** A record younger than this, in seconds, is not deleted by inference. */
export const youthSeconds = 120;

/** Inferred deletes of one group that are always allowed in one run, and the share of its records above which they are refused. */
const freeDeletes = 5;
const refusedShare = 0.25;

export interface Verdicts {
    readonly allowed: readonly NodeRecord[];
    readonly withheld: readonly { readonly label: string; readonly guard: Guard }[];
}

/**
 * Decides which stale records may be deleted.
 *
 * A delete is backed when an event named the instance as terminating or EC2 says it is gone. All others are inferred from
 * the node's absence, and an absence may be a fault: those have to pass the guards of their group.
 *
 * @param stale records that no node needs
 * @param standing labels that stay or come in this run, with the name of their group
 */
export function judgeDeletes(
    stale: readonly NodeRecord[],
    standing: ReadonlyMap<string, string>,
    situation: Situation,
): Verdicts {
    const gone = new Set([...situation.instances].filter(([, { gone }]) => gone).map(([id]) => nodeLabel(id)));
    const terminating = new Set([...situation.terminating].map(nodeLabel));
    const groups = new Map(situation.groups.map((group) => [groupId(group.name), group]));
    const isBacked = ({ label, mark }: NodeRecord) =>
        // An event alone does not do for a group nobody could look at: its node may still be draining.
        gone.has(label) || (terminating.has(label) && groups.has(mark.group));

    const guards = new Map<string, Guard>();
    const inferred = new Map<GroupState, NodeRecord[]>();
    for (const record of stale) {
        const group = groups.get(record.mark.group);
        if (!situation.complete) guards.set(record.label, "incomplete-read");
        else if (isBacked(record)) continue;
        else if (group === undefined) guards.set(record.label, "group-missing");
        else if (situation.now / 1000 - record.mark.createdAt < youthSeconds) guards.set(record.label, "too-young");
        else inferred.set(group, [...(inferred.get(group) ?? []), record]);
    }
    for (const [group, records] of inferred) {
        const guard = groupGuard(group, records.length, standing, situation);
        if (guard === undefined) continue;
        for (const { label } of records) guards.set(label, guard);
    }
    return {
        allowed: stale.filter(({ label }) => !guards.has(label)),
        withheld: [...guards].map(([label, guard]) => ({ label, guard })),
    };
}

/** The guard that stops all inferred deletes of a group, if there is one. */
function groupGuard(
    { name, desired, nodes }: GroupState,
    inferred: number,
    standing: ReadonlyMap<string, string>,
    { records }: Situation,
): Guard | undefined {
    const inService = nodes.filter(({ lifecycleState }) => lifecycleState === "InService").length;
    if (inService === 0 && desired > 0) return "empty-group";
    const ours = [...records.ours.values()].filter(({ mark }) => mark.group === groupId(name)).length;
    const remaining = [...standing.values()].filter((group) => group === name).length;
    const isMass = inferred > freeDeletes && inferred > ours * refusedShare && desired > remaining;
    return isMass ? "mass-delete" : undefined;
}
