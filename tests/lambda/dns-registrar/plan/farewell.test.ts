import * as assert from "node:assert/strict";
import { planFarewell } from "../../../../lambda/dns-registrar/plan/record-plan";
import { nodeLabel } from "../../../../lambda/dns-registrar/zone/names";
import { settings } from "../rig";
import { addressSet, idOf, markValue, nameOf, published, type Scene, situationOf } from "../situations";

const node = idOf(1);
const name = nameOf(node);

function farewell(scene: Scene) {
    return planFarewell(situationOf({ sets: published(node), ...scene }), settings);
}

describe("the plan for a cluster that is being removed", () => {
    it("withdraws the name of a node that nobody lists, whatever guards would say", () => {
        const { changes, withheld } = farewell({ desired: 40, known: [] });

        assert.deepEqual(changes, [
            {
                kind: "withdraw",
                name,
                changes: [
                    { action: "DELETE", name, type: "A", ttl: 60, values: ["198.18.0.7"] },
                    { action: "DELETE", name, type: "TXT", ttl: 60, values: [markValue()] },
                ],
            },
        ]);
        assert.deepEqual(withheld, []);
    });

    it("withdraws an IPv6 address as well", () => {
        const ipv6 = { ...addressSet(node, "2001:db8::7"), type: "AAAA" };
        const [plan] = farewell({ sets: [...published(node), ipv6] }).changes;

        assert.deepEqual(
            plan?.changes.map(({ type }) => type),
            ["A", "AAAA", "TXT"],
        );
    });

    for (const [state, withdrawn] of [
        ["InService", false],
        ["Standby", false],
        ["EnteringStandby", false],
        ["Terminating:Wait", false],
        ["Terminating:Retained", false],
        ["Warmed:Pending:Wait", false],
        ["Dreaming", false],
        ["Terminating:Proceed", true],
        ["Detached", true],
        ["Warmed:Stopped", true],
    ] as const) {
        it(`${withdrawn ? "withdraws" : "keeps"} the name of a node in ${state}`, () => {
            assert.equal(farewell({ nodes: { [node]: state } }).changes.length, withdrawn ? 1 : 0);
        });
    }

    it("withdraws the name of a node that is gone from EC2, whatever its group still lists", () => {
        assert.equal(farewell({ nodes: { [node]: "InService" }, ec2: { [node]: "gone" } }).changes.length, 1);
    });

    it("publishes and moves nothing", () => {
        const nodes = { [node]: "InService", [idOf(2)]: "InService" };

        assert.deepEqual(farewell({ nodes, ec2: { [node]: "198.18.0.8", [idOf(2)]: "198.18.0.9" } }).changes, []);
    });

    it("leaves names of others alone", () => {
        const sets = [...published(node, "203.0.113.9", { owner: "00000001" }), addressSet(idOf(2), "203.0.113.9")];

        assert.deepEqual(farewell({ sets }).changes, []);
    });

    it("withdraws nothing after an incomplete read, and says which names stay", () => {
        const { changes, withheld } = farewell({ complete: false });

        assert.deepEqual(changes, []);
        assert.deepEqual(withheld, [{ label: nodeLabel(node), guard: "incomplete-read" }]);
    });
});
