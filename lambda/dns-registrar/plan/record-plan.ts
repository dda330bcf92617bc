import { isIPv6 } from "node:net";
import type { Settings } from "../settings";
import { holdsOf } from "../world/holds";
import { verdictOn } from "../world/lifecycle";
import type { GroupState, NodeState, Situation } from "../world/situation";
import { type Change, type ChangeGroup, create, remove } from "../zone/changes";
import { formatMark } from "../zone/mark";
import { groupId, nodeLabel } from "../zone/names";
import type { NodeRecord, RecordSet } from "../zone/zone-records";
import { type Guard, judgeDeletes } from "./delete-guards";

/** What shall change in the zone, and what was left alone and why. All lists are in the order of the groups' nodes or of the labels. */
export interface Plan {
    readonly changes: readonly ChangeGroup[];
    /** Deletes that a guard stopped, by label. */
    readonly withheld: readonly { readonly label: string; readonly guard: Guard }[];
    /** Nodes in service without a usable address: they are asked for again. */
    readonly withoutAddress: readonly string[];
    /** Nodes in service whose name is taken, by a foreign record or by a node with the same label. */
    readonly blocked: readonly string[];
    /** Nodes in a lifecycle state that is not known. */
    readonly undecided: readonly string[];
}

type PlanSettings = Pick<Settings, "nodeDomain" | "ownerId" | "ttl">;

/** Compares the truth with the records and says what to change. Pure: the same situation gives the same plan. */
export function planChanges(situation: Situation, settings: PlanSettings, { massDeleteAllowed = false } = {}): Plan {
    const { instances, records, complete, now } = situation;
    const holds = holdsOf(situation);
    const changes: ChangeGroup[] = [];
    const withoutAddress: string[] = [];
    const blocked: string[] = [];
    const undecided: string[] = [];
    const claimed = new Set<string>();
    /** Labels whose record stays or comes, with the group that needs it. */
    const standing = new Map<string, string>();
    /** Labels of nodes that are there and need no record. */
    const released = new Set<string>();

    for (const { group, node } of nodesOf(situation.groups)) {
        const { instanceId, lifecycleState } = node;
        const label = nodeLabel(instanceId);
        const record = records.ours.get(label);
        const facts = instances.get(instanceId);
        // An instance that is gone gave up its address, whatever its group still lists.
        const isOver = facts?.gone === true || holds.get(instanceId)?.overdue === true;
        const verdict = isOver ? "withdraw" : verdictOn(lifecycleState);
        if (verdict === "leave") undecided.push(instanceId);
        if (verdict === "withdraw") {
            released.add(label);
            continue;
        }
        if (verdict === "publish" && (records.foreign.has(label) || claimed.has(label))) {
            blocked.push(instanceId);
            continue;
        }
        if (record !== undefined) standing.set(label, group);
        if (verdict !== "publish") continue;
        claimed.add(label);
        if (facts?.address === undefined) {
            withoutAddress.push(instanceId);
            continue;
        }
        standing.set(label, group);
        const name = `${label}.${settings.nodeDomain}`;
        const { address, ipv6 } = facts;
        const change = publication({ name, address, ipv6, record, group, now }, settings);
        // A move deletes too, so it waits for a complete read.
        if (change !== undefined && (complete || change.kind !== "move")) changes.push({ ...change, instanceId });
    }

    const stale = [...records.ours.values()].filter(({ label }) => !standing.has(label));
    const { allowed, withheld } = judgeDeletes(stale, { standing, released, massDeleteAllowed }, situation);
    const withdrawals = allowed.map((record) => withdrawal(record, settings.nodeDomain));
    return { changes: [...withdrawals, ...changes.sort(movesFirst)], withheld, withoutAddress, blocked, undecided };
}

