import * as assert from "node:assert/strict";
import type { NodeEvent } from "../../../../lambda/dns-registrar/messages/events";
import { planChanges } from "../../../../lambda/dns-registrar/plan/record-plan";
import type { KnownNode } from "../../../../lambda/dns-registrar/store/known-node";
import { difference, knownAfter, type PassOutcome } from "../../../../lambda/dns-registrar/store/remember";
import { nodeLabel } from "../../../../lambda/dns-registrar/zone/names";
import { namesAfter, type PublishedName } from "../../../../lambda/dns-registrar/zone/published";
import { settings, startOfTests } from "../rig";
import { groupName, idOf, longAgo, markSet, published, type Scene, situationOf } from "../situations";

const node = idOf(1);
const label = nodeLabel(node);
const now = Math.floor(startOfTests / 1000);
const inService = { [node]: "InService" };
const about = { label, instanceId: node, group: groupName };
const told = { generation: longAgo, changeId: "C1", announced: "created", revision: 2 } as const;

interface Pass extends Scene {
    readonly before?: Partial<KnownNode>;
    readonly events?: readonly Partial<NodeEvent>[];
    /** The name was published in this pass. */
    readonly fresh?: boolean;
    /** The name got another address in this pass. */
    readonly changed?: boolean;
    readonly extended?: boolean;
    readonly announces?: boolean;
}

/** What is remembered of the node after a pass. */
function rememberedAfter({ before, events = [], fresh, changed, extended, announces = true, ...scene }: Pass = {}) {
    const situation = situationOf({ ...scene, known: before === undefined ? [] : [{ label, ...before }] });
    const names = new Map<string, PublishedName>(namesAfter(situation.records, []).published);
    if (fresh) names.set(label, { label, generation: now, address: "198.18.0.7", changeId: "C2" });
    if (changed) names.set(label, { label, generation: longAgo, address: "198.18.0.8", changeId: "C2" });
    const outcome: PassOutcome = {
        situation,
        plan: planChanges(situation, settings),
        events: events.map((event) => ({ kind: "launch", group: groupName, instanceId: node, ...event })),
        published: names,
        newlyPublished: new Set(fresh ? [label] : []),
        extended: new Set(extended ? [node] : []),
        announces,
    };
    return knownAfter(outcome).get(label);
}

describe("what is remembered of a publication", () => {
    const fresh = { ...about, generation: now, changeId: "C2" };

    it("begins anew: nobody was told of the new generation yet", () => {
        const before = { ...about, ...told, telling: "draining", facts: { address: "198.18.0.6" } } as const;

        assert.deepEqual(rememberedAfter({ nodes: inService, fresh: true, before }), {
            ...fresh,
            facts: { warmStart: false },
        });
    });

    it("is that the node came out of the pool, and no more that it is there", () => {
        const before = { ...about, pooled: true };

        assert.deepEqual(rememberedAfter({ nodes: inService, fresh: true, before }), {
            ...fresh,
            facts: { warmStart: true },
        });
    });

    for (const [what, event, warmStart] of [
        ["its launch comes from the pool", { origin: "WarmPool" }, true],
        ["its launch is a cold one", { origin: "EC2" }, false],
        ["another node's launch comes from the pool", { origin: "WarmPool", instanceId: idOf(2) }, false],
        ["only its end has to do with the pool", { kind: "terminate", origin: "WarmPool" }, false],
    ] as const) {
        it(`is ${warmStart ? "a" : "no"} warm start when ${what}`, () => {
            const entry = rememberedAfter({ nodes: inService, fresh: true, events: [event] });

            assert.deepEqual(entry?.facts, { warmStart });
        });
    }

    it("is kept as it is when nothing happened", () => {
        const before = { ...about, ...told };

        assert.deepEqual(rememberedAfter({ nodes: inService, sets: published(node), before }), before);
    });

    it("is the new change when only an address changed: the generation and what was told stay", () => {
        const before = { ...about, ...told };
        const entry = rememberedAfter({ nodes: inService, sets: published(node), changed: true, before });

        assert.deepEqual(entry, { ...before, changeId: "C2" });
    });
});

