import * as assert from "node:assert/strict";
import { type Measures, measureRun } from "../../../lambda/dns-registrar/measures";
import type { Guard } from "../../../lambda/dns-registrar/plan/delete-guards";
import { nothingPlanned, type Plan } from "../../../lambda/dns-registrar/plan/record-plan";
import { type RunReport, summarise } from "../../../lambda/dns-registrar/report";
import type { RunTotals } from "../../../lambda/dns-registrar/run";
import type { KnownNode } from "../../../lambda/dns-registrar/store/known-node";
import type { Look } from "../../../lambda/dns-registrar/world/look";
import type { Applied } from "../../../lambda/dns-registrar/zone/apply";
import type { ChangeGroup } from "../../../lambda/dns-registrar/zone/changes";
import { nodeLabel } from "../../../lambda/dns-registrar/zone/names";
import { recordingMeasures, startOfTests } from "./rig";
import { addressSet, idOf, nameOf, published, type Scene, situationOf } from "./situations";

const now = Math.floor(startOfTests / 1000);
const node = idOf(1);

interface Run extends Scene {
    readonly plan?: Partial<Plan>;
    readonly found?: Partial<Plan>;
    readonly applied?: Partial<Applied>;
    readonly look?: Partial<Look>;
    readonly totals?: Partial<RunTotals>;
    readonly mode?: "reconcile" | "report";
    readonly reason?: string;
}

function reportOf({ plan = {}, found = {}, applied, look, totals, mode = "reconcile", ...scene }: Run = {}): RunReport {
    const situation = situationOf(scene);
    const seen = {
        situation,
        zoneRead: true,
        groupsRead: true,
        tableRead: true,
        listedSets: 0,
        zoneGone: false,
        ...look,
    };
    const pass = {
        look: seen,
        plan: { ...nothingPlanned, ...plan },
        found: { ...nothingPlanned, ...found },
        applied: { done: [], failed: [], stopped: false, ...applied },
        waiting: new Set<string>(),
        interrupted: false,
    };
    const none = { done: [], changeCalls: 0, hooksCompleted: 0, hooksExtended: 0, announced: 0, throttled: 0 };
    return summarise({ id: "run", mode, reason: scene.reason ?? "schedule" }, pass, { ...none, ...totals });
}

function change(number: number): ChangeGroup {
    return { kind: "publish", name: nameOf(idOf(number)), changes: [] };
}

const withheld = (guard: Guard) => ({ label: nodeLabel(node), guard });
const withoutAddressFor = (seconds: number): Run => ({
    nodes: { [node]: "InService" },
    known: [{ label: nodeLabel(node), noAddressSince: now - seconds }],
    plan: { withoutAddress: [node] },
});

describe("what needs attention", () => {
    for (const [what, run] of [
        ["a delete that a guard of the group stops", { plan: { withheld: [withheld("mass-delete")] } }],
        ["a name of a group that is not served", { plan: { withheld: [withheld("group-missing")] } }],
        ["a group that looks empty", { plan: { withheld: [withheld("empty-group")] } }],
        ["a foreign name", { sets: [addressSet(node, "203.0.113.9")] }],
        ["a node whose name is taken", { plan: { blocked: [node] } }],
        ["a node in an unknown state", { plan: { undecided: [node] } }],
        ["a node that has had no address for five minutes", withoutAddressFor(300)],
        ["a name that Route 53 refuses", { applied: { failed: [change(1)] } }],
        ["a node that its group retains", { nodes: { [node]: "Terminating:Retained" } }],
        ["a node that its pool retains", { nodes: { [node]: "Warmed:Pending:Retained" } }],
        ["a zone near its limit", { look: { listedSets: 9001 } }],
    ] as const satisfies readonly (readonly [string, Run])[]) {
        it(`is ${what}`, () => assert.equal(reportOf(run).needsAttention, 1));
    }

    for (const [what, run] of [
        ["a name that is too young", { plan: { withheld: [withheld("too-young")] } }],
        ["a name that has to be seen twice", { plan: { withheld: [withheld("first-look")] } }],
        ["a read that is missing a part", { plan: { withheld: [withheld("incomplete-read")] } }],
        ["a node that has had no address for a moment", withoutAddressFor(299)],
        ["a zone that is not near its limit", { look: { listedSets: 9000 } }],
        ["a drain", { nodes: { [node]: "Terminating:Wait" } }],
        ["a change that a run makes", { found: { changes: [change(1)] } }],
    ] as const satisfies readonly (readonly [string, Run])[]) {
        it(`is not ${what}`, () => assert.equal(reportOf(run).needsAttention, 0));
    }
});

describe("drift", () => {
    it("is what the run found before it changed anything, and what it cannot change", () => {
        const changes = [change(1), change(2)];

        assert.equal(reportOf({ found: { changes } }).drift, 2);
        assert.equal(reportOf({ found: { changes }, plan: { withheld: [withheld("mass-delete")] } }).drift, 3);
        assert.equal(reportOf(withoutAddressFor(300)).drift, 1);
    });

    it("is not what passes by itself", () => {
        assert.equal(reportOf({ plan: { withheld: [withheld("too-young"), withheld("first-look")] } }).drift, 0);
        assert.equal(reportOf(withoutAddressFor(299)).drift, 0);
    });
});

