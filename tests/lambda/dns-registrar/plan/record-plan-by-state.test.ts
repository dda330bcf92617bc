import * as assert from "node:assert/strict";
import { idOf, markValue, nameOf, planBeside, published, type Scene } from "../situations";

const node = idOf(1);
const name = nameOf(node);
const noRecord: Scene["sets"] = [];
const record = published(node);
const freshMark = '"mc1;o=3cc518fd;g=74dbec17;t=6acf4e47"';
const publication = [
    { action: "CREATE", name, type: "A", ttl: 60, values: ["198.18.0.7"] },
    { action: "CREATE", name, type: "TXT", ttl: 60, values: [freshMark] },
];
const withdrawal = [
    { action: "DELETE", name, type: "A", ttl: 60, values: ["198.18.0.7"] },
    { action: "DELETE", name, type: "TXT", ttl: 60, values: [markValue()] },
];

describe("plan by lifecycle state", () => {
    const rows: readonly [state: string, withoutRecord: readonly object[], withRecord: readonly object[]][] = [
        ["Pending", [], withdrawal],
        ["Pending:Wait", [], withdrawal],
        ["Pending:Proceed", [], withdrawal],
        ["InService", publication, []],
        ["EnteringStandby", [], []],
        ["Standby", [], []],
        ["Terminating", [], []],
        ["Terminating:Wait", [], []],
        ["Terminating:Retained", [], []],
        ["Terminating:Proceed", [], withdrawal],
        ["Terminated", [], withdrawal],
        ["Detaching", [], withdrawal],
        ["Detached", [], withdrawal],
        ["Warmed:Pending:Wait", [], []],
        ["Warmed:Pending", [], withdrawal],
        ["Warmed:Pending:Proceed", [], withdrawal],
        ["Warmed:Stopped", [], withdrawal],
        ["Warmed:Running", [], withdrawal],
        ["Warmed:Hibernated", [], withdrawal],
        ["Warmed:Terminating", [], withdrawal],
        ["Warmed:Terminating:Wait", [], withdrawal],
        ["Warmed:Terminating:Proceed", [], withdrawal],
        ["Warmed:Terminated", [], withdrawal],
        ["Dreaming", [], []],
    ];
    for (const [state, withoutRecord, withRecord] of rows) {
        it(`${withoutRecord.length > 0 ? "publishes" : "publishes nothing for"} a node in ${state}`, () => {
            const { changes } = planBeside(node, { nodes: { [node]: state }, sets: noRecord });

            assert.deepEqual(
                changes.flatMap((group) => group.changes),
                withoutRecord,
            );
        });

        it(`${withRecord.length > 0 ? "withdraws" : "keeps"} the record of a node in ${state}`, () => {
            const { changes } = planBeside(node, { nodes: { [node]: state }, sets: record });

            assert.deepEqual(
                changes.flatMap((group) => group.changes),
                withRecord,
            );
        });
    }

    it("tells nodes whose state is not known", () => {
        assert.deepEqual(planBeside(node, { nodes: { [node]: "Dreaming" } }).undecided, [node]);
    });
});

describe("plan by transition of the warm pool", () => {
    const rows = [
        ["a cold start into service", "EC2", "AutoScalingGroup", "InService", noRecord, publication],
        ["a pool that is filled", "EC2", "WarmPool", "Warmed:Pending:Wait", noRecord, []],
        ["a warm start into service", "WarmPool", "AutoScalingGroup", "InService", noRecord, publication],
        ["a scale-in that ends", "AutoScalingGroup", "EC2", undefined, record, withdrawal],
        ["a scale-in that drains", "AutoScalingGroup", "EC2", "Terminating:Wait", record, []],
        ["a return to the pool that drains", "AutoScalingGroup", "WarmPool", "Warmed:Pending:Wait", record, []],
        ["a return to the pool that ends", "AutoScalingGroup", "WarmPool", "Warmed:Stopped", record, withdrawal],
        ["a pool that shrinks", "WarmPool", "EC2", "Warmed:Terminating:Wait", noRecord, []],
        ["a pooled node of which nothing is stated", undefined, undefined, "Warmed:Stopped", noRecord, []],
    ] as const;
    for (const [what, origin, destination, state, sets, expected] of rows) {
        it(`is right for ${what} (${origin} to ${destination})`, () => {
            const nodes = state === undefined ? {} : { [node]: state };
            const { changes } = planBeside(node, { nodes, sets, terminating: [node] });

            assert.deepEqual(
                changes.flatMap((group) => group.changes),
                expected,
            );
        });
    }
});
