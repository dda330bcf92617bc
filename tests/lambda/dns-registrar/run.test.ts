import * as assert from "node:assert/strict";
import type { Connections } from "../../../lambda/dns-registrar/services";
import type { FakeGroup } from "../../support/aws-servers/fleet";
import { addHookedGroup } from "./hooked-group";
import { classic, hook } from "./notices";
import { type Rig, startRig } from "./rig";
import { groupName, idOf, nameOf, published } from "./situations";

const denied = { status: 403, code: "AccessDenied", message: "No" };
const minute = 60_000;
type Services = Connections["services"];

describe("a run, with the real AWS clients", () => {
    let rig: Rig;
    let group: FakeGroup;
    const told = () => rig.announced().map(({ type, reason }) => `${type} ${reason}`);
    const shown = (instanceId: string) => rig.aws.zone.valuesAt(nameOf(instanceId), "A");
    const errors = () => rig.lines.filter(({ level }) => level === "error").map(({ message }) => message);

    beforeEach(async () => {
        rig = await startRig({ webhook: true });
        group = addHookedGroup(rig);
    });
    afterEach(() => rig.stop());

    function launch(state = "InService"): string {
        if (state === "InService") group.desired += 1;
        return rig.aws.fleet.launch(group, state);
    }

    /** Replaces one call of a service for the runs that follow. */
    function replace<K extends keyof Services>(service: K, calls: Partial<Services[K]>): () => void {
        const { services } = rig.connections;
        const before = services[service];
        Object.assign(services, { [service]: Object.setPrototypeOf({ ...calls }, before) });
        return () => Object.assign(services, { [service]: before });
    }

    it("announces a node whose address came late, in the same run, with all that is known of its launch", async () => {
        const id = launch();
        rig.aws.fleet.instance(id).publicIp = undefined;
        const sleep = rig.clock.sleep.bind(rig.clock);
        rig.clock.sleep = async (milliseconds) => {
            if (milliseconds === 4000) rig.aws.fleet.instance(id).publicIp = "198.18.9.9";
            await sleep(milliseconds);
        };

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id, { Origin: "WarmPool" })), []);

        const [created] = rig.announced();
        assert.deepEqual(
            [created?.type, created?.node.publicIp, created?.node.warmStart],
            ["node.created", "198.18.9.9", true],
        );
    });

    it("counts as drift what it found first, also when it had to look again for an address", async () => {
        launch();
        const slow = launch();
        rig.aws.fleet.instance(slow).publicIp = undefined;

        await rig.direct();

        assert.deepEqual(rig.measured.get("Drift"), [1]);
    });

    it("waits for a node that is about to come into service when its launch was reported", async () => {
        const id = launch("Pending:Proceed");
        const sleep = rig.clock.sleep.bind(rig.clock);
        rig.clock.sleep = async (milliseconds) => {
            if (milliseconds === 2000) rig.aws.fleet.move(group, id, "InService");
            await sleep(milliseconds);
        };

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        assert.deepEqual(shown(id), ["198.18.0.2"]);
    });

    it("does not look again for an address when its changes cannot be sent", async () => {
        launch();
        rig.aws.fleet.instance(launch()).publicIp = undefined;
        rig.aws.fail("ChangeResourceRecordSets", denied);

        await assert.rejects(rig.direct(), { name: "RunIncompleteError" });

        assert.deepEqual([rig.clock.sleeps, rig.aws.count("ChangeResourceRecordSets")], [[], 1]);
    });

    it("asks no more about a change once its node was announced", async () => {
        launch();
        await rig.direct();
        const asked = rig.aws.count("GetChange");

        await rig.direct();

        assert.equal(rig.aws.count("GetChange"), asked);
    });

    it("waits for name servers no longer than it may take", async () => {
        rig.aws.zone.pendingAnswers = 100;
        const id = launch();
        const deadline = { at: rig.clock.now() + 12_000 };
        const event = { kind: "launch", group: groupName, instanceId: id } as const;

        await rig.registrar.run({ id: "run", mode: "reconcile", reason: "events", events: [event] }, deadline);

        assert.ok(rig.clock.now() < deadline.at);
        assert.equal(rig.aws.count("GetChange"), 3);
    });

    it("measures no time to sync when nothing was changed", async () => {
        const id = launch();
        await rig.direct();

        await rig.serve(classic("EC2_INSTANCE_LAUNCH", id));

        assert.equal(rig.measured.has("EventToInsyncSeconds"), false);
    });

    it("tells nobody of anything that it could not note before", async () => {
        launch();
        const restore = replace("table", { save: () => Promise.reject(new Error("not now")) });

        await rig.direct();
        assert.deepEqual(told(), []);
        assert.ok(errors().includes("The node table could not be written; the next run finds out again."));

        restore();
        await rig.direct();
        assert.deepEqual(told(), ["node.created in-service"]);
    });

    it("overwrites nothing of what it could not read", async () => {
        launch();
        await rig.direct();
        const saved: unknown[] = [];
        replace("table", {
            // biome-ignore lint/correctness/useYield: fails before the first entry
            async *read() {
                throw new Error("not now");
            },
            save: async (remembered) => void saved.push(remembered),
        });
        launch();

        await assert.rejects(rig.direct(), { name: "RunIncompleteError" });

        assert.deepEqual(saved, []);
        assert.equal(told().length, 1);
    });

    it("tells of no end while groups cannot be read, and does so afterwards", async () => {
        const id = launch();
        launch();
        await rig.direct();
        rig.aws.fleet.terminate(group, id);
        rig.aws.fail("SendMessageBatch", denied);
        await rig.direct();
        assert.deepEqual([shown(id), told().length], [[], 2]);

        rig.aws.fail("DescribeAutoScalingGroups", denied);
        await assert.rejects(rig.direct(), { name: "RunIncompleteError" });
        assert.equal(told().length, 2);

        await rig.direct();
        assert.equal(told().at(-1), "node.deleted gone");
    });

    it("counts and notes only what came into the queue, and tells the rest in the next run", async () => {
        const ids = [launch(), launch()];
        const { queue } = rig.connections;
        assert.ok(queue);
        const partly: Connections["queue"] = {
            send: (announcements, retry) => queue.send(announcements.slice(0, 1), retry),
        };
        Object.assign(rig.connections, { queue: partly });

        await rig.direct();
        Object.assign(rig.connections, { queue });
        await rig.direct();
        await rig.direct();

        assert.deepEqual(rig.measured.get("AnnouncementsQueued"), [1, 1, 0]);
        assert.deepEqual(
            rig
                .announced()
                .map(({ node }) => node.instanceId)
                .sort(),
            ids,
        );
    });

    it("tells an end once, and forgets the node then", async () => {
        const id = launch();
        launch();
        await rig.direct();
        rig.aws.fleet.terminate(group, id);

        await rig.direct();
        await rig.clock.sleep(10 * minute);
        await rig.direct();

        assert.deepEqual(rig.measured.get("AnnouncementsQueued"), [2, 1, 0]);
        assert.equal(told().filter((what) => what.startsWith("node.deleted")).length, 1);
    });

    it("says of a drain that its time was over only when it was", async () => {
        const id = launch();
        launch();
        await rig.direct();
        rig.aws.fleet.move(group, id, "Terminating:Wait");
        await rig.direct();
        rig.aws.fleet.instance(id).state = "terminated";

        await rig.direct();

        assert.deepEqual(told().slice(-2), ["node.draining scale-in", "node.deleted scale-in"]);
    });

    it("publishes and announces although the status checks of a late node cannot be read", async () => {
        const late = launch("Pending:Wait");
        rig.aws.fleet.instance(late).sound = true;
        await rig.direct();
        await rig.clock.sleep(9 * minute);
        const id = launch();
        rig.aws.fail("DescribeInstanceStatus", denied);

        await rig.direct();
        assert.deepEqual(
            [shown(id), told(), rig.aws.fleet.hookCalls],
            [["198.18.0.3"], ["node.created in-service"], []],
        );
        assert.deepEqual(errors(), ["The status checks of late nodes could not be read."]);

        await rig.direct();
        assert.equal(rig.aws.fleet.hookCalls.length, 1);
    });

    it("answers the other hooks when one cannot be answered, and says which", async () => {
        const [first, second] = [launch("Warmed:Terminating:Wait"), launch("Warmed:Terminating:Wait")];
        rig.aws.fail("CompleteLifecycleAction", denied);

        await rig.direct();

        assert.deepEqual(
            rig.aws.fleet.hookCalls.map(({ instanceId }) => instanceId),
            [second],
        );
        const line = rig.lines.find(({ level }) => level === "error");
        assert.equal(line?.message, "A hook could not be answered; the next run tries again.");
        assert.ok(JSON.stringify(line?.extra).includes(first));
    });

    it("warns of a hook that it completed for a node, and not of one that no node answers", async () => {
        const id = launch("Warmed:Terminating:Wait");

        await rig.serve(hook("TERMINATING", id, { Origin: "WarmPool", Destination: "EC2" }));

        assert.equal(rig.aws.fleet.hookCalls.length, 1);
        assert.ok(rig.lines.every(({ level }) => level === "info"));
    });

    it("says what it left alone, and why", async () => {
        const [taken, unknown, lacking] = [launch(), launch("Dreaming"), launch()];
        const [address] = published(taken, "203.0.113.9");
        assert.ok(address);
        rig.aws.zone.put(address);
        for (const set of published(idOf(900))) rig.aws.zone.put(set);
        rig.aws.fleet.instance(lacking).publicIp = undefined;

        await rig.direct();

        const warnings = rig.lines.filter(({ level }) => level !== "info");
        assert.deepEqual(
            warnings.map(({ level, message, extra }) => [level, message, extra]),
            [
                [
                    "warn",
                    "Names without a mark of this registrar were left alone.",
                    { labels: [nameOf(taken).split(".")[0]] },
                ],
                [
                    "warn",
                    "Deletes were refused.",
                    { withheld: [{ label: nameOf(idOf(900)).split(".")[0], guard: "first-look" }] },
                ],
                ["warn", "Nodes in service have no address.", { instanceIds: [lacking] }],
                ["error", "Nodes cannot be published: their names are taken.", { instanceIds: [taken] }],
                ["warn", "Nodes are in an unknown lifecycle state.", { instanceIds: [unknown] }],
            ],
        );
    });

    it("extends a drain once in four minutes, however often it runs", async () => {
        const id = launch();
        launch();
        await rig.direct();
        rig.aws.fleet.move(group, id, "Terminating:Wait");
        await rig.direct();
        const extended: number[] = [];
        for (let minutes = 1; minutes <= 9; minutes += 1) {
            await rig.clock.sleep(minute);
            await rig.direct();
            extended.push(rig.aws.fleet.hookCalls.length);
        }

        assert.deepEqual(extended, [1, 1, 1, 2, 2, 2, 2, 3, 3]);
        const reports = rig.lines.flatMap(
            ({ extra }) => (extra as { report?: { hooksExtended: number } })?.report ?? [],
        );
        assert.equal(
            reports.reduce((sum, { hooksExtended }) => sum + hooksExtended, 0),
            3,
        );
    });

    it("completes the hook of a drain that was overdue before its name went, when the call failed at first", async () => {
        const id = launch();
        launch();
        await rig.direct();
        rig.aws.fleet.move(group, id, "Warmed:Pending:Wait");
        await rig.direct();
        await rig.clock.sleep(31 * minute);
        rig.aws.fail("CompleteLifecycleAction", denied);
        await rig.direct();
        const completions = () => rig.aws.fleet.hookCalls.filter(({ action }) => action === "CompleteLifecycleAction");
        assert.deepEqual([shown(id), completions()], [[], []]);

        await rig.direct();

        assert.deepEqual(completions(), [
            { action: "CompleteLifecycleAction", hook: "terminate-drain", instanceId: id, result: "CONTINUE" },
        ]);
    });
});
