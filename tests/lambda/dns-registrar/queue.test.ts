import * as assert from "node:assert/strict";
import type { FakeGroup } from "../../support/aws-servers/fleet";
import { bridged, classic, hook, testNotice, wrapped } from "./notices";
import { type Rig, startRig } from "./rig";
import { groupName, idOf, nameOf } from "./situations";

describe("the events queue, with the real AWS clients", () => {
    let rig: Rig;
    let group: FakeGroup;
    const serve = (...bodies: string[]) => rig.serve(...bodies);
    const shown = (instanceId: string) => rig.aws.zone.valuesAt(nameOf(instanceId), "A");
    const marks = (instanceId: string) => rig.aws.zone.valuesAt(nameOf(instanceId), "TXT");
    const summary = () => rig.lines.find(({ message }) => message === "Batch served.")?.extra;

    beforeEach(async () => {
        rig = await startRig();
        group = rig.aws.fleet.addGroup(groupName);
    });
    afterEach(() => rig.stop());

    it("publishes address and mark of a node that came into service", async () => {
        group.desired = 1;
        const id = rig.aws.fleet.launch(group);

        assert.deepEqual(await serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        assert.deepEqual(shown(id), ["198.18.0.2"]);
        assert.deepEqual(marks(id), ['"mc1;o=3cc518fd;g=74dbec17;t=6acf4e47"']);
        assert.deepEqual(
            rig.aws.zone.all().map(({ ttl }) => ttl),
            [60, 60],
        );
    });

    it("withdraws both when the node is terminated", async () => {
        const id = rig.aws.fleet.launch(group);
        await serve(classic("EC2_INSTANCE_LAUNCH", id));
        rig.aws.fleet.terminate(group, id);

        assert.deepEqual(await serve(classic("EC2_INSTANCE_TERMINATE", id)), []);
        assert.deepEqual(rig.aws.zone.all(), []);
    });

    it("makes one change call for an event that arrives three times, raw and wrapped", async () => {
        const id = rig.aws.fleet.launch(group);
        const notice = classic("EC2_INSTANCE_LAUNCH", id);

        assert.deepEqual(await serve(notice, wrapped(notice)), []);
        assert.deepEqual(await serve(notice), []);
        assert.equal(rig.aws.count("ChangeResourceRecordSets"), 1);
    });

    it("leaves nothing behind for a node that was terminated before its launch was heard of", async () => {
        const id = rig.aws.fleet.launch(group);
        rig.aws.fleet.terminate(group, id);

        assert.deepEqual(await serve(classic("EC2_INSTANCE_TERMINATE", id)), []);
        assert.deepEqual(await serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        assert.equal(rig.aws.count("ChangeResourceRecordSets"), 0);
    });

    it("ends in the same state for every order of launch hook, launch, terminate hook and terminate", async () => {
        const id = rig.aws.fleet.launch(group);
        const notices = [
            hook("LAUNCHING", id),
            classic("EC2_INSTANCE_LAUNCH", id),
            hook("TERMINATING", id),
            classic("EC2_INSTANCE_TERMINATE", id),
        ];
        await serve(classic("EC2_INSTANCE_LAUNCH", id));
        for (const order of permutations(notices)) {
            assert.deepEqual(await serve(...order), []);
            assert.deepEqual(shown(id), ["198.18.0.2"]);
        }
        rig.aws.fleet.terminate(group, id);
        for (const order of permutations(notices)) {
            for (const notice of order) assert.deepEqual(await serve(notice), []);
            assert.deepEqual(rig.aws.zone.all(), []);
        }
        assert.equal(rig.aws.zone.applied.length, 2);
    }).timeout(60_000);

    it("publishes nothing while a pool is filled", async () => {
        const id = rig.aws.fleet.launch(group, "Warmed:Pending:Wait");
        const fields = { Origin: "EC2", Destination: "WarmPool" };

        assert.deepEqual(await serve(hook("LAUNCHING", id, fields), classic("EC2_INSTANCE_LAUNCH", id, fields)), []);
        assert.deepEqual(rig.aws.zone.all(), []);
        assert.equal(rig.aws.count("DescribeInstances"), 0);
    });

    it("publishes nothing for a stopped pool node of which the event does not tell the destination", async () => {
        const id = rig.aws.fleet.launch(group, "Warmed:Stopped");

        assert.deepEqual(await serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        assert.deepEqual(rig.aws.zone.all(), []);
    });

    it("keeps the name during the drain on the way to the pool, withdraws it there, and publishes the next start anew", async () => {
        const id = rig.aws.fleet.launch(group);
        await serve(classic("EC2_INSTANCE_LAUNCH", id));
        const [firstMark] = marks(id);
        const toPool = { Origin: "AutoScalingGroup", Destination: "WarmPool" };

        rig.aws.fleet.move(group, id, "Warmed:Pending:Wait");
        await serve(hook("TERMINATING", id, toPool));
        assert.deepEqual(shown(id), ["198.18.0.2"]);

        rig.aws.fleet.move(group, id, "Warmed:Stopped");
        rig.aws.fleet.instance(id).publicIp = undefined;
        await serve(classic("EC2_INSTANCE_TERMINATE", id, toPool));
        assert.deepEqual(rig.aws.zone.all(), []);

        await rig.clock.sleep(60_000);
        rig.aws.fleet.move(group, id, "InService");
        rig.aws.fleet.instance(id).publicIp = "198.18.9.9";
        await serve(classic("EC2_INSTANCE_LAUNCH", id, { Origin: "WarmPool", Destination: "AutoScalingGroup" }));
        assert.deepEqual(shown(id), ["198.18.9.9"]);
        assert.ok((marks(id)[0] ?? "") > (firstMark ?? ""));
    });

    it("answers three messages of three nodes with one change call", async () => {
        const ids = [1, 2, 3].map(() => rig.aws.fleet.launch(group));

        assert.deepEqual(await serve(...ids.map((id) => bridged("EC2 Instance Launch Successful", id))), []);
        assert.deepEqual(
            ids.map((id) => shown(id).length),
            [1, 1, 1],
        );
        assert.equal(rig.aws.zone.applied.length, 1);
    });

    it("acknowledges and counts tests, errors and what it does not understand, without a run", async () => {
        const id = idOf(1);
        const bodies = [
            "hello",
            "{}",
            testNotice(),
            classic("EC2_INSTANCE_LAUNCH_ERROR", id),
            classic("EC2_INSTANCE_TERMINATE_ERROR", id),
        ];

        assert.deepEqual(await serve(...bodies), []);
        assert.deepEqual(summary(), {
            messages: 5,
            settled: 0,
            failed: 0,
            ignored: 0,
            errors: 2,
            tests: 1,
            unknown: 2,
        });
        assert.deepEqual(rig.aws.calls, []);
    });

    it("never logs what a message holds", async () => {
        await serve(
            '{"password":"hunter2"}',
            "hunter2",
            hook("LAUNCHING", idOf(1), { NotificationMetadata: "hunter2" }),
        );

        assert.doesNotMatch(JSON.stringify(rig.lines), /hunter2|5e2d90b7/);
    });

    it("ignores groups that do not carry its tag", async () => {
        const other = rig.aws.fleet.addGroup("somebody-elses", { owner: undefined });
        const id = rig.aws.fleet.launch(other);
        const notice = classic("EC2_INSTANCE_LAUNCH", id, { AutoScalingGroupName: "somebody-elses" });

        assert.deepEqual(await serve(notice, testNotice()), []);
        assert.deepEqual(rig.aws.zone.all(), []);
        assert.deepEqual(summary(), {
            messages: 2,
            settled: 0,
            failed: 0,
            ignored: 1,
            errors: 0,
            tests: 1,
            unknown: 0,
        });
    });

    it("does not believe a group without its tag that a node of a served group terminates", async () => {
        const [id] = [rig.aws.fleet.launch(group), rig.aws.fleet.launch(group)];
        await serve(classic("EC2_INSTANCE_LAUNCH", id));
        rig.aws.fleet.forget(group, id);

        const notice = classic("EC2_INSTANCE_TERMINATE", id, { AutoScalingGroupName: "somebody-elses" });
        assert.deepEqual(await serve(notice), ["1"]);
        assert.deepEqual(shown(id), ["198.18.0.2"]);
    });

    it("lets a name go whose group vanished first, once EC2 says its instance is gone", async () => {
        const id = rig.aws.fleet.launch(group);
        await serve(classic("EC2_INSTANCE_LAUNCH", id));
        rig.aws.fleet.groups.splice(0);

        assert.deepEqual(await serve(classic("EC2_INSTANCE_TERMINATE", id)), ["1"]);
        assert.deepEqual(shown(id), ["198.18.0.2"]);

        rig.aws.fleet.terminate(group, id);
        assert.deepEqual(await serve(classic("EC2_INSTANCE_TERMINATE", id)), []);
        assert.deepEqual(rig.aws.zone.all(), []);
    });
});

function permutations<T>(items: readonly T[]): T[][] {
    if (items.length === 0) return [[]];
    return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}