describe("what is remembered of a node", () => {
    it("is that it is in the pool, until it is published", () => {
        const pooled = { ...about, pooled: true };

        assert.deepEqual(rememberedAfter({ nodes: { [node]: "Warmed:Stopped" } }), pooled);
        assert.deepEqual(rememberedAfter({ nodes: { [node]: "Pending" }, before: pooled }), pooled);
        assert.deepEqual(rememberedAfter({ nodes: inService, ec2: { [node]: "" }, before: pooled }), {
            ...pooled,
            noAddressSince: now,
        });
    });

    it("is since when it has no address, for as long as it has none", () => {
        const lacking = { nodes: inService, ec2: { [node]: "" } };

        assert.equal(rememberedAfter(lacking)?.noAddressSince, now);
        assert.equal(
            rememberedAfter({ ...lacking, before: { ...about, noAddressSince: now - 400 } })?.noAddressSince,
            now - 400,
        );
        assert.deepEqual(rememberedAfter({ nodes: inService, before: { ...about, noAddressSince: now - 400 } }), about);
    });

    it("is since when its name stands without it, until it is back", () => {
        const vanished = { nodes: { [idOf(2)]: "InService" }, sets: published(node) };
        const before = { ...about, missingSince: now - 30 };

        assert.equal(rememberedAfter(vanished)?.missingSince, now);
        assert.equal(rememberedAfter({ ...vanished, before })?.missingSince, now - 30);
        assert.deepEqual(rememberedAfter({ nodes: inService, sets: published(node), before }), about);
    });

    it("is since when its hook holds it, and when that was extended last", () => {
        const draining = { nodes: { [node]: "Terminating:Wait" }, sets: published(node) };
        const drain = { waitingFor: "drain", waitingSince: now - 600 } as const;

        assert.deepEqual(rememberedAfter(draining), { ...about, waitingFor: "drain", waitingSince: now });
        assert.deepEqual(rememberedAfter({ ...draining, before: { ...about, ...drain }, extended: true }), {
            ...about,
            ...drain,
            extendedAt: now,
        });
        const extended = { ...about, ...drain, extendedAt: now - 100 };
        assert.deepEqual(rememberedAfter({ ...draining, before: extended }), extended);
        assert.deepEqual(rememberedAfter({ nodes: inService, sets: published(node), before: extended }), about);
    });

    it("is nothing of a hook that the registrar answers at once", () => {
        assert.deepEqual(rememberedAfter({ nodes: { [node]: "Warmed:Terminating:Wait" } }), { ...about, pooled: true });
    });

    it("is not when a launch was extended, once it drains", () => {
        const before = { ...about, waitingFor: "launch", waitingSince: now - 900, extendedAt: now - 100 } as const;

        assert.deepEqual(rememberedAfter({ nodes: { [node]: "Terminating:Wait" }, before }), {
            ...about,
            waitingFor: "drain",
            waitingSince: now,
        });
    });
});

describe("what is forgotten", () => {
    it("is a node that is gone with its name", () => {
        assert.equal(rememberedAfter({ before: about }), undefined);
    });

    it("is not a node whose end somebody has to be told of", () => {
        const before = { ...about, ...told };

        assert.deepEqual(rememberedAfter({ before }), before);
        assert.equal(rememberedAfter({ before, announces: false }), undefined);
    });

    it("is not a node that an incomplete answer leaves out", () => {
        assert.deepEqual(rememberedAfter({ before: about, complete: false }), about);
    });

    it("is not a node that still has a name", () => {
        assert.deepEqual(rememberedAfter({ before: about, sets: [markSet(node)] }), { ...about, missingSince: now });
    });
});

describe("what the table is told", () => {
    const [a, b, c] = [1, 2, 3].map(
        (number): KnownNode => ({ label: nodeLabel(idOf(number)), instanceId: idOf(number) }),
    );
    const entries = (...list: (KnownNode | undefined)[]) =>
        new Map(list.flatMap((entry) => (entry ? [[entry.label, entry] as const] : [])));

    it("is what is new, what changed and what is gone, and nothing else", () => {
        assert.ok(b);
        const changed = { ...b, pooled: true };

        assert.deepEqual(difference(entries(a, b), entries(a, changed)), { write: [changed], forget: [] });
        assert.deepEqual(difference(entries(a, b), entries(a, b, c)), { write: [c], forget: [] });
        assert.deepEqual(difference(entries(a, b), entries(a)), { write: [], forget: [b.label] });
        assert.deepEqual(difference(entries(a, b), entries(a, { ...b })), { write: [], forget: [] });
    });
});
