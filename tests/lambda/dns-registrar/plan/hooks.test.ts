import * as assert from "node:assert/strict";
import type { FakeGroup } from "../../../support/aws-servers/fleet";
import { addHookedGroup } from "../hooked-group";
import { classic, hook } from "../notices";
import { type Rig, startRig } from "../rig";
import { nameOf } from "../situations";

const minute = 60_000;

describe("lifecycle hooks that nobody else answers, with the real AWS clients", () => {
    let rig: Rig;
    let group: FakeGroup;
    const completions = () =>
        rig.aws.fleet.hookCalls.filter(({ action }) => action === "CompleteLifecycleAction").map(({ hook }) => hook);
    const extensions = () =>
        rig.aws.fleet.hookCalls.filter(({ action }) => action === "RecordLifecycleActionHeartbeat").length;

    beforeEach(async () => {
        rig = await startRig({ webhook: true });
        group = addHookedGroup(rig);
    });
    afterEach(() => rig.stop());

    function launch(state = "InService"): string {
        if (state === "InService") group.desired += 1;
        const id = rig.aws.fleet.launch(group, state);
        rig.aws.fleet.instance(id).sound = true;
        return id;
    }

    async function runAfter(minutes: number): Promise<void> {
        await rig.clock.sleep(minutes * minute);
        await rig.direct();
    }

    it("are completed at once for a node that leaves the pool for good", async () => {
        const id = launch("Warmed:Terminating:Wait");

        await rig.serve(hook("TERMINATING", id, { Origin: "WarmPool", Destination: "EC2" }));

        assert.deepEqual(rig.aws.fleet.hookCalls, [
            { action: "CompleteLifecycleAction", hook: "terminate-drain", instanceId: id, result: "CONTINUE" },
        ]);
        assert.deepEqual(rig.measured.get("HookCompletions"), [1]);
    });

    for (const state of ["Pending:Wait", "Warmed:Pending:Wait"]) {
        it(`are completed late for a node in ${state} that did not, never early`, async () => {
            launch(state);
            await rig.direct();
            await runAfter(7);
            assert.deepEqual(completions(), []);

            await runAfter(1);
            assert.deepEqual(completions(), ["launch-ready"]);
            await runAfter(1);
            assert.deepEqual(completions(), ["launch-ready"]);
        });
    }

    it("are not completed for a launched node that EC2 does not find sound", async () => {
        const id = launch("Pending:Wait");
        rig.aws.fleet.instance(id).sound = false;
        await rig.direct();

        await runAfter(9);

        assert.deepEqual(completions(), []);
    });

    it("wait for the drain, extended every four minutes, until the limit: then the name goes first", async () => {
        const id = launch();
        launch();
        await rig.direct();
        rig.aws.fleet.move(group, id, "Terminating:Wait");
        await rig.serve(hook("TERMINATING", id, { Time: new Date(rig.clock.now()).toISOString() }));
        for (const expected of [1, 2, 3, 4, 5, 6]) {
            assert.deepEqual([extensions(), completions()], [expected, []]);
            assert.deepEqual(rig.aws.zone.valuesAt(nameOf(id), "A"), ["198.18.0.2"]);
            await runAfter(5);
        }
        assert.deepEqual(rig.aws.zone.valuesAt(nameOf(id), "A"), []);
        assert.deepEqual(completions(), ["terminate-drain"]);
        assert.deepEqual(
            rig.announced().map(({ type, reason }) => `${type} ${reason}`),
            ["node.created in-service", "node.created in-service", "node.draining scale-in", "node.deleted deadline"],
        );
        assert.deepEqual(rig.measured.get("DrainUsedPercent")?.slice(1), [0, 17, 33, 50, 67, 83, 100]);
        const warnings = rig.lines.filter(({ message }) => message === "A hook was completed in place of its node.");
        assert.equal(warnings.length, 1);
    });

    it("hold a node whose name cannot be withdrawn, past its limit", async () => {
        const id = launch();
        launch();
        await rig.direct();
        rig.aws.fleet.move(group, id, "Terminating:Wait");
        await rig.direct();
        rig.aws.zone.jammed.add(`${nameOf(id)}.`);

        await runAfter(31);
        assert.deepEqual([completions(), extensions()], [[], 2]);

        rig.aws.zone.jammed.clear();
        await runAfter(5);
        assert.deepEqual(completions(), ["terminate-drain"]);
    });

    it("raise no alarm near the limit of a drain whose sessions nobody counts", async () => {
        const silent = JSON.stringify({ v: 1, cluster: "pool-prod", maxMinutes: 30, endsWithSessions: false });
        group.hooks = [{ name: "terminate-drain", transition: "TERMINATING", heartbeat: 900, metadata: silent }];
        launch("Terminating:Wait");
        await rig.direct();

        await rig.clock.sleep(28 * minute);
        await rig.direct();

        assert.deepEqual(rig.measured.get("DrainUsedPercent"), [0, 0]);
    });

    it("are extended while Route 53 is down, and not completed", async () => {
        const id = launch();
        launch();
        await rig.direct();
        rig.aws.fleet.move(group, id, "Terminating:Wait");
        await rig.direct();
        await rig.clock.sleep(31 * minute);
        rig.aws.fail("ListResourceRecordSets", { status: 403, code: "AccessDenied", message: "No" });

        await assert.rejects(rig.direct(), { name: "RunIncompleteError" });

        assert.deepEqual([completions(), extensions()], [[], 2]);
    });

    it("are completed once for a return to the pool whose drain took too long, and the name goes first", async () => {
        const id = launch();
        launch();
        await rig.direct();
        rig.aws.fleet.move(group, id, "Warmed:Pending:Wait");
        await rig.serve(hook("TERMINATING", id, { Origin: "AutoScalingGroup", Destination: "WarmPool" }));
        await runAfter(10);
        assert.deepEqual([completions(), rig.aws.zone.valuesAt(nameOf(id), "A")], [[], ["198.18.0.2"]]);

        await runAfter(21);
        await runAfter(5);

        assert.deepEqual([completions(), rig.aws.zone.valuesAt(nameOf(id), "A")], [["terminate-drain"], []]);
    });

    it("are tried again by the next run when the call fails", async () => {
        launch("Warmed:Terminating:Wait");
        rig.aws.fail("CompleteLifecycleAction", { status: 403, code: "AccessDenied", message: "No" });

        await rig.direct();
        assert.deepEqual(completions(), []);
        await rig.direct();
        assert.deepEqual(completions(), ["terminate-drain"]);
    });

    it("count as answered when somebody was faster", async () => {
        launch("Warmed:Terminating:Wait");
        rig.aws.fail("CompleteLifecycleAction", {
            status: 400,
            code: "ValidationError",
            message: "No active Lifecycle Action found with instance ID i-1",
        });

        await rig.direct();

        assert.deepEqual(rig.measured.get("HookCompletions"), [0]);
        assert.ok(rig.lines.every(({ level }) => level === "info"));
    });

    for (const foreign of [undefined, "text", "{}", '{"v":2}', "null"]) {
        it(`are left alone when another tool made them (metadata ${foreign})`, async () => {
            group.hooks = [
                {
                    name: "deploy",
                    transition: "TERMINATING",
                    heartbeat: 900,
                    ...(foreign !== undefined && { metadata: foreign }),
                },
            ];
            launch("Warmed:Terminating:Wait");

            await runAfter(60);

            assert.deepEqual(rig.aws.fleet.hookCalls, []);
        });
    }

    it("are not read for groups where nothing waits", async () => {
        const id = launch();

        await rig.serve(classic("EC2_INSTANCE_LAUNCH", id));

        assert.equal(rig.aws.count("DescribeLifecycleHooks"), 0);
    });

    it("raise what needs attention when a node is retained after its hook was abandoned", async () => {
        const id = launch();
        launch();
        await rig.direct();
        rig.aws.fleet.move(group, id, "Terminating:Retained");

        await rig.direct();

        assert.deepEqual(rig.measured.get("NeedsAttention"), [0, 1]);
        assert.deepEqual(rig.aws.zone.valuesAt(nameOf(id), "A"), ["198.18.0.2"]);
        assert.equal(rig.announced().at(-1)?.reason, "retained");
    });
});
