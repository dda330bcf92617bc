import * as assert from "node:assert/strict";
import { type Retry, withBackoff } from "../../../lambda/dns-registrar/pace";
import { Registrar } from "../../../lambda/dns-registrar/registrar";
import type { FakeGroup } from "../../support/aws-servers/fleet";
import { addHookedGroup } from "./hooked-group";
import { classic, hook } from "./notices";
import { type Rig, recordingLog, recordingMeasures, settings, startRig } from "./rig";
import { nameOf, published } from "./situations";
import { World } from "./world";

const once: Retry = (call) => call();
const minute = 60_000;
const denied = { status: 403, code: "AccessDenied", message: "No" };

function onlyIncomplete(error: unknown): void {
    assert.equal(error instanceof Error && error.name, "RunIncompleteError");
}

describe("a run when things go wrong at the same time", () => {
    let rig: Rig;
    let group: FakeGroup;
    const extensions = () =>
        rig.aws.fleet.hookCalls.filter(({ action }) => action === "RecordLifecycleActionHeartbeat").length;
    const completions = () =>
        rig.aws.fleet.hookCalls.filter(({ action }) => action === "CompleteLifecycleAction").length;
    const begin = async (options = {}) => {
        rig = await startRig({ webhook: true, ...options });
        group = addHookedGroup(rig);
    };
    afterEach(() => rig.stop());
    function launch(state = "InService"): string {
        if (state === "InService") group.desired += 1;
        const id = rig.aws.fleet.launch(group, state);
        rig.aws.fleet.instance(id).sound = true;
        return id;
    }
    function breakTable(call: "read" | "save"): void {
        Object.assign(rig.connections.services.table, {
            [call]: () => {
                throw new Error("no table");
            },
        });
    }

    const shown = (id: string) => rig.aws.zone.valuesAt(nameOf(id), "A");

    it("does not count a drain from a late message about an earlier one", async () => {
        await begin();
        const id = launch();
        launch();
        await rig.direct();
        const first = hook("TERMINATING", id, {
            Time: new Date(rig.clock.now()).toISOString(),
            Destination: "WarmPool",
        });
        rig.aws.fleet.move(group, id, "Warmed:Pending:Wait");
        await rig.serve(first);
        await rig.clock.sleep(5 * minute);
        rig.aws.fleet.move(group, id, "Warmed:Stopped");
        await rig.direct();
        await rig.clock.sleep(60 * minute);
        rig.aws.fleet.move(group, id, "InService");
        await rig.direct();
        await rig.clock.sleep(10 * minute);
        await rig.direct();
        rig.aws.fleet.move(group, id, "Warmed:Pending:Wait"); // drain begins now
        await rig.serve(first); // late copy: redrive, redelivery
        assert.deepEqual([completions(), shown(id)], [0, ["198.18.0.2"]]);
    });

    for (const [what, fail] of [
        ["the table cannot be read", () => breakTable("read")],
        ["the table cannot be written", () => breakTable("save")],
        ["Route 53 is down", () => rig.aws.fail("ListResourceRecordSets", denied)],
    ] as const) {
        it(`extends a drain in every run while ${what}`, async () => {
            await begin();
            const id = launch();
            launch();
            await rig.direct();
            rig.aws.fleet.move(group, id, "Terminating:Wait");
            for (const runs of [1, 2, 3, 4]) {
                fail();
                await rig.direct().catch(onlyIncomplete);
                await rig.clock.sleep(5 * minute);
                assert.deepEqual([extensions(), completions()], [runs, 0]);
            }
        });
    }

    it("tells the end of a name that nobody remembers although another node was not ready", async () => {
        await begin();
        const id = launch("Warmed:Stopped");
        const slow = launch();
        rig.aws.fleet.instance(slow).publicIp = undefined;
        for (const set of published(id)) rig.aws.zone.put(set);
        await rig.direct();
        assert.deepEqual(shown(id), []);
        assert.deepEqual(
            rig.announced().map(({ type }) => type),
            ["node.deleted"],
        );
    });

    it("tells the end of a name that nobody remembers after a refused batch", async () => {
        await begin();
        const id = launch("Warmed:Stopped");
        const other = launch("Warmed:Stopped");
        for (const set of [...published(id), ...published(other)]) rig.aws.zone.put(set);
        const jam = launch();
        rig.aws.zone.jammed.add(`${nameOf(jam)}.`);
        await rig.direct();
        assert.deepEqual(
            rig.announced().map(({ type }) => type),
            ["node.deleted", "node.deleted"],
        );
    });

    it("serves left events although the answer about them got lost", async () => {
        await begin();
        const crashed = rig.connections.lease("crashed");
        await crashed.take(rig.clock.now(), once);
        await rig.connections.lease("b").leave(["x"], rig.clock.now(), once);
        await rig.clock.sleep(151_000);
        const c = rig.connections.lease("c");
        let tries = 0;
        const lossy: Retry = (call) =>
            withBackoff(rig.clock, { at: Number.POSITIVE_INFINITY }, async () => {
                const answer = await call();
                tries += 1;
                if (tries === 1) throw Object.assign(new Error("lost"), { name: "TimeoutError" });
                return answer;
            });
        assert.deepEqual(await c.take(rig.clock.now(), lossy), ["x"]);
    });
    it("serves events that were left meanwhile although the answer about them got lost", async () => {
        await begin();
        const c = rig.connections.lease("c");
        await c.take(rig.clock.now(), once);
        await rig.connections.lease("b").leave(["x"], rig.clock.now(), once);
        let tries = 0;
        const lossy: Retry = (call) =>
            withBackoff(rig.clock, { at: Number.POSITIVE_INFINITY }, async () => {
                const answer = await call();
                tries += 1;
                if (tries === 1) throw Object.assign(new Error("lost"), { name: "TimeoutError" });
                return answer;
            });
        assert.deepEqual(await c.keep(rig.clock.now(), lossy), ["x"]);
    });
    it("takes no left events with it when it ends in its middle", async () => {
        await begin();
        const crashed = rig.connections.lease("crashed");
        await crashed.take(rig.clock.now(), once);
        await rig.connections.lease("b").leave(["x"], rig.clock.now(), once);
        await rig.clock.sleep(151_000);
        await rig.connections.lease("c").take(rig.clock.now(), once); // and crashes
        await rig.clock.sleep(151_000);
        assert.deepEqual(await rig.connections.lease("d").take(rig.clock.now(), once), ["x"]);
    });

    it("serves events that come in its later rounds", async () => {
        await begin();
        rig.aws.zone.pendingAnswers = 4;
        const ids = [launch()];
        const sleep = rig.clock.sleep.bind(rig.clock);
        const began = rig.clock.now();
        rig.clock.sleep = async (ms) => {
            await sleep(ms);
            if (ms !== 5000 || ids.length >= 4) return;
            const id = launch();
            ids.push(id);
            assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        };
        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", ids[0] ?? "")), []);
        console.log(`took ${rig.clock.now() - began} ms`);
        assert.deepEqual(
            ids.map((id) => shown(id).length),
            [1, 1, 1, 1],
        );
    });

    it("keeps events of others for the next run when its changes are refused for now", async () => {
        await begin();
        rig.aws.zone.pendingAnswers = 2;
        const first = launch();
        let second = "";
        const sleep = rig.clock.sleep.bind(rig.clock);
        rig.clock.sleep = async (ms) => {
            await sleep(ms);
            if (ms !== 5000 || second !== "") return;
            second = launch();
            assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", second)), []);
            rig.aws.fail(
                "ChangeResourceRecordSets",
                { status: 400, code: "Throttling", message: "Rate exceeded" },
                { times: 8 },
            );
        };
        const returned = await rig.serve(classic("EC2_INSTANCE_LAUNCH", first));
        const left = await rig.connections.lease("next").take(rig.clock.now(), once);
        assert.ok(
            (left !== undefined && left.length > 0) || returned.length > 0,
            `shown ${shown(second).length}, left ${left}, returned ${returned}`,
        );
    });

    it("answers no hooks past its deadline", async () => {
        await begin();
        const world = new World();
        const ids = Array.from({ length: 3000 }, () => world.fleet.launch(world.group));
        world.group.desired = 3000;
        await world.run();
        for (const id of ids) world.fleet.move(world.group, id, "Terminating:Wait");
        await world.run();
        await world.clock.sleep(300_000);
        const connections = world.connections();
        const act = connections.services.groups.act;
        (connections.services.groups as { act: typeof act }).act = async (...args) => {
            await world.clock.sleep(60);
            return act(...args);
        };
        const registrar = new Registrar({
            settings,
            connections,
            clock: world.clock,
            log: recordingLog().log,
            measures: recordingMeasures().measures,
        });
        const at = world.clock.now() + 105_000;
        await registrar.run({ id: "r", mode: "reconcile", reason: "schedule" }, { at });
        assert.ok(world.clock.now() <= at + 15_000, `ended ${world.clock.now() - at} ms after its deadline`);
    }).timeout(60000);

    it("fails when names stay behind although the cluster goes", async () => {
        await begin();
        const id = launch();
        await rig.direct();
        rig.aws.fleet.groups.splice(0);
        rig.aws.zone.jammed.add(`${nameOf(id)}.`);
        await assert.rejects(rig.direct({ source: "mc.registrar", mode: "drain-all", reason: "destroy" }));
    });

    it("completes the hook of a node that EC2 has ended already", async () => {
        await begin();
        const id = launch();
        launch();
        await rig.direct();
        rig.aws.fleet.move(group, id, "Terminating:Wait");
        await rig.direct();
        rig.aws.fleet.instance(id).state = "terminated";
        for (const _ of [0, 1, 2]) {
            await rig.clock.sleep(5 * minute);
            await rig.direct();
        }
        assert.deepEqual([shown(id), extensions(), completions()], [[], 1, 1]);
    });

    it("says in its log what the queue refused", async () => {
        await begin();
        launch();
        (rig.connections as { queue: unknown }).queue = {
            send: async () => ({ keys: new Set(), refused: ["InternalError"] }),
        };
        await rig.direct();
        await rig.direct();
        const refusals = rig.lines.filter(({ message }) => message.startsWith("The queue refused announcements"));
        assert.deepEqual(
            refusals.map(({ extra }) => extra),
            [{ codes: ["InternalError"] }, { codes: ["InternalError"] }],
        );
    });
});
