import * as assert from "node:assert/strict";
import { planChanges } from "../../../../lambda/dns-registrar/plan/record-plan";
import { settings, startOfTests } from "../rig";
import { idOf, nameOf, published, type Scene, situationOf } from "../situations";

/** Deletes and withheld deletes of a scene, by node number, and the guards that were used. */
function judge(scene: Scene): { deleted: number; withheld: number; guards: string[] } {
    const { changes, withheld } = planChanges(situationOf(scene), settings);
    const deleted = changes.filter(({ kind }) => kind === "withdraw").length;
    return { deleted, withheld: withheld.length, guards: [...new Set(withheld.map(({ guard }) => guard))] };
}

function numbers(from: number, to: number): string[] {
    return Array.from({ length: to - from + 1 }, (_, index) => idOf(from + index));
}

function inService(ids: readonly string[]): Record<string, string> {
    return Object.fromEntries(ids.map((id) => [id, "InService"]));
}

function records(ids: readonly string[], options = {}) {
    return ids.flatMap((id) => published(id, "198.18.0.7", options));
}

describe("guards of deletes", () => {
    it("let a vanished node's record go", () => {
        const scene = { nodes: inService([idOf(1)]), sets: records(numbers(1, 2)) };

        assert.deepEqual(judge(scene), { deleted: 1, withheld: 0, guards: [] });
    });

    for (const [why, evidence] of [
        ["nothing", {}],
        ["an event", { terminating: [idOf(2)] }],
        ["EC2", { ec2: { [idOf(1)]: "198.18.0.7", [idOf(2)]: "gone" } }],
    ] as const) {
        it(`stop every delete after an incomplete read, whatever backs it (${why})`, () => {
            const scene = { nodes: inService([idOf(1)]), sets: records(numbers(1, 2)), complete: false, ...evidence };

            assert.deepEqual(judge(scene), { deleted: 0, withheld: 1, guards: ["incomplete-read"] });
        });
    }

    it("stop inferred deletes of a group that lists nothing in service but wants nodes", () => {
        const scene = { nodes: {}, desired: 40, sets: records(numbers(1, 40)) };

        assert.deepEqual(judge(scene), { deleted: 0, withheld: 40, guards: ["empty-group"] });
    });

    it("stop inferred deletes of a group whose nodes are all pending", () => {
        const scene = { nodes: { [idOf(1)]: "Pending" }, desired: 1, sets: records([idOf(2)]) };

        assert.deepEqual(judge(scene), { deleted: 0, withheld: 1, guards: ["empty-group"] });
    });

    it("let an empty group that wants no nodes lose all its records", () => {
        assert.deepEqual(judge({ desired: 0, sets: records(numbers(1, 40)) }), {
            deleted: 40,
            withheld: 0,
            guards: [],
        });
    });

    it("let events empty a group that still wants nodes", () => {
        const scene = { desired: 40, sets: records(numbers(1, 40)), terminating: numbers(1, 40) };

        assert.deepEqual(judge(scene), { deleted: 40, withheld: 0, guards: [] });
    });

    it("refuse 12 of 40 inferred deletes while the group wants 40", () => {
        const scene = { nodes: inService(numbers(1, 28)), desired: 40, sets: records(numbers(1, 40)) };

        assert.deepEqual(judge(scene), { deleted: 0, withheld: 12, guards: ["mass-delete"] });
    });

    it("count only inferred deletes as mass", () => {
        const scene = {
            nodes: inService(numbers(1, 28)),
            desired: 40,
            sets: records(numbers(1, 40)),
            terminating: numbers(29, 35),
        };

        assert.deepEqual(judge(scene), { deleted: 12, withheld: 0, guards: [] });
    });

    for (const [what, living, known, desired, deleted] of [
        ["five of six", 1, 6, 6, 5],
        ["a quarter", 18, 24, 24, 6],
        ["as many as the group wants fewer", 28, 40, 28, 12],
    ] as const) {
        it(`let ${what} go`, () => {
            const scene = { nodes: inService(numbers(1, living)), desired, sets: records(numbers(1, known)) };

            assert.deepEqual(judge(scene), { deleted, withheld: 0, guards: [] });
        });
    }

    it("refuse just over a quarter", () => {
        const scene = { nodes: inService(numbers(1, 17)), desired: 23, sets: records(numbers(1, 23)) };

        assert.deepEqual(judge(scene), { deleted: 0, withheld: 6, guards: ["mass-delete"] });
    });

    it("let all old records of a group go whose nodes were all replaced", () => {
        const scene = { nodes: inService(numbers(101, 140)), desired: 40, sets: records(numbers(1, 40)) };

        assert.deepEqual(judge(scene), { deleted: 40, withheld: 0, guards: [] });
    });

    for (const [age, deleted] of [
        [119, 0],
        [120, 1],
    ] as const) {
        it(`${deleted === 0 ? "keep" : "let go"} a record that is ${age} s old`, () => {
            const sets = [
                ...records([idOf(1)]),
                ...records([idOf(2)], { createdAt: Math.floor(startOfTests / 1000) - age }),
            ];

            assert.equal(judge({ nodes: inService([idOf(1)]), sets }).deleted, deleted);
        });
    }

    it("let a young record go that an event or EC2 backs", () => {
        const young = { createdAt: Math.floor(startOfTests / 1000) - 5 };
        const scene = {
            nodes: inService([idOf(1)]),
            sets: [...records([idOf(1)]), ...records(numbers(2, 3), young)],
            terminating: [idOf(2)],
            ec2: { [idOf(1)]: "198.18.0.7", [idOf(3)]: "gone" },
        };

        assert.deepEqual(judge(scene), { deleted: 2, withheld: 0, guards: [] });
    });

    it("keep records of a group that is not served, even when an event says terminating", () => {
        const sets = [...records([idOf(1)]), ...records([idOf(2)], { group: "pool-prod-old" })];
        const scene = { nodes: inService([idOf(1)]), sets, terminating: [idOf(2)] };

        assert.deepEqual(judge(scene), { deleted: 0, withheld: 1, guards: ["group-missing"] });
    });

    it("let records of a group that is not served go once EC2 says the instance is gone", () => {
        const sets = [...records([idOf(1)]), ...records([idOf(2)], { group: "pool-prod-old" })];
        const scene = { nodes: inService([idOf(1)]), sets, ec2: { [idOf(1)]: "198.18.0.7", [idOf(2)]: "gone" } };

        assert.deepEqual(judge(scene), { deleted: 1, withheld: 0, guards: [] });
    });

    it("name what they hold by label", () => {
        const { withheld } = planChanges(situationOf({ desired: 1, sets: records([idOf(2)]) }), settings);

        assert.deepEqual(withheld, [{ label: nameOf(idOf(2)).split(".")[0], guard: "empty-group" }]);
    });
});
