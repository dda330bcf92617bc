import * as assert from "node:assert/strict";
import { planChanges } from "../../../../lambda/dns-registrar/plan/record-plan";
import { settings } from "../rig";
import { addressSet, idOf, markSet, markValue, nameOf, planBeside, published, situationOf } from "../situations";

const node = idOf(1);
const name = nameOf(node);
const record = published(node);
const publication = { action: "CREATE", name, type: "A", ttl: 60, values: ["198.18.0.7"] };
const markDeletion = { action: "DELETE", name, type: "TXT", ttl: 60, values: [markValue()] };

describe("plan of a name", () => {
    const inService = { [node]: "InService" };

    it("replaces an address that changed and leaves the mark", () => {
        const { changes } = planBeside(node, { nodes: inService, sets: record, ec2: { [node]: "198.18.0.8" } });

        assert.deepEqual(changes, [
            {
                kind: "move",
                name,
                instanceId: node,
                changes: [
                    { action: "DELETE", name, type: "A", ttl: 60, values: ["198.18.0.7"] },
                    { action: "CREATE", name, type: "A", ttl: 60, values: ["198.18.0.8"] },
                ],
            },
        ]);
    });

    it("replaces a set that shows another address beside the right one", () => {
        const sets = [addressSet(node, "", { values: ["198.18.0.7", "203.0.113.9"] }), markSet(node)];
        const { changes } = planBeside(node, { nodes: inService, sets });

        assert.deepEqual(
            changes.flatMap((group) => group.changes.map(({ action, values }) => [action, ...values])),
            [
                ["DELETE", "198.18.0.7", "203.0.113.9"],
                ["CREATE", "198.18.0.7"],
            ],
        );
    });

    it("does not replace an address after an incomplete read, but publishes and repairs", () => {
        const other = idOf(3);
        const half = idOf(4);
        const nodes = { ...inService, [other]: "InService", [half]: "InService" };
        const ec2 = { [node]: "198.18.0.8", [other]: "198.18.0.9", [half]: "198.18.0.10" };
        const { changes } = planBeside(node, { nodes, sets: [...record, markSet(half)], ec2, complete: false });

        assert.deepEqual(
            changes.map(({ kind, instanceId }) => [kind, instanceId]),
            [
                ["publish", other],
                ["repair", half],
            ],
        );
    });

    it("uses the TTL and the values that stand in the zone for a delete", () => {
        const sets = [
            addressSet(node, "198.18.0.7", { ttl: 300, values: ["198.18.0.7", "198.18.0.9"] }),
            markSet(node),
        ];
        const { changes } = planBeside(node, { sets, terminating: [node] });

        assert.deepEqual(changes[0]?.changes[0], {
            action: "DELETE",
            name,
            type: "A",
            ttl: 300,
            values: ["198.18.0.7", "198.18.0.9"],
        });
    });

    it("gives a mark without address its address", () => {
        const { changes } = planBeside(node, { nodes: inService, sets: [markSet(node)] });

        assert.deepEqual(changes, [{ kind: "repair", name, instanceId: node, changes: [publication] }]);
    });

    it("withdraws a mark without address that no node needs", () => {
        const { changes } = planBeside(node, { sets: [markSet(node)], terminating: [node] });

        assert.deepEqual(changes, [{ kind: "withdraw", name, changes: [markDeletion] }]);
    });

    for (const [what, sets] of [
        ["an address without mark", [addressSet(node, "203.0.113.9")]],
        ["a mark of another owner", published(node, "203.0.113.9", { owner: "00000001" })],
        [
            "a mark with a second value",
            [{ ...markSet(node), values: [markValue(), '"x"'] }, addressSet(node, "203.0.113.9")],
        ],
        [
            "an alias beside the mark",
            [{ ...addressSet(node, "x"), ttl: undefined, values: [], special: true }, markSet(node)],
        ],
        ["a routing policy", published(node, "203.0.113.9").map((set) => ({ ...set, special: true }))],
        ["another name for it", [{ ...addressSet(node, "x"), type: "CNAME", values: ["example.org"] }]],
        ["an IPv6 address without mark", [{ ...addressSet(node, "x"), type: "AAAA", values: ["2001:db8::1"] }]],
    ] as const) {
        it(`neither touches nor adds to ${what}`, () => {
            const situation = situationOf({ nodes: inService, sets });
            const gone = situationOf({ sets, terminating: [node], ec2: { [node]: "gone" } });

            assert.deepEqual(planChanges(situation, settings).changes, []);
            assert.deepEqual(planChanges(situation, settings).blocked, [node]);
            assert.deepEqual([...situation.records.foreign], [name.split(".")[0]]);
            assert.deepEqual(planChanges(gone, settings).changes, []);
        });
    }

    it("keeps the record of a node in service that lost its address, and tells it", () => {
        const { changes, withoutAddress } = planBeside(node, { nodes: inService, sets: record, ec2: { [node]: "" } });

        assert.deepEqual(changes, []);
        assert.deepEqual(withoutAddress, [node]);
    });

    for (const state of ["InService", "Terminating:Wait", "Standby", "Dreaming"]) {
        it(`withdraws a node that is gone from EC2 although its group lists it as ${state}`, () => {
            const { changes } = planBeside(node, { nodes: { [node]: state }, sets: record, ec2: { [node]: "gone" } });

            assert.deepEqual(
                changes.map(({ kind }) => kind),
                ["withdraw"],
            );
        });
    }

    it("ignores a termination event about a node that is in service again", () => {
        assert.deepEqual(planBeside(node, { nodes: inService, sets: record, terminating: [node] }).changes, []);
    });

    it("believes the group when its pool still lists a node that is in service", () => {
        const base = situationOf({ nodes: inService, sets: record });
        const [group] = base.groups;
        assert.ok(group);
        const twice = { ...group, nodes: [...group.nodes, { instanceId: node, lifecycleState: "Warmed:Running" }] };

        assert.deepEqual(planChanges({ ...base, groups: [twice], terminating: new Set([node]) }, settings).changes, []);
    });

    it("publishes only the first of two nodes with the same label", () => {
        const first = "i-000000000008c5edb";
        const second = "i-00000000000c207cf";
        const { changes, blocked } = planBeside(node, {
            nodes: { [first]: "InService", [second]: "InService" },
            ec2: { [first]: "198.18.0.1", [second]: "198.18.0.2" },
        });

        assert.equal(nameOf(first), nameOf(second));
        assert.deepEqual(
            changes.map(({ instanceId }) => instanceId),
            [first],
        );
        assert.deepEqual(blocked, [second]);
    });

    it("puts deletes before moves, and moves before publications", () => {
        const [old, moved, fresh] = [idOf(11), idOf(12), idOf(10)];
        const { changes } = planBeside(node, {
            nodes: { [fresh]: "InService", [moved]: "InService" },
            sets: [...published(moved), ...published(old)],
            ec2: { [fresh]: "198.18.0.10", [moved]: "198.18.0.12" },
            terminating: [old],
        });

        assert.deepEqual(
            changes.map(({ kind }) => kind),
            ["withdraw", "move", "publish"],
        );
    });
});
