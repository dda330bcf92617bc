import * as assert from "node:assert/strict";
import type { Retry } from "../../../lambda/dns-registrar/pace";
import type { FakeGroup } from "../../support/aws-servers/fleet";
import { classic, hook } from "./notices";
import { type Rig, startRig } from "./rig";
import { groupName, idOf, nameOf, published } from "./situations";

const once: Retry = (call) => call();

describe("runs at the same time, with a real table", () => {
    let rig: Rig;
    let group: FakeGroup;
    const shown = (instanceId: string) => rig.aws.zone.valuesAt(nameOf(instanceId), "A");

    beforeEach(async () => {
        rig = await startRig({ webhook: true });
        group = rig.aws.fleet.addGroup(groupName);
    });
    afterEach(() => rig.stop());

    function launch(): string {
        group.desired += 1;
        return rig.aws.fleet.launch(group);
    }

    it("leave their events to the run that holds the lease, and end without a call", async () => {
        const other = rig.connections.lease("other");
        await other.take(rig.clock.now(), once);
        const id = launch();

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id), hook("TERMINATING", idOf(9))), []);

        assert.deepEqual(rig.aws.calls, []);
        const left = await other.keep(rig.clock.now(), once);
        assert.deepEqual(
            left.map((line) => JSON.parse(line)).map(({ kind, instanceId }) => [kind, instanceId]),
            [
                ["launch", id],
                ["terminate", idOf(9)],
            ].sort(),
        );
    });

    it("serve what was left to a run that crashed", async () => {
        const [stays, goes] = [launch(), idOf(900)];
        for (const set of published(goes)) rig.aws.zone.put(set);
        const crashed = rig.connections.lease("crashed");
        await crashed.take(rig.clock.now(), once);
        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_TERMINATE", goes)), []);
        assert.deepEqual(shown(goes), ["198.18.0.7"]);

        await rig.clock.sleep(151_000);
        await rig.direct();

        // The event backs the delete, so that nobody has to look twice.
        assert.deepEqual([shown(stays), shown(goes)], [["198.18.0.2"], []]);
    });

    it("serve what is left to them while they wait for name servers, at once and once, and give the lease back", async () => {
        rig.aws.zone.pendingAnswers = 6;
        const first = launch();
        let second = "";
        let polls = 0;
        const sleep = rig.clock.sleep.bind(rig.clock);
        rig.clock.sleep = async (milliseconds) => {
            await sleep(milliseconds);
            if (milliseconds !== 5000) return;
            polls += 1;
            if (polls === 2) assert.deepEqual(shown(second), ["198.18.0.3"]);
            if (second !== "") return;
            second = launch();
            assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", second)), []);
        };

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", first)), []);

        assert.deepEqual([shown(first), shown(second)], [["198.18.0.2"], ["198.18.0.3"]]);
        assert.equal(rig.aws.count("DescribeAutoScalingGroups"), 2);
        assert.ok(polls > 2, `${polls} polls`);
        assert.deepEqual(await rig.connections.lease("next").take(rig.clock.now(), once), []);
        assert.deepEqual(
            rig.announced().map(({ type, node }) => [type, node.instanceId]),
            [
                ["node.created", first],
                ["node.created", second],
            ],
        );
    });

    it("wait to the end from the third round on, so that events that trickle in are few changes", async () => {
        rig.aws.zone.pendingAnswers = 8;
        const ids = [launch()];
        const sleep = rig.clock.sleep.bind(rig.clock);
        rig.clock.sleep = async (milliseconds) => {
            await sleep(milliseconds);
            if (milliseconds !== 5000 || ids.length === 8) return;
            const id = launch();
            ids.push(id);
            assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        };

        await rig.serve(classic("EC2_INSTANCE_LAUNCH", ids[0] ?? ""));

        assert.deepEqual(
            ids.filter((id) => shown(id).length === 0),
            [],
        );
        assert.equal(rig.aws.zone.applied.length, 4);
    });

    it("publish all of a hundred launches whose events come in parallel", async () => {
        const ids = Array.from({ length: 100 }, launch);

        const returned = await Promise.all(ids.map((id) => rig.serve(classic("EC2_INSTANCE_LAUNCH", id))));

        assert.deepEqual(returned.flat(), []);
        assert.deepEqual(
            ids.filter((id) => shown(id).length === 0),
            [],
        );
        assert.ok(rig.aws.zone.applied.length <= 3, `${rig.aws.zone.applied.length} change calls`);
    }).timeout(30_000);

    it("make the run that holds the lease look again, when they were called without events", async () => {
        const other = rig.connections.lease("other");
        await other.take(rig.clock.now(), once);

        assert.deepEqual(await rig.direct(), { handedOver: true, reason: "schedule" });
        assert.deepEqual(rig.aws.calls, []);
        assert.deepEqual(await other.keep(rig.clock.now(), once), ["look again"]);
    });

    it("look again for a deployment that ended while they waited for name servers", async () => {
        rig.aws.zone.pendingAnswers = 2;
        const first = launch();
        let second = "";
        const sleep = rig.clock.sleep.bind(rig.clock);
        rig.clock.sleep = async (milliseconds) => {
            await sleep(milliseconds);
            if (milliseconds !== 5000 || second !== "") return;
            second = launch();
            await rig.direct({ source: "mc.registrar", mode: "reconcile", reason: "deployment" });
        };

        await rig.serve(classic("EC2_INSTANCE_LAUNCH", first));

        assert.deepEqual([shown(first), shown(second)], [["198.18.0.2"], ["198.18.0.3"]]);
    });

    it("wait for each other before all names go", async () => {
        for (const set of published(idOf(900))) rig.aws.zone.put(set);
        const other = rig.connections.lease("other");
        await other.take(rig.clock.now(), once);
        const sleep = rig.clock.sleep.bind(rig.clock);
        rig.clock.sleep = async (milliseconds) => {
            await sleep(milliseconds);
            if (rig.clock.sleeps.filter((wait) => wait === 5000).length === 3) await other.giveBack([], once);
        };

        const report = await rig.direct({ source: "mc.registrar", mode: "drain-all" });

        assert.equal("deleted" in report && report.deleted, 1);
        assert.deepEqual(rig.aws.zone.all(), []);
    });

    it("count as done when only the lease cannot be given back", async () => {
        const id = launch();
        rig.connections.lease = () => ({
            take: async () => [],
            leave: async () => false,
            keep: async () => [],
            giveBack: () => Promise.reject(new Error("no table")),
            giveBackWithEvents: () => Promise.reject(new Error("no table")),
        });

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        assert.deepEqual(
            rig.lines.filter(({ level }) => level === "error").map(({ message }) => message),
            ["The lease could not be given back; it ends by itself."],
        );
    });

    it("give the lease back, also when they break", async () => {
        rig.aws.fail("ListResourceRecordSets", { status: 403, code: "AccessDenied", message: "No" });
        await assert.rejects(rig.direct(), { name: "RunIncompleteError" });

        assert.deepEqual(await rig.connections.lease("next").take(rig.clock.now(), once), []);
    });
});

