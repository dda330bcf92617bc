import * as assert from "node:assert/strict";
import type { FakeGroup } from "../../support/aws-servers/fleet";
import { type Rig, startRig } from "./rig";
import { addressSet, groupName, idOf, nameOf, published } from "./situations";

const call = { source: "mc.registrar", reason: "operator" };

describe("direct runs of other modes, with the real AWS clients", () => {
    let rig: Rig;
    let group: FakeGroup;

    beforeEach(async () => {
        rig = await startRig({ webhook: true });
        group = rig.aws.fleet.addGroup(groupName);
    });
    afterEach(() => rig.stop());

    function launch(state = "InService"): string {
        if (state === "InService") group.desired += 1;
        return rig.aws.fleet.launch(group, state);
    }

    it("report every name and what would change, and change nothing", async () => {
        const [known, fresh, pooled] = [launch(), launch(), launch("Warmed:Stopped")];
        const [vanished, foreign] = [idOf(900), idOf(901)];
        const sets = [
            ...published(known, "198.18.0.2"),
            ...published(pooled),
            ...published(vanished),
            addressSet(foreign, "203.0.113.9"),
        ];
        for (const set of sets) rig.aws.zone.put(set);

        const report = await rig.direct({ ...call, mode: "report" });

        const label = (id: string) => nameOf(id).split(".")[0];
        const node = { group: groupName, lifecycleState: "InService" };
        const named = { name: nameOf(known), address: "198.18.0.2", generation: 1_791_967_287 };
        assert.deepEqual("details" in report && report.details, {
            nodes: [
                { ...node, instanceId: known, ...named, ipv6: null },
                { ...node, instanceId: fresh, name: null, address: null, ipv6: null, generation: null },
                {
                    ...node,
                    instanceId: pooled,
                    lifecycleState: "Warmed:Stopped",
                    ...named,
                    name: nameOf(pooled),
                    address: "198.18.0.7",
                    ipv6: null,
                },
            ],
            changes: [
                { kind: "withdraw", name: nameOf(pooled) },
                { kind: "publish", name: nameOf(fresh) },
            ],
            foreign: [label(foreign)],
            withheld: [{ label: label(vanished), guard: "first-look" }],
        });
        assert.deepEqual([rig.aws.zone.applied.length, rig.aws.messages.length, rig.measured.size], [0, 0, 0]);
        assert.equal("created" in report && report.created, 0);
    });

    it("report the same for a trial of a reconciliation", async () => {
        launch();

        const report = await rig.direct({ ...call, mode: "reconcile", dryRun: true });

        assert.equal("details" in report && report.details?.changes.length, 1);
        assert.deepEqual(rig.aws.zone.all(), []);
    });

    it("withdraw all names without guards when the cluster goes, and tell the application", async () => {
        const ids = Array.from({ length: 12 }, () => launch());
        await rig.direct();
        rig.aws.fleet.groups.splice(0);
        rig.aws.zone.put(addressSet(idOf(901), "203.0.113.9"));

        const report = await rig.direct({ ...call, mode: "farewell", tf: { action: "delete" } });

        assert.equal("deleted" in report && report.deleted, 12);
        assert.deepEqual(
            rig.aws.zone.all().map(({ values }) => values),
            [["203.0.113.9"]],
        );
        const ended = rig.announced().filter(({ type }) => type === "node.deleted");
        assert.deepEqual(ended.map(({ node }) => node.instanceId).sort(), ids.sort());
    });

    it("ask nobody anything while the cluster is only being made", async () => {
        launch();

        assert.deepEqual(await rig.direct({ ...call, mode: "farewell", tf: { action: "create" } }), { standby: true });
        assert.deepEqual(rig.aws.calls, []);
    });

    it("keep the names of nodes that serve or drain when the cluster is told to go too early", async () => {
        const [serves, drains, pooled] = [launch(), launch(), launch()];
        await rig.direct();
        rig.aws.fleet.move(group, drains, "Terminating:Wait");
        rig.aws.fleet.move(group, pooled, "Warmed:Stopped");

        await rig.direct({ ...call, mode: "drain-all" });

        assert.deepEqual(
            [serves, drains, pooled].map((id) => rig.aws.zone.valuesAt(nameOf(id), "A").length),
            [1, 1, 0],
        );
    });

    it("end well when the zone went first", async () => {
        rig.aws.fail("ListResourceRecordSets", { status: 404, code: "NoSuchHostedZone", message: "No hosted zone" });

        const report = await rig.direct({ ...call, mode: "drain-all" });

        assert.equal("deleted" in report && report.deleted, 0);
    });

    it("fail when names could not be read before the cluster goes, so that none stays behind", async () => {
        for (const set of published(idOf(900))) rig.aws.zone.put(set);
        rig.aws.fail("DescribeAutoScalingGroups", { status: 403, code: "AccessDenied", message: "No" });

        await assert.rejects(rig.direct({ ...call, mode: "drain-all" }), { name: "RunIncompleteError" });
        assert.equal(rig.aws.zone.all().length, 2);
    });

    it("refuse to delete 12 of 40 names at once until somebody allows it, for one run", async () => {
        const ids = Array.from({ length: 40 }, () => launch());
        await rig.direct();
        await rig.clock.sleep(300_000);
        for (const id of ids.slice(0, 12)) rig.aws.fleet.forget(group, id);
        await rig.direct();
        await rig.clock.sleep(300_000);

        const refused = await rig.direct();
        assert.deepEqual("refusals" in refused && refused.refusals, { "mass-delete": 12 });
        assert.deepEqual(rig.measured.get("MassDeleteRefused"), [0, 12, 12]);

        const allowed = await rig.direct({
            ...call,
            mode: "reconcile",
            allowMassDeleteOnce: { reason: "instances were detached", owner: "platform-team" },
        });
        assert.equal("deleted" in allowed && allowed.deleted, 12);
        assert.ok(rig.lines.some(({ message }) => message === "Many deletes at once are allowed for this run."));
    });
});

