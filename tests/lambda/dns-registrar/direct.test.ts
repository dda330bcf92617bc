import * as assert from "node:assert/strict";
import type { DirectAnswer } from "../../../lambda/dns-registrar/messages/invocations";
import type { FakeGroup } from "../../support/aws-servers/fleet";
import { type Rig, startOfTests, startRig } from "./rig";
import { addressSet, groupName, idOf, markSet, nameOf, published } from "./situations";

const reconcile = { source: "mc.registrar", mode: "reconcile", reason: "schedule" };

describe("direct runs, with the real AWS clients", () => {
    let rig: Rig;
    let group: FakeGroup;

    beforeEach(async () => {
        rig = await startRig();
        group = rig.aws.fleet.addGroup(groupName);
    });
    afterEach(() => rig.stop());

    function run(event: unknown = reconcile): Promise<DirectAnswer> {
        return rig.direct(event);
    }

    function launch(count: number): string[] {
        group.desired += count;
        return Array.from({ length: count }, () => rig.aws.fleet.launch(group));
    }

    it("report what they found and did", async () => {
        const [stays, comes, moves] = launch(3) as [string, string, string];
        const pooled = rig.aws.fleet.launch(group, "Warmed:Stopped");
        const [half] = launch(1) as [string];
        const vanished = idOf(900);
        const foreign = idOf(901);
        const sets = [
            ...published(stays, "198.18.0.2"),
            ...published(moves, "198.18.77.7"),
            ...published(pooled),
            ...published(vanished),
            markSet(half),
            addressSet(foreign, "203.0.113.9"),
        ];
        for (const set of sets) rig.aws.zone.put(set);

        assert.deepEqual(await run(), {
            reason: "schedule",
            complete: true,
            remembered: true,
            stopped: false,
            groups: 1,
            nodes: 5,
            records: 5,
            created: 1,
            repaired: 1,
            moved: 1,
            deleted: 1,
            failed: 0,
            foreign: 1,
            blocked: 0,
            withoutAddress: 0,
            undecided: 0,
            refused: 1,
            refusals: { "first-look": 1 },
            drift: 4,
            needsAttention: 1,
            longWithoutAddress: 0,
            zoneNearLimit: false,
            changeCalls: 1,
            throttled: 0,
            hooksCompleted: 0,
            hooksExtended: 0,
            announced: 0,
            drainUsedPercent: 0,
        });
        assert.deepEqual(
            [stays, comes, moves, half].map((id) => rig.aws.zone.valuesAt(nameOf(id), "A")),
            [["198.18.0.2"], ["198.18.0.3"], ["198.18.0.4"], ["198.18.0.6"]],
        );
        assert.equal(rig.aws.zone.all().length, 11);

        await rig.clock.sleep(300_000);
        const report = await run();
        assert.deepEqual("deleted" in report && [report.deleted, report.drift], [1, 1]);
        assert.equal(rig.aws.zone.all().length, 9);
    });

    it("change nothing the second time", async () => {
        launch(3);
        await run();

        await run();

        assert.equal(rig.aws.zone.applied.length, 1);
    });

    it("find nodes that no event told of", async () => {
        const ids = launch(2);

        await run();

        assert.deepEqual(
            ids.map((id) => rig.aws.zone.valuesAt(nameOf(id), "A").length),
            [1, 1],
        );
    });

    for (const state of ["shutting-down", "terminated"]) {
        it(`let go of a node that is ${state} while its group still lists it`, async () => {
            const [id] = launch(1) as [string];
            await run();
            rig.aws.fleet.instance(id).state = state;

            await run();

            assert.deepEqual(rig.aws.zone.all(), []);
        });
    }

    it("let go of a young node that EC2 says is terminated, without any event", async () => {
        const [id] = launch(2) as [string];
        await run();
        rig.aws.fleet.terminate(group, id);

        await run();

        assert.equal(rig.aws.zone.all().length, 2);
    });

    it("keep a young name whose node vanished, and let it go once it is 120 s old", async () => {
        const [id] = launch(2) as [string];
        await run();
        rig.aws.fleet.forget(group, id);
        group.desired = 1;

        const report = await run();
        assert.deepEqual("refusals" in report && report.refusals, { "too-young": 1 });
        assert.equal(rig.aws.zone.all().length, 4);
        await rig.clock.sleep(startOfTests + 120_000 - rig.clock.now());
        await run();
        assert.equal(rig.aws.zone.all().length, 2);
    });

    it("refuse to empty a group that wants 40 nodes", async () => {
        group.desired = 40;
        for (const set of Array.from({ length: 40 }, (_, index) => published(idOf(900 + index))).flat())
            rig.aws.zone.put(set);

        const report = await run();

        assert.deepEqual("refusals" in report && report.refusals, { "empty-group": 40 });
        assert.equal(rig.aws.zone.all().length, 80);
    });

    it("empty a group that is being deleted", async () => {
        group.desired = 40;
        group.status = "Delete in progress";
        for (const set of published(idOf(900))) rig.aws.zone.put(set);

        await run();
        await rig.clock.sleep(60_000);
        await run();

        assert.deepEqual(rig.aws.zone.all(), []);
    });

    it("serve two groups at once", async () => {
        const second = rig.aws.fleet.addGroup("pool-prod-next", { desired: 1 });
        const ids = [...launch(1), rig.aws.fleet.launch(second)];

        await run();

        assert.deepEqual(
            ids.map((id) => rig.aws.zone.valuesAt(nameOf(id), "TXT")[0]?.slice(16, 26)),
            ["g=74dbec17", "g=90aae5ae"],
        );
    });

    it("read every page of every answer", async () => {
        rig.aws.pageSize = 2;
        const pooled = [1, 2, 3, 4, 5].map(() => rig.aws.fleet.launch(group, "Warmed:Stopped"));
        for (const set of pooled.flatMap((id) => published(id))) rig.aws.zone.put(set);
        for (const name of ["b", "c", "d", "e"]) rig.aws.fleet.addGroup(name, { desired: 1 });
        for (const other of rig.aws.fleet.groups) rig.aws.fleet.launch(other);

        const report = await run();

        assert.deepEqual(
            "created" in report && [report.groups, report.nodes, report.created, report.deleted],
            [5, 10, 5, 5],
        );
        assert.equal(rig.aws.count("DescribeAutoScalingGroups"), 3);
        assert.equal(rig.aws.count("DescribeWarmPool"), 3);
        assert.equal(rig.aws.count("DescribeInstances"), 5);
        assert.equal(rig.aws.count("ListResourceRecordSets"), 5);
    });

    it("publish 1,000 launches with 2 change calls, and leave them with none and 7 list calls", async () => {
        launch(1000);

        await run();
        assert.equal(rig.aws.count("ChangeResourceRecordSets"), 2);
        assert.equal(rig.aws.zone.all().length, 2000);

        const lists = rig.aws.count("ListResourceRecordSets");
        await run();
        assert.equal(rig.aws.count("ChangeResourceRecordSets"), 2);
        assert.equal(rig.aws.count("ListResourceRecordSets") - lists, 7);
    });

    it("withdraw 1,000 terminated nodes with 2 change calls", async () => {
        const ids = launch(1000);
        for (const set of ids.flatMap((id) => published(id))) rig.aws.zone.put(set);
        for (const id of ids) rig.aws.fleet.terminate(group, id);

        await run();

        assert.equal(rig.aws.count("ChangeResourceRecordSets"), 2);
        assert.deepEqual(rig.aws.zone.all(), []);
    });

    it("end before their deadline and reject when names are left over", async () => {
        launch(1);
        rig.aws.fail(
            "ChangeResourceRecordSets",
            { status: 400, code: "Throttling", message: "Rate exceeded" },
            { times: 8 },
        );

        await assert.rejects(run(), {
            name: "RunIncompleteError",
            message: "1 names could not be changed; the log says why.",
        });
    });

    it("reject when something could not be read", async () => {
        rig.aws.fail("DescribeAutoScalingGroups", { status: 403, code: "AccessDenied", message: "No" });

        await assert.rejects(run(), {
            name: "RunIncompleteError",
            message: "Groups, instances or the zone could not be read completely; nothing was deleted.",
        });
    });

    it("do nothing for an event they do not know", async () => {
        launch(1);

        assert.deepEqual(await run({ source: "mc.registrar", mode: "drain" }), {
            unknown: 1,
            why: 'The mode of a direct run must be "reconcile", "report", "drain-all" or "farewell".',
        });
        assert.deepEqual(rig.aws.calls, []);
    });
});
