import type { Applied } from "./apply";
import type { ChangeGroup } from "./changes";
import type { Guard } from "./delete-guards";
import type { Plan } from "./plan";
import type { Situation } from "./situation";

/** What one run found and did. All numbers count names or nodes. */
export interface RunReport {
    /** Why the run was made: `events`, or the reason of a direct run. */
    readonly reason: string;
    /** False when part of the truth could not be read: nothing was deleted then. */
    readonly complete: boolean;
    /** True when a fault or the time limit ended the run before all changes were sent. */
    readonly stopped: boolean;
    /** Served groups, and their nodes with those of the warm pools. */
    readonly groups: number;
    readonly nodes: number;
    /** Names of ours before the last changes. */
    readonly records: number;
    readonly created: number;
    /** Half written names that got their address. */
    readonly repaired: number;
    /** Names whose address changed. */
    readonly moved: number;
    readonly deleted: number;
    /** Names that Route 53 refused to change or that were not reached. */
    readonly failed: number;
    /** Names of our shape without a mark of ours. */
    readonly foreign: number;
    /** Nodes in service whose name is taken. */
    readonly blocked: number;
    readonly withoutAddress: number;
    /** Nodes in a lifecycle state that is not known. */
    readonly undecided: number;
    /** Deletes that a guard stopped, in all and by guard. */
    readonly refused: number;
    readonly refusals: Readonly<Partial<Record<Guard, number>>>;
}

/** Sums up a run: what was done in all its passes, and what the last look at the world left open. */
export function summarise(
    reason: string,
    situation: Situation,
    plan: Plan,
    { done, failed, stopped }: Applied,
): RunReport {
    const refusals: Partial<Record<Guard, number>> = {};
    for (const { guard } of plan.withheld) refusals[guard] = (refusals[guard] ?? 0) + 1;
    const count = (kind: ChangeGroup["kind"]) => done.filter((group) => group.kind === kind).length;
    return {
        reason,
        complete: situation.complete,
        stopped,
        groups: situation.groups.length,
        nodes: situation.groups.reduce((sum, { nodes }) => sum + nodes.length, 0),
        records: situation.records.ours.size,
        created: count("publish"),
        repaired: count("repair"),
        moved: count("move"),
        deleted: count("withdraw"),
        failed: failed.length,
        foreign: situation.records.foreign.size,
        blocked: plan.blocked.length,
        withoutAddress: plan.withoutAddress.length,
        undecided: plan.undecided.length,
        refused: plan.withheld.length,
        refusals,
    };
}
