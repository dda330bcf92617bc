import { type Change, type ChangeGroup, create, remove } from "./changes";
import { type Guard, judgeDeletes } from "./delete-guards";
import { verdictOn } from "./lifecycle";
import { formatMark } from "./mark";
import { groupId, nodeLabel } from "./names";
import type { Settings } from "./settings";
import type { GroupState, NodeState, Situation } from "./situation";
import type { NodeRecord } from "./zone-records";

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
export function planChanges(situation: Situation, settings: PlanSettings): Plan {
    const { instances, records, complete, now } = situation;
    const changes: ChangeGroup[] = [];
    const withoutAddress: string[] = [];
    const blocked: string[] = [];
    const undecided: string[] = [];
    const claimed = new Set<string>();
    /** Labels whose record stays or comes, with the group that needs it. */
    const standing = new Map<string, string>();

    for (const { group, node } of nodesOf(situation.groups)) {
        const { instanceId, lifecycleState } = node;
        const label = nodeLabel(instanceId);
        const record = records.ours.get(label);
        const facts = instances.get(instanceId);
        // An instance that is gone gave up its address, whatever its group still lists.
        const verdict = facts?.gone === true ? "withdraw" : verdictOn(lifecycleState);
        if (verdict === "leave") undecided.push(instanceId);
        if (verdict === "withdraw") continue;
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
        const change = publication({ name, address: facts.address, record, group, now }, settings);
        // A move deletes too, so it waits for a complete read.
        if (change !== undefined && (complete || change.kind !== "move")) changes.push({ ...change, instanceId });
    }

    const stale = [...records.ours.values()].filter(({ label }) => !standing.has(label));
    const { allowed, withheld } = judgeDeletes(stale, standing, situation);
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
    readonly record: NodeRecord | undefined;
    readonly group: string;
    readonly now: number;
}

/** What makes the name show the address, or undefined when it does already. */
function publication({ name, address, record, group, now }: Publication, { ownerId, ttl }: PlanSettings) {
    const wanted: Change = create(name, "A", ttl, address);
    if (record === undefined) {
        const mark = formatMark({ owner: ownerId, group: groupId(group), createdAt: Math.floor(now / 1000) });
        return { kind: "publish", name, changes: [wanted, create(name, "TXT", ttl, mark)] } as const;
    }
    const { address: standing } = record;
    if (standing === undefined) return { kind: "repair", name, changes: [wanted] } as const;
    if (standing.values.length === 1 && standing.values[0] === address) return undefined;
    return { kind: "move", name, changes: [remove(name, standing), wanted] } as const;
}

function withdrawal({ label, address, markSet }: NodeRecord, domain: string): ChangeGroup {
    const name = `${label}.${domain}`;
    const sets = address === undefined ? [markSet] : [address, markSet];
    return { kind: "withdraw", name, changes: sets.map((set) => remove(name, set)) };
}

function movesFirst(a: ChangeGroup, b: ChangeGroup): number {
    return Number(b.kind === "move") - Number(a.kind === "move");
}