/** Every node once, groups and ids sorted. The group's own answer comes before its pool's, and `InService` before all. */
function nodesOf(groups: readonly GroupState[]): { group: string; node: NodeState }[] {
    const byId = new Map<string, { group: string; node: NodeState }>();
    for (const { name: group, nodes } of groups) {
        for (const node of nodes) {
            const known = byId.get(node.instanceId);
            if (known === undefined || node.lifecycleState === "InService") byId.set(node.instanceId, { group, node });
        }
    }
    return [...byId.values()].sort((a, b) => (a.node.instanceId < b.node.instanceId ? -1 : 1));
}

interface Publication {
    readonly name: string;
    readonly address: string;
    readonly ipv6: string | undefined;
    readonly record: NodeRecord | undefined;
    readonly group: string;
    readonly now: number;
}

/** What makes the name show the addresses, or undefined when it does already. */
function publication({ name, address, ipv6, record, group, now }: Publication, { ownerId, ttl }: PlanSettings) {
    if (record === undefined) {
        const mark = formatMark({ owner: ownerId, group: groupId(group), createdAt: Math.floor(now / 1000) });
        const sets = [
            create(name, "A", ttl, address),
            ...(ipv6 === undefined ? [] : [create(name, "AAAA", ttl, ipv6)]),
        ];
        return { kind: "publish", name, changes: [...sets, create(name, "TXT", ttl, mark)] } as const;
    }
    const changes = [
        ...addressChanges(name, "A", record.address, address, ttl),
        ...addressChanges(name, "AAAA", record.ipv6, ipv6, ttl),
    ];
    if (changes.length === 0) return undefined;
    return { kind: changes.some(({ action }) => action === "DELETE") ? "move" : "repair", name, changes } as const;
}

function addressChanges(
    name: string,
    type: "A" | "AAAA",
    standing: RecordSet | undefined,
    wanted: string | undefined,
    ttl: number,
): Change[] {
    if (standing?.values.length === 1 && wanted !== undefined && sameAddress(standing.values[0], wanted)) return [];
    const created = wanted === undefined ? [] : [create(name, type, ttl, wanted)];
    return standing === undefined ? created : [remove(name, standing), ...created];
}

/** Route 53 lists an IPv6 address as it was written, which need not be the way EC2 writes it. */
function sameAddress(standing: string | undefined, wanted: string): boolean {
    return (
        standing === wanted || (isIPv6(wanted) && standing !== undefined && canonical(standing) === canonical(wanted))
    );
}

function canonical(address: string): string {
    return isIPv6(address) ? new URL(`http://[${address}]`).hostname : address;
}

function withdrawal({ label, address, ipv6, markSet }: NodeRecord, domain: string): ChangeGroup {
    const name = `${label}.${domain}`;
    const sets = [address, ipv6, markSet].filter((set) => set !== undefined);
    return { kind: "withdraw", name, changes: sets.map((set) => remove(name, set)) };
}

/**
 * Withdraws every name without guards, for a cluster that is being removed. Names of nodes that still serve or drain stay:
 * somebody may replace the function, or call this too early.
 */
export function planFarewell(situation: Situation, { nodeDomain }: Pick<Settings, "nodeDomain">): Plan {
    const serving = new Set(
        situation.groups
            .flatMap(({ nodes }) => nodes)
            .filter(({ instanceId }) => situation.instances.get(instanceId)?.gone !== true)
            .filter(({ lifecycleState }) => verdictOn(lifecycleState) !== "withdraw")
            .map(({ instanceId }) => nodeLabel(instanceId)),
    );
    const stale = [...situation.records.ours.values()].filter(({ label }) => !serving.has(label));
    if (!situation.complete) {
        const withheld = stale.map(({ label }) => ({ label, guard: "incomplete-read" as const }));
        return { ...nothingPlanned, withheld };
    }
    return { ...nothingPlanned, changes: stale.map((record) => withdrawal(record, nodeDomain)) };
}

/** The plan of a run that could not see the zone. */
export const nothingPlanned: Plan = { changes: [], withheld: [], withoutAddress: [], blocked: [], undecided: [] };

function movesFirst(a: ChangeGroup, b: ChangeGroup): number {
    return Number(b.kind === "move") - Number(a.kind === "move");
}