describe("the report of a run", () => {
    it("counts refused deletes by guard", () => {
        const list = (["mass-delete", "mass-delete", "too-young"] as const).map(withheld);
        const { refused, refusals } = reportOf({ plan: { withheld: list } });

        assert.deepEqual([refused, refusals], [3, { "mass-delete": 2, "too-young": 1 }]);
    });

    it("tells a run that had to stop from one with refused names", () => {
        const failed = [change(1)];

        assert.deepEqual(
            [reportOf({ applied: { failed } }), reportOf({ applied: { failed, stopped: true } })].map((report) => [
                report.failed,
                report.stopped,
            ]),
            [
                [1, false],
                [1, true],
            ],
        );
    });

    it("tells whether everything could be read, and whether it was remembered", () => {
        const { complete, remembered } = reportOf({ complete: false, look: { tableRead: false } });

        assert.deepEqual([complete, remembered], [false, false]);
    });

    it("holds the share of its time that the longest drain has used, and no launch", () => {
        const nodes = { [idOf(1)]: "Terminating:Wait", [idOf(2)]: "Terminating:Wait", [idOf(3)]: "Pending:Wait" };
        const held = (number: number, waitingFor: "drain" | "launch", seconds: number): KnownNode => ({
            label: nodeLabel(idOf(number)),
            waitingFor,
            waitingSince: now - seconds,
        });
        const known = [held(1, "drain", 1800), held(2, "drain", 3600), held(3, "launch", 7200)];

        assert.equal(reportOf({ nodes, known }).drainUsedPercent, 50);
        assert.equal(reportOf().drainUsedPercent, 0);
    });

    it("lists names and nodes only when it was asked for without changes", () => {
        const ipv6 = { ...addressSet(node, "2001:db8::7"), type: "AAAA" };
        const nodes = {
            [node]: "Terminating:Wait",
            [idOf(2)]: "InService",
            [idOf(3)]: "Pending",
            [idOf(4)]: "Standby",
        };
        const scene = { nodes, sets: [...published(node), ipv6] };

        assert.equal(reportOf(scene).details, undefined);
        assert.deepEqual(
            reportOf({ ...scene, mode: "report" }).details?.nodes.map(({ instanceId, name, address, ipv6 }) => [
                instanceId,
                name,
                address,
                ipv6,
            ]),
            [
                [node, nameOf(node), "198.18.0.7", "2001:db8::7"],
                [idOf(2), null, null, null],
            ],
        );
    });
});

describe("the metrics of a run", () => {
    // Every number is another one, so that none can stand for another.
    const report: RunReport = {
        reason: "events",
        complete: true,
        remembered: true,
        stopped: false,
        groups: 1,
        nodes: 2,
        records: 3,
        created: 4,
        repaired: 5,
        moved: 6,
        deleted: 7,
        failed: 8,
        foreign: 9,
        blocked: 10,
        withoutAddress: 11,
        undecided: 12,
        refused: 13,
        refusals: { "mass-delete": 14, "too-young": 15 },
        drift: 16,
        needsAttention: 17,
        longWithoutAddress: 18,
        zoneNearLimit: true,
        changeCalls: 19,
        throttled: 20,
        hooksCompleted: 21,
        hooksExtended: 22,
        announced: 23,
        drainUsedPercent: 24,
    };
    const expected = {
        ChangeCalls: [19],
        RecordsCreated: [4],
        RecordsDeleted: [7],
        ThrottledCalls: [20],
        HookCompletions: [21],
        AnnouncementsQueued: [23],
        ForeignRecord: [9],
        NoAddress: [18],
        MassDeleteRefused: [14],
        ZoneNearLimit: [1],
        NeedsAttention: [17],
        DrainUsedPercent: [24],
    };

    function measured(run: RunReport): Record<string, readonly number[]> {
        const { measures, measured } = recordingMeasures();
        measureRun(run, measures);
        return Object.fromEntries(measured);
    }

    it("are its numbers under their names", () => assert.deepEqual(measured(report), expected));

    it("hold drift for the schedule alone, and the time to sync where it was waited for", () => {
        assert.deepEqual(measured({ ...report, reason: "schedule", insyncSeconds: 25 }), {
            ...expected,
            Drift: [16],
            EventToInsyncSeconds: [25],
        });
    });

    it("are zero where nothing was refused", () => {
        const { MassDeleteRefused, ZoneNearLimit } = measured({ ...report, refusals: {}, zoneNearLimit: false });

        assert.deepEqual([MassDeleteRefused, ZoneNearLimit], [[0], [0]]);
    });

    it("are sent, once for each run", () => {
        let sent = 0;
        const counting = {
            addMetric: () => undefined,
            publishStoredMetrics: () => {
                sent += 1;
            },
        };

        measureRun(report, counting as unknown as Measures);

        assert.equal(sent, 1);
    });
});
