import { type Guard, passingGuards } from "./plan/delete-guards";

import type { Pass, RunTotals } from "./run";
import type { RunRequest } from "./run-context";
import { holdsOf } from "./world/holds";
import { verdictOn } from "./world/lifecycle";
import type { Situation } from "./world/situation";
import type { DoneChange } from "./zone/apply";
import type { ChangeGroup } from "./zone/changes";
import { nodeLabel } from "./zone/names";

/** A node in service without an address is worth somebody's attention after this time, in seconds. */
const patienceWithoutAddress = 300;

/** Route 53 allows 10,000 record sets in a zone by default. */
const manySets = 9000;

/** What one run found and did. All numbers count names or nodes. */
export interface RunReport {
    /** Why the run was made: `events`, or the reason of a direct run. */
    readonly reason: string;
    /** False when part of the truth could not be read: nothing was deleted then. */
    readonly complete: boolean;
    /** False when what earlier runs remember could not be read: nobody was told of nodes then. */
    readonly remembered: boolean;
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
    /** Differences between truth and zone that the run found at its first look, whether it could mend them or not. */
    readonly drift: number;
    /** Things that a run cannot mend and somebody has to look at. */
    readonly needsAttention: number;
    /** Nodes in service that have had no address for 5 minutes. */
    readonly longWithoutAddress: number;
    /** True from 9,000 record sets on. */
    readonly zoneNearLimit: boolean;
    /** Change calls that Route 53 accepted. */
    readonly changeCalls: number;
    /** Calls that a service refused because there were too many, or because another change was in flight. */
    readonly throttled: number;
    readonly hooksCompleted: number;
    readonly hooksExtended: number;
    /** Announcements that came into the queue. */
    readonly announced: number;
    /** Share of its time that the longest drain has used, in percent; 0 without drains that could end early. */
    readonly drainUsedPercent: number;
    /** Seconds from the oldest event until its change was in sync; absent when nobody waited for that. */
    readonly insyncSeconds?: number;
    /** Only in a report without changes: every name, and what a run would do. */
    readonly details?: ReportDetails;
}

/** What a report without changes lists. */
export interface ReportDetails {
    /** Nodes with a name, or that want one. */
    readonly nodes: readonly {
        readonly instanceId: string;
        readonly group: string;
        readonly lifecycleState: string;
        readonly name: string | null;
        readonly address: string | null;
        readonly ipv6: string | null;
        readonly generation: number | null;
    }[];
    /** Names that a run would change, by kind of change. */
    readonly changes: readonly { readonly kind: ChangeGroup["kind"]; readonly name: string }[];
    readonly foreign: readonly string[];
    readonly withheld: readonly { readonly label: string; readonly guard: Guard }[];
}

/** Sums up a run: what was done in all its rounds, and what the last look at the world left open. */
export function summarise(
    { reason, mode }: RunRequest,
    { look, plan, found, applied }: Pass,
    totals: RunTotals & { readonly throttled: number },
): RunReport {
    const { situation } = look;
    const refusals: Partial<Record<Guard, number>> = {};
    for (const { guard } of plan.withheld) refusals[guard] = (refusals[guard] ?? 0) + 1;
    const count = (kind: DoneChange["kind"]) => totals.done.filter((group) => group.kind === kind).length;
    const lasting = plan.withheld.filter(({ guard }) => !passingGuards.has(guard)).length;
    const zoneNearLimit = look.listedSets > manySets;
    const longWithoutAddress = plan.withoutAddress.filter((id) => isLongWithoutAddress(id, situation)).length;
    const open = [
        lasting,
        situation.records.foreign.size,
        plan.blocked.length,
        plan.undecided.length,
        longWithoutAddress,
        applied.failed.length,
        retained(situation),
        zoneNearLimit ? 1 : 0,
    ];
    return {
        reason,
        complete: situation.complete,
        remembered: look.tableRead,
        stopped: applied.stopped,
        groups: situation.groups.length,
        nodes: situation.groups.reduce((sum, { nodes }) => sum + nodes.length, 0),
        records: situation.records.ours.size,
        created: count("publish"),
        repaired: count("repair"),
        moved: count("move"),
        deleted: count("withdraw"),
        failed: applied.failed.length,
        foreign: situation.records.foreign.size,
        blocked: plan.blocked.length,
        withoutAddress: plan.withoutAddress.length,
        undecided: plan.undecided.length,
        refused: plan.withheld.length,
        refusals,
        drift: found.changes.length + lasting + longWithoutAddress,
        needsAttention: open.reduce((sum, number) => sum + number, 0),
        longWithoutAddress,
        zoneNearLimit,
        changeCalls: totals.changeCalls,
        throttled: totals.throttled,
        hooksCompleted: totals.hooksCompleted,
        hooksExtended: totals.hooksExtended,
        announced: totals.announced,
        drainUsedPercent: drainUsedPercent(situation),
        ...(totals.insyncSeconds !== undefined && { insyncSeconds: totals.insyncSeconds }),
        ...(mode === "report" && { details: detailsOf(situation, plan) }),
    };
}

function isLongWithoutAddress(instanceId: string, { known, now }: Situation): boolean {
    const since = known.get(nodeLabel(instanceId))?.noAddressSince;
    return since !== undefined && now / 1000 - since >= patienceWithoutAddress;
}

/** Nodes whose hook was abandoned and whose group keeps them: they run until somebody ends them. */
function retained({ groups }: Situation): number {
    return groups.flatMap(({ nodes }) => nodes).filter(({ lifecycleState }) => lifecycleState.endsWith(":Retained"))
        .length;
}

function drainUsedPercent(situation: Situation): number {
    const now = situation.now / 1000;
    // A drain that nobody can end early always comes to its limit: that is no news.
    const used = [...holdsOf(situation).values()].map(({ since, deadline, hook }) =>
        deadline === undefined || hook?.endsWithSessions === false ? 0 : ((now - since) / (deadline - since)) * 100,
    );
    return Math.round(Math.max(0, ...used));
}

function detailsOf({ groups, records }: Situation, { changes, withheld }: Pass["plan"]): ReportDetails {
    const nodes = groups.flatMap(({ name: group, nodes }) =>
        nodes
            .map((node) => ({ group, ...node, record: records.ours.get(nodeLabel(node.instanceId)) }))
            .filter(({ record, lifecycleState }) => record !== undefined || verdictOn(lifecycleState) === "publish"),
    );
    return {
        nodes: nodes.map(({ record, ...node }) => ({
            ...node,
            name: record?.markSet.name.replace(/\.$/, "") ?? null,
            address: record?.address?.values[0] ?? null,
            ipv6: record?.ipv6?.values[0] ?? null,
            generation: record?.mark.createdAt ?? null,
        })),
        changes: changes.map(({ kind, name }) => ({ kind, name })),
        foreign: [...records.foreign],
        withheld,
    };
}