describe("what the metrics tell, with the real AWS clients", () => {
    let rig: Rig;
    let group: FakeGroup;

    beforeEach(async () => {
        rig = await startRig();
        group = rig.aws.fleet.addGroup(groupName, { desired: 1 });
    });
    afterEach(() => rig.stop());

    it("is drift when the schedule finds what no event told of, and none afterwards", async () => {
        rig.aws.fleet.launch(group);

        await rig.direct();
        await rig.direct();

        assert.deepEqual(rig.measured.get("Drift"), [1, 0]);
    });

    it("is no drift in runs that are not the schedule's", async () => {
        rig.aws.fleet.launch(group);

        await rig.direct({ source: "mc.registrar", mode: "reconcile", reason: "deployment" });

        assert.equal(rig.measured.has("Drift"), false);
    });

    it("is a node without an address after five minutes, not before", async () => {
        const id = rig.aws.fleet.launch(group);
        rig.aws.fleet.instance(id).publicIp = undefined;

        await rig.direct();
        await rig.clock.sleep(300_000);
        await rig.direct();

        assert.deepEqual(rig.measured.get("NoAddress"), [0, 1]);
        assert.deepEqual(rig.measured.get("NeedsAttention"), [0, 1]);
    });

    it("is every throttled call", async () => {
        rig.aws.fleet.launch(group);
        rig.aws.fail(
            "ChangeResourceRecordSets",
            { status: 400, code: "Throttling", message: "Rate exceeded" },
            { times: 3 },
        );

        await rig.direct();

        assert.deepEqual(rig.measured.get("ThrottledCalls"), [3]);
    });

    it("is a foreign name in the place of ours", async () => {
        rig.aws.zone.put(addressSet(rig.aws.fleet.launch(group), "203.0.113.9"));

        await rig.direct();

        assert.deepEqual(rig.measured.get("ForeignRecord"), [1]);
        // The name itself, and the node that cannot get it.
        assert.deepEqual(rig.measured.get("NeedsAttention"), [2]);
    });

    for (const [names, near] of [
        [9000, 0],
        [9001, 1],
    ] as const) {
        it(`is ${near === 1 ? "a" : "no"} zone near its limit of 10,000 record sets at ${names}`, async () => {
            for (let number = 0; number < names; number += 1) {
                rig.aws.zone.put({
                    name: `m-${number.toString(16).padStart(12, "0")}.nodes.example.com`,
                    type: "A",
                    ttl: 60,
                    values: ["203.0.113.9"],
                });
            }

            await rig.direct();

            assert.deepEqual(rig.measured.get("ZoneNearLimit"), [near]);
        }).timeout(30_000);
    }

    it("is the age of the oldest message, and messages that nobody understands", async () => {
        await rig.clock.sleep(10_000);

        await rig.serve("{}", "no");

        assert.deepEqual(rig.measured.get("UnknownEvent"), [2]);
        assert.deepEqual(rig.measured.get("OldestEventSeconds"), [9.488]);
    });
});

describe("nodes with IPv6, with the real AWS clients", () => {
    let rig: Rig;
    let group: FakeGroup;
    let id: string;
    const shown = (type: string) => rig.aws.zone.valuesAt(nameOf(id), type);

    beforeEach(async () => {
        rig = await startRig();
        group = rig.aws.fleet.addGroup(groupName, { desired: 1 });
        id = rig.aws.fleet.launch(group);
        rig.aws.fleet.instance(id).ipv6 = "2001:db8::7";
        await rig.direct();
    });
    afterEach(() => rig.stop());

    it("get both kinds of address and one mark, in one batch", () => {
        assert.deepEqual([shown("A"), shown("AAAA"), rig.aws.zone.all().length], [["198.18.0.2"], ["2001:db8::7"], 3]);
        assert.equal(rig.aws.zone.applied.length, 1);
    });

    it("lose all three when they go", async () => {
        rig.aws.fleet.terminate(group, id);

        await rig.direct();

        assert.deepEqual(rig.aws.zone.all(), []);
    });

    it("keep the mark when one address changes, comes or goes", async () => {
        const mark = shown("TXT");
        for (const ipv6 of ["2001:db8::8", undefined, "2001:db8::9"]) {
            rig.aws.fleet.instance(id).ipv6 = ipv6;
            await rig.direct();
            assert.deepEqual([shown("A"), shown("AAAA")], [["198.18.0.2"], ipv6 === undefined ? [] : [ipv6]]);
        }
        assert.deepEqual(shown("TXT"), mark);
    });

    it("are not changed for another spelling of the same address", async () => {
        const calls = rig.aws.count("ChangeResourceRecordSets");
        rig.aws.fleet.instance(id).ipv6 = "2001:DB8:0:0:0:0:0:7";

        await rig.direct();

        assert.equal(rig.aws.count("ChangeResourceRecordSets"), calls);
    });
});
