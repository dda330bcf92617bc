import type { GroupState, Situation } from "../world/situation";
import { groupId, nodeLabel } from "../zone/names";
import type { NodeRecord } from "../zone/zone-records";

/**
 * Why a record stands although no node needs it.
 *
 * - `incomplete-read`: part of the truth could not be read
 * - `group-missing`: the record's group is not among the served ones
 * - `empty-group`: the group lists nothing in service but wants nodes
 * - `mass-delete`: too many at once while the group wants more nodes than would stay
 * - `too-young`: just published
 * - `first-look`: a later run has to see the same
 */
export type Guard = "incomplete-read" | "group-missing" | "empty-group" | "mass-delete" | "too-young" | "first-look";

/** Guards that pass by themselves within minutes; the others want somebody to look. */
export const passingGuards: ReadonlySet<Guard> = new Set(["too-young", "first-look", "incomplete-read"]);

/** A record younger than this, in seconds, is not deleted by inference. */
export const youthSeconds = 120;

/** Time between two looks that have to see the same, in seconds. */
export const secondsBetweenLooks = 60;

/** Inferred deletes of one group that are always allowed in one run, and the share of its records above which they are refused. */
const freeDeletes = 5;
const refusedShare = 0.25;

export interface Verdicts {
    readonly allowed: readonly NodeRecord[];
    readonly withheld: readonly { readonly label: string; readonly guard: Guard }[];
}

/** What a decision about deletes rests on, besides the situation. */
export interface DeleteGrounds {
    /** Labels that stay or come in this run, with the name of their group. */
    readonly standing: ReadonlyMap<string, string>;
    /** Labels of nodes that their group lists in a state without a record. */
    readonly released: ReadonlySet<string>;
    /** Somebody has allowed many deletes at once for this run. */
    readonly massDeleteAllowed: boolean;
}

/**
 * Decides which stale records may be deleted.
 *
 * A delete is backed when the group shows the node in a state without a record, an event named the instance as terminating,
 * or EC2 says it is gone. All others are inferred from the node's absence, and an absence may be a fault: those have to pass
 * the guards of their group, and two runs have to see the same.
 *
 * @param stale records that no node needs
 */
export function judgeDeletes(
    stale: readonly NodeRecord[],
    { standing, released, massDeleteAllowed }: DeleteGrounds,
    situation: Situation,
): Verdicts {
    const gone = new Set([...situation.instances].filter(([, { gone }]) => gone).map(([id]) => nodeLabel(id)));
    const terminating = new Set([...situation.terminating].map(nodeLabel));
    const groups = new Map(situation.groups.map((group) => [groupId(group.name), group]));
    const isBacked = ({ label, mark }: NodeRecord) =>
        // An event alone does not do for a group nobody could look at: its node may still be draining.
        gone.has(label) || released.has(label) || (terminating.has(label) && groups.has(mark.group));

    const guards = new Map<string, Guard>();
    const inferred = new Map<GroupState, NodeRecord[]>();
    for (const record of stale) {
        const { label, mark } = record;
        const group = groups.get(mark.group);
        if (!situation.complete) guards.set(label, "incomplete-read");
        else if (isBacked(record)) continue;
        // A group that is gone tells nothing, but EC2 does: an id it does not know ended more than an hour ago.
        else if (group === undefined && !isUnknownToEc2(label, situation)) guards.set(label, "group-missing");
        else if (situation.now / 1000 - mark.createdAt < youthSeconds) guards.set(label, "too-young");
        else if (group !== undefined) inferred.set(group, [...(inferred.get(group) ?? []), record]);
        else if (isFirstLook(label, situation)) guards.set(label, "first-look");
    }
    for (const [group, records] of inferred) {
        const guard = groupGuard(group, records.length, { standing, massDeleteAllowed }, situation);
        for (const { label } of records) {
            if (guard !== undefined) guards.set(label, guard);
            else if (isFirstLook(label, situation)) guards.set(label, "first-look");
        }
    }
    return {
        allowed: stale.filter(({ label }) => !guards.has(label)),
        withheld: [...guards].map(([label, guard]) => ({ label, guard })),
    };
}

function isFirstLook(label: string, { known, now }: Situation): boolean {
    const missingSince = known.get(label)?.missingSince;
    return missingSince === undefined || now / 1000 - missingSince < secondsBetweenLooks;
}

function isUnknownToEc2(label: string, { known, unknownToEc2 }: Situation): boolean {
    const instanceId = known.get(label)?.instanceId;
    return instanceId !== undefined && unknownToEc2.has(instanceId);
}

/** The guard that stops all inferred deletes of a group, if there is one. */
function groupGuard(
    { name, desired, nodes }: GroupState,
    inferred: number,
    { standing, massDeleteAllowed }: Omit<DeleteGrounds, "released">,
    { records }: Situation,
): Guard | undefined {
    const inService = nodes.filter(({ lifecycleState }) => lifecycleState === "InService").length;
    if (inService === 0 && desired > 0) return "empty-group";
    const ours = [...records.ours.values()].filter(({ mark }) => mark.group === groupId(name)).length;
    const remaining = [...standing.values()].filter((group) => group === name).length;
    const isMass = inferred > freeDeletes && inferred > ours * refusedShare && desired > remaining;
    return isMass && !massDeleteAllowed ? "mass-delete" : undefined;
}