describe("runs without a table", () => {
    it("publish and withdraw as before, infer no delete, and tell nobody", async () => {
        const rig = await startRig({ webhook: true, tableName: "no-such-table" });
        try {
            const group = rig.aws.fleet.addGroup(groupName, { desired: 1 });
            const [fresh, ended, vanished] = [rig.aws.fleet.launch(group), rig.aws.fleet.launch(group), idOf(900)];
            rig.aws.fleet.terminate(group, ended);
            for (const set of [...published(ended), ...published(vanished)]) rig.aws.zone.put(set);

            await assert.rejects(rig.direct(), {
                name: "RunIncompleteError",
                message: "The node table could not be read; names were changed, nobody was told.",
            });

            assert.deepEqual(
                [fresh, ended, vanished].map((id) => rig.aws.zone.valuesAt(nameOf(id), "A")),
                [["198.18.0.2"], [], ["198.18.0.7"]],
            );
            assert.deepEqual(rig.announced(), []);
            const errors = rig.lines.filter(({ level }) => level === "error").map(({ message }) => message);
            assert.deepEqual(errors, [
                "The lease could not be taken; the run goes on without it.",
                "The node table could not be read; nobody is told of nodes in this run.",
            ]);
        } finally {
            await rig.stop();
        }
    });
});
