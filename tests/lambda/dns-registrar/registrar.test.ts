import * as assert from "node:assert/strict";
import { formatNodeEvent, type NodeEvent } from "../../../lambda/dns-registrar/messages/events";
import { serveBatch } from "../../../lambda/dns-registrar/messages/invocations";
import type { Retry } from "../../../lambda/dns-registrar/pace";
import type { Connections } from "../../../lambda/dns-registrar/services";
import type { FakeGroup } from "../../support/aws-servers/fleet";
import { batch, classic } from "./notices";
import { type Rig, type RigOptions, startRig } from "./rig";
import { groupName, idOf, nameOf, published } from "./situations";

const once: Retry = (call) => call();
const denied = { status: 403, code: "AccessDenied", message: "No" };
const throttled = { status: 400, code: "Throttling", message: "Rate exceeded" };
type Lease = ReturnType<Connections["lease"]>;

describe("messages and runs, with the real AWS clients", () => {
    let rig: Rig;
    let group: FakeGroup;
    const shown = (instanceId: string) => rig.aws.zone.valuesAt(nameOf(instanceId), "A");

    async function begin(options: RigOptions = {}): Promise<void> {
        rig = await startRig(options);
        group = rig.aws.fleet.addGroup(groupName);
    }
    afterEach(() => rig.stop());

    function launch(): string {
        group.desired += 1;
        return rig.aws.fleet.launch(group);
    }

    /** A lease that is free, with answers of its own. */
    function leaseWith(answers: Partial<Lease>): void {
        const free: Lease = {
            take: async () => [],
            leave: async () => false,
            keep: async () => [],
            giveBack: async () => true,
            giveBackWithEvents: async () => undefined,
        };
        rig.connections.lease = () => ({ ...free, ...answers });
    }

    it("return the message about a name of ours whose group is not served any more, until it is gone", async () => {
        await begin();
        const old = idOf(900);
        for (const set of published(old, "198.18.0.7", { group: "pool-prod-old" })) rig.aws.zone.put(set);
        rig.aws.fleet.instances.set(old, { state: "running", group: "pool-prod-old" });
        const notice = classic("EC2_INSTANCE_TERMINATE", old, { AutoScalingGroupName: "pool-prod-old" });

        assert.deepEqual(await rig.serve(notice), ["1"]);
        assert.deepEqual(shown(old), ["198.18.0.7"]);

        rig.aws.fleet.instance(old).state = "terminated";
        assert.deepEqual(await rig.serve(notice), []);
        assert.deepEqual(shown(old), []);
    });

    it("do not return the message of a launch only because its name waits for a second look", async () => {
        await begin();
        const [vanished] = [idOf(900), launch()];
        for (const set of published(vanished)) rig.aws.zone.put(set);

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", vanished)), []);
        assert.deepEqual(shown(vanished), ["198.18.0.7"]);
    });

    it("return all messages of failures when only some of them could be told", async () => {
        await begin({ webhook: true });
        const { queue } = rig.connections;
        assert.ok(queue);
        const partly: Connections["queue"] = {
            send: (announcements, retry) => queue.send(announcements.slice(0, 1), retry),
        };
        Object.assign(rig.connections, { queue: partly });
        const failures = ["a", "b"].map((ActivityId) => classic("EC2_INSTANCE_LAUNCH_ERROR", idOf(1), { ActivityId }));

        assert.deepEqual(await rig.serve(...failures), ["1", "2"]);
    });

    it("acknowledge failures when there is nobody to tell", async () => {
        await begin();

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH_ERROR", idOf(1))), []);
    });

    it("serve their events also when the lease cannot be taken", async () => {
        await begin();
        const [vanished] = [idOf(900), launch()];
        for (const set of published(vanished)) rig.aws.zone.put(set);
        leaseWith({ take: () => Promise.reject(new Error("no table")) });

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_TERMINATE", vanished)), []);
        assert.deepEqual(shown(vanished), []);
    });

    it("take the lease at once when it was given back while they wanted to leave their events", async () => {
        await begin();
        const id = launch();
        let asked = 0;
        leaseWith({
            take: async () => {
                asked += 1;
                return asked === 1 ? undefined : [];
            },
        });

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        assert.deepEqual([shown(id), rig.clock.sleeps, asked], [["198.18.0.2"], [], 2]);
    });

    it("serve events that were left just before the lease was given back", async () => {
        await begin();
        const [vanished] = [idOf(900), launch()];
        for (const set of published(vanished)) rig.aws.zone.put(set);
        const event: NodeEvent = { kind: "terminate", group: groupName, instanceId: vanished };
        const left = [formatNodeEvent(event)];
        let returns = 0;
        leaseWith({
            keep: async () => (returns === 0 ? [] : left),
            giveBack: async () => {
                returns += 1;
                return returns > 1;
            },
        });

        await rig.direct();

        assert.deepEqual([shown(vanished), returns], [[], 2]);
    });

    it("end when changes cannot be sent, whatever others left", async () => {
        await begin();
        const id = launch();
        let given = 0;
        leaseWith({
            giveBack: async () => false,
            giveBackWithEvents: async () => {
                given += 1;
            },
        });
        rig.aws.fail("ChangeResourceRecordSets", denied);

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id)), ["1"]);
        assert.deepEqual([rig.aws.count("ChangeResourceRecordSets"), given], [1, 1]);
    });

    it("look again as long as others leave events and there is time, and leave the rest to the next run", async () => {
        await begin();
        launch();
        let [given, left] = [0, 0];
        leaseWith({
            keep: async () => {
                await rig.clock.sleep(60_000);
                left += 1;
                return Array.from({ length: left }, (_, index) => `event ${index}`);
            },
            giveBack: async () => false,
            giveBackWithEvents: async () => {
                given += 1;
            },
        });

        await rig.direct();

        assert.deepEqual([rig.aws.count("DescribeAutoScalingGroups"), given], [11, 1]);
    });

    it("end when another run has taken the lease", async () => {
        await begin();
        launch();
        leaseWith({ giveBack: async () => false });

        await rig.direct();

        assert.equal(rig.aws.count("DescribeAutoScalingGroups"), 1);
    });

    it("lose no event that comes while they wait for the last time: it is served, or still in the lease", async () => {
        await begin({ webhook: true });
        rig.aws.zone.pendingAnswers = 4;
        const ids = [launch()];
        const sleep = rig.clock.sleep.bind(rig.clock);
        rig.clock.sleep = async (milliseconds) => {
            await sleep(milliseconds);
            if (milliseconds !== 5000 || ids.length === 4) return;
            const id = launch();
            ids.push(id);
            assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        };

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", ids[0] ?? "")), []);

        const left = (await rig.connections.lease("next").take(rig.clock.now(), once)) ?? [];
        const inLease = left.map((line) => JSON.parse(line).instanceId);
        assert.deepEqual(
            ids.filter((id) => shown(id).length === 0 && !inLease.includes(id)),
            [],
        );
    });

    it("withdraw all names without the lease when it is never free, before their time is over", async () => {
        await begin();
        for (const set of published(idOf(900))) rig.aws.zone.put(set);
        let asked = 0;
        leaseWith({
            take: async () => {
                asked += 1;
                if (asked > 20) throw new Error("Nobody asks that often.");
                return undefined;
            },
        });
        const deadline = { at: rig.clock.now() + 21_000 };

        const result = await rig.registrar.run({ id: "run", mode: "drain-all", reason: "destroy" }, deadline);

        assert.equal(result?.report.deleted, 1);
        assert.ok(rig.clock.now() < deadline.at);
        assert.deepEqual(rig.clock.sleeps, [5000, 5000, 5000, 5000].slice(0, rig.clock.sleeps.length));
    });

    it("read and report without the lease", async () => {
        await begin();
        launch();
        leaseWith({ take: () => Promise.reject(new Error("not now")) });

        await rig.direct({ source: "mc.registrar", mode: "report", reason: "operator" });

        assert.ok(rig.lines.every(({ level }) => level === "info"));
    });

    it("return what is about nodes of ours when the run breaks, and acknowledge the rest", async () => {
        await begin();
        rig.connections.services.table.read = () => {
            throw new Error("broken");
        };
        Object.defineProperty(rig.connections.services, "groups", {
            get: () => {
                throw new Error("broken");
            },
        });

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", idOf(1)), "{}"), ["1"]);
        assert.ok(rig.lines.some(({ message }) => message === "The run broke; its messages come again."));
    });

    it("return the messages when changes stay throttled, and the schedule rejects", async () => {
        await begin();
        const id = launch();
        rig.aws.fail("ChangeResourceRecordSets", throttled, { times: 16 });

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id)), ["1"]);
        await assert.rejects(rig.direct(), { name: "RunIncompleteError" });
    });

    it("wait for no name server when there is nobody to tell", async () => {
        await begin();
        rig.aws.zone.pendingAnswers = 3;
        const id = launch();

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id)), []);

        assert.deepEqual([rig.aws.count("GetChange"), rig.clock.sleeps], [0, []]);
    });

    it("announce in the same run what they find made after an answer that got lost", async () => {
        await begin({ webhook: true });
        const id = launch();
        const unavailable = { status: 503, code: "ServiceUnavailable", message: "Try later" };
        rig.aws.fail("ChangeResourceRecordSets", unavailable, { afterwards: true });

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id)), []);

        assert.deepEqual(
            rig.announced().map(({ type, node }) => [type, node.publicIp]),
            [["node.created", "198.18.0.2"]],
        );
    });

    it("measure the time from the oldest event to its own change, not to one that came later", async () => {
        await begin({ webhook: true });
        const id = launch();
        let later = "";
        leaseWith({
            keep: async () => ["look again"],
            giveBack: async () => {
                if (later !== "") return true;
                later = launch();
                rig.aws.zone.pendingAnswers = 4;
                return false;
            },
        });

        assert.deepEqual(await rig.serve(classic("EC2_INSTANCE_LAUNCH", id)), []);

        assert.deepEqual([shown(id).length, shown(later).length, rig.clock.sleeps.includes(5000)], [1, 1, true]);
        const [seconds = 99] = rig.measured.get("EventToInsyncSeconds") ?? [];
        assert.ok(seconds < 5, `${seconds} s`);
    });

    it("measure the age of the oldest message, not of the first", async () => {
        await begin();
        const messages = batch("{}", "{}", "{}");
        const sent = [5, 30, 10].map((seconds) => String(rig.clock.now() - seconds * 1000));
        for (const [index, record] of messages.Records.entries()) record.attributes.SentTimestamp = sent[index] ?? "";

        await serveBatch(messages, { ...rig, deadline: rig.deadline(), id: "run" });

        assert.deepEqual(rig.measured.get("OldestEventSeconds"), [30]);
    });
});
