import { isDeepStrictEqual } from "node:util";
import type { NodeEvent } from "../messages/events";
import type { Plan } from "../plan/record-plan";
import { type Hold, holdsOf } from "../world/holds";
import type { Situation } from "../world/situation";
import { nodeLabel } from "../zone/names";
import type { PublishedName } from "../zone/published";
import type { KnownNode } from "./known-node";
import type { Remembered } from "./node-table";

/** What a pass found and did, as far as later runs have to know it. */
export interface PassOutcome {
    readonly situation: Situation;
    readonly plan: Plan;
    readonly events: readonly NodeEvent[];
    /** Names as they stand after the pass, by label. */
    readonly published: ReadonlyMap<string, PublishedName>;
    /** Labels that the pass published. */
    readonly newlyPublished: ReadonlySet<string>;
    /** Instance ids whose hooks the registrar extended in this pass. */
    readonly extended: ReadonlySet<string>;
    /** Whether anybody is told of nodes. */
    readonly announces: boolean;
}

/** The entries of the node table as they shall be after a pass, by label. Pure. */
export function knownAfter(outcome: PassOutcome): ReadonlyMap<string, KnownNode> {
    const { situation, published } = outcome;
    const nodes = new Map(
        situation.groups.flatMap(({ name, nodes }) =>
            nodes.map((node) => [nodeLabel(node.instanceId), { ...node, group: name }] as const),
        ),
    );
    const holds = holdsOf(situation);
    const after = new Map<string, KnownNode>();
    for (const label of new Set([...situation.known.keys(), ...nodes.keys(), ...published.keys()])) {
        const before: KnownNode = situation.known.get(label) ?? { label };
        const node = nodes.get(label);
        const name = published.get(label);
        const isOwedAnEnd = outcome.announces && before.generation !== undefined;
        // A partial answer does not list every node, so what it leaves out is not forgotten.
        if (situation.complete && node === undefined && name === undefined && !isOwedAnEnd) continue;
        const entry = {
            ...before,
            ...(node && { instanceId: node.instanceId, group: node.group }),
            ...publication(before, name, outcome),
            ...pooling(before, node?.lifecycleState, outcome.newlyPublished.has(label)),
            ...waiting(before, node && holds.get(node.instanceId), outcome),
            ...firstSeen(before, name, outcome),
        };
        after.set(label, withoutGaps(entry));
    }
    return after;
}

/** What has to be written and forgotten so that the table holds the entries. */
export function difference(before: ReadonlyMap<string, KnownNode>, after: ReadonlyMap<string, KnownNode>): Remembered {
    return {
        write: [...after.values()].filter((entry) => !isDeepStrictEqual(entry, before.get(entry.label))),
        forget: [...before.keys()].filter((label) => !after.has(label)),
    };
}

/** A new publication begins a new generation, of which nobody was told yet. */
function publication(before: KnownNode, name: PublishedName | undefined, outcome: PassOutcome): Partial<KnownNode> {
    if (name?.changeId === undefined) return {};
    if (!outcome.newlyPublished.has(name.label)) return { changeId: name.changeId };
    const launch = outcome.events.find(
        ({ kind, instanceId }) => kind === "launch" && nodeLabel(instanceId) === name.label,
    );
    const warmStart = before.pooled === true || launch?.origin === "WarmPool";
    return {
        generation: name.generation,
        changeId: name.changeId,
        announced: undefined,
        telling: undefined,
        revision: undefined,
        facts: { warmStart },
    };
}

function pooling(before: KnownNode, lifecycleState: string | undefined, isPublished: boolean): Partial<KnownNode> {
    if (lifecycleState?.startsWith("Warmed:") === true) return { pooled: true };
    return { pooled: isPublished ? undefined : before.pooled };
}

function waiting(before: KnownNode, hold: Hold | undefined, { extended, situation }: PassOutcome): Partial<KnownNode> {
    if (hold === undefined || hold.waitingFor === "shrink") {
        return { waitingFor: undefined, waitingSince: undefined, extendedAt: undefined };
    }
    const continued = before.waitingFor === hold.waitingFor ? before.extendedAt : undefined;
    const extendedAt = extended.has(hold.node.instanceId) ? seconds(situation) : continued;
    return { waitingFor: hold.waitingFor, waitingSince: hold.since, extendedAt };
}

/** Since when something is missing; forgotten as soon as it is there. */
function firstSeen(before: KnownNode, name: PublishedName | undefined, outcome: PassOutcome): Partial<KnownNode> {
    const { plan, situation } = outcome;
    const isMissing = name !== undefined && plan.withheld.some(({ label }) => label === before.label);
    const hasNoAddress = plan.withoutAddress.some((instanceId) => nodeLabel(instanceId) === before.label);
    return {
        missingSince: isMissing ? (before.missingSince ?? seconds(situation)) : undefined,
        noAddressSince: hasNoAddress ? (before.noAddressSince ?? seconds(situation)) : undefined,
    };
}

function seconds({ now }: Situation): number {
    return Math.floor(now / 1000);
}

/** Without the fields that are undefined, which the table does not store. */
function withoutGaps(entry: KnownNode): KnownNode {
    const { label, ...fields } = entry;
    return { label, ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) };
}
