import * as assert from "node:assert/strict";
import type { FakeGroup } from "../../../support/aws-servers/fleet";
import { classic, hook } from "../notices";
import { type Rig, startRig } from "../rig";
import { groupName, nameOf, published } from "../situations";

const metadata = JSON.stringify({ v: 1, cluster: "pool-prod", maxMinutes: 120 });

describe("announcements, with the real AWS clients", () => {
    let rig: Rig;
    let group: FakeGroup;
    const told = () => rig.announced().map(({ type, reason }) => `${type} ${reason}`);

    beforeEach(async () => {
        rig = await startRig({ webhook: true });
        group = rig.aws.fleet.addGroup(groupName, {
            pool: [],
            hooks: [{ name: "terminate-drain", transition: "TERMINATING", heartbeat: 900, metadata }],
        });
    });
    afterEach(() => rig.stop());

    function launch(state?: string): string {
        if (state === undefined) group.desired += 1;
        return rig.aws.fleet.launch(group, state);
    }

    it("tell of a node once its name is in sync, with everything about it", async () => {
        rig.aws.zone.pendingAnswers = 3;
        const id = launch();

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id)), []);

        assert.equal(rig.aws.count("GetChange"), 4);
        assert.deepEqual(
            rig.clock.sleeps.filter((wait) => wait >= 5000),
            [5000, 5000, 5000],
        );
        const [{ id: uuid, ...announcement } = { id: "" }] = rig.announced();
        assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        assert.deepEqual(announcement, {
            version: 1,
            occurredAt: "2026-10-14T09:41:42Z",
            cluster: "pool-prod",
            region: "eu-west-1",
            type: "node.created",
            reason: "in-service",
            group: groupName,
            generation: 1_791_970_887,
            node: {
                instanceId: id,
                name: nameOf(id),
                publicIp: "198.18.0.2",
                privateIp: "10.0.0.2",
                ipv6: null,
                availabilityZone: "eu-west-1b",
                instanceType: "c7g.xlarge",
                warmStart: false,
            },
            dns: { type: "A", ttl: 60, status: "INSYNC" },
            drain: null,
        });
        const [message] = rig.aws.messages;
        assert.equal(message?.group, id);
        assert.equal(message?.deduplicationId, JSON.parse(message?.body ?? "").idempotencyKey);
        assert.match(message?.deduplicationId ?? "", /^[0-9a-f]{64}$/);
    });

    it("wait at most 90 s, and come with the next run then", async () => {
        rig.aws.zone.pendingAnswers = 19;
        const id = launch();

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        assert.deepEqual([told(), rig.aws.count("GetChange")], [[], 18]);

        await rig.direct();
        assert.deepEqual([told(), rig.aws.count("ChangeResourceRecordSets")], [["node.created in-service"], 1]);
    });

    it("are not made while name servers cannot be asked, and names do not wait for that", async () => {
        const id = launch();
        rig.aws.fail("GetChange", { status: 403, code: "AccessDenied", message: "No" });

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        assert.deepEqual([told(), rig.aws.zone.valuesAt(nameOf(id), "A")], [[], ["198.18.0.2"]]);

        await rig.direct();
        assert.deepEqual(told(), ["node.created in-service"]);
    });

    it("come with the next run when the queue is down, and names do not wait for that", async () => {
        const id = launch();
        rig.aws.fail("SendMessageBatch", { status: 403, code: "AccessDenied", message: "No" });

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        assert.deepEqual([told(), rig.aws.zone.valuesAt(nameOf(id), "A")], [[], ["198.18.0.2"]]);

        await rig.direct();
        assert.deepEqual(told(), ["node.created in-service"]);
    });

    it("say until when a node drains, then that its name is gone", async () => {
        const id = launch();
        launch();
        await rig.direct();
        rig.aws.fleet.move(group, id, "Terminating:Wait");
        await rig.clock.sleep(60_000);
        const at = new Date(rig.clock.now() - 5000).toISOString();

        await rig.serve(hook("TERMINATING", id, { Time: at }));

        const draining = rig.announced().at(-1);
        assert.deepEqual(
            [draining?.type, draining?.reason, draining?.node.publicIp],
            ["node.draining", "scale-in", "198.18.0.2"],
        );
        assert.deepEqual(draining?.drain, { deadline: "2026-10-14T11:42:22Z", hook: "terminate-drain" });

        rig.aws.fleet.terminate(group, id);
        await rig.serve(classic("EC2_INSTANCE_TERMINATE", id));

        const deleted = rig.announced().at(-1);
        assert.deepEqual(
            [deleted?.type, deleted?.reason, deleted?.node.instanceId, deleted?.node.publicIp, deleted?.dns?.status],
            ["node.deleted", "scale-in", id, "198.18.0.2", "DELETED"],
        );
        assert.equal(deleted?.generation, draining?.generation);
        assert.equal(told().length, 4);
    });

    it("say that a new address has come, under a key of its own", async () => {
        const id = launch();
        await rig.direct();
        rig.aws.fleet.instance(id).publicIp = "198.18.9.9";

        await rig.direct();
        await rig.direct();

        assert.deepEqual(told(), ["node.created in-service", "node.updated address"]);
        assert.equal(rig.announced()[1]?.node.publicIp, "198.18.9.9");
        assert.equal(new Set(rig.aws.messages.map(({ deduplicationId }) => deduplicationId)).size, 2);
    });

    it("tell each time that a node goes into standby and comes back", async () => {
        const id = launch();
        await rig.direct();
        for (const state of ["Standby", "InService", "EnteringStandby", "Standby", "InService"]) {
            rig.aws.fleet.move(group, id, state);
            await rig.direct();
        }

        assert.deepEqual(told(), [
            "node.created in-service",
            "node.draining standby",
            "node.updated in-service",
            "node.draining standby",
            "node.updated in-service",
        ]);
        assert.equal(new Set(rig.aws.messages.map(({ deduplicationId }) => deduplicationId)).size, 5);
    });

    it("tell of a node that comes out of the pool twice, as two generations", async () => {
        const id = launch("Warmed:Stopped");
        await rig.direct();
        assert.deepEqual(told(), []);

        for (const address of ["198.18.7.1", "198.18.7.2"]) {
            rig.aws.fleet.move(group, id, "InService");
            rig.aws.fleet.instance(id).publicIp = address;
            await rig.direct();
            await rig.clock.sleep(300_000);
            rig.aws.fleet.move(group, id, "Warmed:Stopped");
            await rig.direct();
        }

        assert.deepEqual(
            rig.announced().map(({ type, node }) => [type, node.publicIp, node.warmStart]),
            [
                ["node.created", "198.18.7.1", true],
                ["node.deleted", "198.18.7.1", true],
                ["node.created", "198.18.7.2", true],
                ["node.deleted", "198.18.7.2", true],
            ],
        );
        const [first, , second] = rig.announced();
        assert.ok((second?.generation ?? 0) > (first?.generation ?? 0));
    });

    it("tell of a warm start when only the event says so", async () => {
        const id = launch();

        await rig.serve(classic("EC2_INSTANCE_LAUNCH", id, { Origin: "WarmPool" }));

        assert.equal(rig.announced()[0]?.node.warmStart, true);
    });

    it("tell of failed launches and terminations, and change nothing else", async () => {
        const id = launch("Pending");
        const failure = { StatusCode: "Failed", StatusMessage: "no capacity" };

        assert.deepEqual(
            await rig.serve(
                classic("EC2_INSTANCE_LAUNCH_ERROR", id, failure),
                classic("EC2_INSTANCE_TERMINATE_ERROR", id, failure),
            ),
            [],
        );

        assert.deepEqual(
            rig.announced().map(({ type, node, dns, generation }) => [type, node.instanceId, dns, generation]),
            [
                ["node.launch_failed", id, null, 1_791_970_887],
                ["node.terminate_failed", id, null, 1_791_970_887],
            ],
        );
        assert.deepEqual(new Set(rig.aws.calls), new Set(["SendMessageBatch"]));
    });

    it("return the message of a failure that could not be told", async () => {
        rig.aws.fail("SendMessageBatch", { status: 403, code: "AccessDenied", message: "No" });
        const id = launch("Pending");

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH_ERROR", id)), ["1"]);
        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH_ERROR", id)), []);
        assert.deepEqual(told(), ["node.launch_failed failed"]);
    });

    it("tell of the end of a name whose node nobody remembers", async () => {
        const [id] = [launch("Warmed:Stopped"), launch()];
        for (const set of published(id)) rig.aws.zone.put(set);

        await rig.direct();

        const ended = rig.announced().find(({ type }) => type === "node.deleted");
        assert.deepEqual([ended?.node.name, ended?.generation], [nameOf(id), 1_791_967_287]);
    });

    it("are made for 1,000 launches in batches of ten, each node once", async () => {
        const ids = Array.from({ length: 1000 }, () => launch());

        await rig.direct();
        await rig.direct();

        assert.deepEqual(
            rig
                .announced()
                .map(({ node }) => node.instanceId)
                .sort(),
            ids.sort(),
        );
        assert.equal(rig.aws.count("SendMessageBatch"), 100);
        assert.equal(rig.aws.count("ChangeResourceRecordSets"), 2);
    }).timeout(60_000);

    it("measure the time from the oldest event to the change in sync", async () => {
        rig.aws.zone.pendingAnswers = 2;
        const id = launch();

        await rig.serve(classic("EC2_INSTANCE_LAUNCH", id));

        const [seconds = 0] = rig.measured.get("EventToInsyncSeconds") ?? [];
        assert.ok(seconds >= 9 && seconds < 12, `${seconds} s`);
        assert.deepEqual(rig.measured.get("AnnouncementsQueued"), [1]);
    });
});
