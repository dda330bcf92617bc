import * as assert from "node:assert/strict";
import type { KnownNode } from "../../../../lambda/dns-registrar/store/known-node";
import { type Hold, holdsOf } from "../../../../lambda/dns-registrar/world/holds";
import type { Situation } from "../../../../lambda/dns-registrar/world/situation";
import { nodeLabel } from "../../../../lambda/dns-registrar/zone/names";
import { startOfTests } from "../rig";
import { idOf, programHooks, published, type Scene, situationOf } from "../situations";

const node = idOf(1);
const label = nodeLabel(node);
const now = Math.floor(startOfTests / 1000);

/** The hold of one node in a state, after an event said since when. */
function holdIn(state: string, { told, ...scene }: Scene & { readonly told?: number } = {}): Hold | undefined {
    const situation = situationOf({ nodes: { [node]: state }, ...scene });
    const heldSince: Situation["heldSince"] = new Map(told === undefined ? [] : [[node, told]]);
    return holdsOf({ ...situation, heldSince }).get(node);
}

function remembering(entry: Partial<KnownNode>): Scene {
    return { known: [{ label, ...entry }] };
}

describe("what a hook holds a node for", () => {
    for (const [state, waitingFor, hook] of [
        ["Pending:Wait", "launch", "launch-ready"],
        ["Terminating:Wait", "drain", "terminate-drain"],
        ["Warmed:Terminating:Wait", "shrink", "terminate-drain"],
        ["Warmed:Pending:Wait", "launch", "launch-ready"],
    ] as const) {
        it(`is ${waitingFor} in ${state}, under ${hook}`, () => {
            const hold = holdIn(state);

            assert.deepEqual([hold?.waitingFor, hold?.hook?.name], [waitingFor, hook]);
        });
    }

    for (const state of ["InService", "Pending", "Terminating", "Standby", "ReplacingRootVolume:Wait", "Dreaming"]) {
        it(`is nothing in ${state}`, () => assert.equal(holdIn(state), undefined));
    }

    it("is a drain on the way back to the pool, for as long as the node has a name", () => {
        assert.equal(holdIn("Warmed:Pending:Wait", { sets: published(node) })?.waitingFor, "drain");
    });

    it("is still a drain on the way back to the pool when its name is gone before its hook is answered", () => {
        const hold = holdIn("Warmed:Pending:Wait", remembering({ waitingFor: "drain", waitingSince: now - 7200 }));

        assert.deepEqual([hold?.waitingFor, hold?.hook?.name, hold?.overdue], ["drain", "terminate-drain", true]);
    });

    it("has no hook when the group has none of this program", () => {
        const hold = holdIn("Terminating:Wait", {
            hooks: [],
            ...remembering({ waitingFor: "drain", waitingSince: 1 }),
        });

        assert.deepEqual([hold?.hook, hold?.deadline, hold?.overdue], [undefined, undefined, false]);
    });
});

describe("since when a hook holds a node", () => {
    it("is now when nobody knows better", () => assert.equal(holdIn("Terminating:Wait")?.since, now));

    it("is what the event says, when no run saw the drain before", () => {
        assert.equal(holdIn("Terminating:Wait", { told: now - 90 })?.since, now - 90);
    });

    it("is not in the future, whatever the event says", () => {
        assert.equal(holdIn("Terminating:Wait", { told: now + 90 })?.since, now);
    });

    it("is what the first run saw, whatever a later event says", () => {
        const hold = holdIn("Terminating:Wait", {
            ...remembering({ waitingFor: "drain", waitingSince: now - 600 }),
            told: now - 90,
        });

        assert.equal(hold?.since, now - 600);
    });

    it("begins anew with a drain of a node that was last seen under its launch hook", () => {
        const hold = holdIn("Terminating:Wait", remembering({ waitingFor: "launch", waitingSince: now - 7200 }));

        assert.deepEqual([hold?.since, hold?.overdue], [now, false]);
    });

    it("of a launch is no matter of the events of an end", () => {
        assert.equal(holdIn("Pending:Wait", { told: now - 90 })?.since, now);
    });
});

describe("the deadline of a hold", () => {
    const [, drain] = programHooks;
    const limit = drain?.limitSeconds ?? 0;

    for (const [seconds, overdue] of [
        [limit - 1, false],
        [limit, true],
    ] as const) {
        it(`is ${overdue ? "over" : "not over"} for a drain ${seconds} s after its beginning`, () => {
            const hold = holdIn("Terminating:Wait", remembering({ waitingFor: "drain", waitingSince: now - seconds }));

            assert.deepEqual([hold?.deadline, hold?.overdue], [now - seconds + limit, overdue]);
        });
    }

    it("is set for drains only: a launch that takes long is no drain that is late", () => {
        const hold = holdIn("Pending:Wait", remembering({ waitingFor: "launch", waitingSince: now - limit }));

        assert.deepEqual([hold?.since, hold?.deadline, hold?.overdue], [now - limit, undefined, false]);
    });
});
