import * as assert from "node:assert/strict";
import type { FakeGroup } from "../../support/aws-servers/fleet";
import { classic, testNotice } from "./notices";
import { type Rig, startRig } from "./rig";
import { addressSet, groupName, idOf, markSet, nameOf, published } from "./situations";

const throttled = { status: 400, code: "Throttling", message: "Rate exceeded" };
const unavailable = { status: 503, code: "ServiceUnavailable", message: "Try later" };

describe("the events queue when AWS refuses, with the real AWS clients", () => {
    let rig: Rig;
    let group: FakeGroup;
    const serve = (...bodies: string[]) => rig.serve(...bodies);
    const shown = (instanceId: string) => rig.aws.zone.valuesAt(nameOf(instanceId), "A");
    const marks = (instanceId: string) => rig.aws.zone.valuesAt(nameOf(instanceId), "TXT");

    beforeEach(async () => {
        rig = await startRig();
        group = rig.aws.fleet.addGroup(groupName);
    });
    afterEach(() => rig.stop());

    it("gets through five throttled changes", async () => {
        const id = rig.aws.fleet.launch(group);
        rig.aws.fail("ChangeResourceRecordSets", throttled, { times: 5 });

        assert.deepEqual(await serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        assert.deepEqual(shown(id), ["198.18.0.2"]);
        assert.equal(rig.aws.count("ChangeResourceRecordSets"), 6);
    });

    it("waits for the change before it, in order", async () => {
        const [old, fresh] = [idOf(900), rig.aws.fleet.launch(group)];
        for (const set of published(old)) rig.aws.zone.put(set);
        const busy = { status: 400, code: "PriorRequestNotComplete", message: "The request was rejected" };
        rig.aws.fail("ChangeResourceRecordSets", busy, { times: 2 });

        assert.deepEqual(
            await serve(classic("EC2_INSTANCE_TERMINATE", old), classic("EC2_INSTANCE_LAUNCH", fresh)),
            [],
        );
        assert.deepEqual(
            rig.aws.zone.applied.map((changes) => changes.map(({ action }) => action)),
            [["DELETE", "DELETE", "CREATE", "CREATE"]],
        );
    });

    it("returns the messages when changes stay throttled", async () => {
        const id = rig.aws.fleet.launch(group);
        rig.aws.fail("ChangeResourceRecordSets", throttled, { times: 8 });

        assert.deepEqual(await serve(classic("EC2_INSTANCE_LAUNCH", id), testNotice()), ["1"]);
        assert.equal(rig.aws.count("ChangeResourceRecordSets"), 8);
    });

    it("finds its change made when only the answer was lost", async () => {
        const id = rig.aws.fleet.launch(group);
        rig.aws.fail("ChangeResourceRecordSets", unavailable, { afterwards: true });

        assert.deepEqual(await serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        assert.deepEqual(shown(id), ["198.18.0.2"]);
        assert.equal(rig.aws.zone.applied.length, 1);
    });

    for (const [what, action, fault] of [
        ["groups", "DescribeAutoScalingGroups", {}],
        ["warm pools", "DescribeWarmPool", {}],
        ["instances", "DescribeInstances", { times: 8 }],
        ["terminated instances", "DescribeInstances", { skip: 1 }],
        ["zone", "ListResourceRecordSets", {}],
    ] as const) {
        it(`deletes nothing and returns the message when the ${what} cannot be read`, async () => {
            group.pool = [];
            const [id, old] = [rig.aws.fleet.launch(group), idOf(900)];
            for (const set of [...published(id, "198.18.0.2"), ...published(old)]) rig.aws.zone.put(set);
            rig.aws.fail(action, { status: 403, code: "AccessDenied", message: "No" }, fault);

            assert.deepEqual(await serve(classic("EC2_INSTANCE_TERMINATE", old)), ["1"]);
            assert.equal(rig.aws.count("ChangeResourceRecordSets"), 0);
            assert.deepEqual(await serve(classic("EC2_INSTANCE_TERMINATE", old)), []);
            assert.equal(rig.aws.zone.all().length, 2);
        });
    }

    for (const [what, action] of [
        ["groups", "DescribeAutoScalingGroups"],
        ["zone", "ListResourceRecordSets"],
    ] as const) {
        it(`returns even messages of unknown groups and nodes when the ${what} cannot be read`, async () => {
            rig.aws.fail(action, { status: 403, code: "AccessDenied", message: "No" });

            const notice = classic("EC2_INSTANCE_TERMINATE", idOf(900), { AutoScalingGroupName: "somebody-elses" });
            assert.deepEqual(await serve(notice), ["1"]);
        });
    }

    it("deletes nothing but publishes when the second of two pages of groups cannot be read", async () => {
        const second = rig.aws.fleet.addGroup("pool-prod-second");
        const [fresh, unseen, old] = [rig.aws.fleet.launch(group), rig.aws.fleet.launch(second), idOf(900)];
        for (const set of [...published(unseen), ...published(old)]) rig.aws.zone.put(set);
        rig.aws.pageSize = 1;
        rig.aws.fail("DescribeAutoScalingGroups", throttled, { skip: 1, times: 8 });

        const messages = [classic("EC2_INSTANCE_LAUNCH", fresh), classic("EC2_INSTANCE_TERMINATE", old)];
        assert.deepEqual(await serve(...messages), ["1", "2"]);
        assert.deepEqual([shown(fresh), shown(unseen), shown(old)], [["198.18.0.2"], ["198.18.0.7"], ["198.18.0.7"]]);
    });

    it("applies the others, isolates the culprit and returns its message", async () => {
        const ids = [1, 2, 3, 4, 5].map(() => rig.aws.fleet.launch(group));
        rig.aws.zone.jammed.add(`${nameOf(ids[3] ?? "")}.`);

        assert.deepEqual(await serve(...ids.map((id) => classic("EC2_INSTANCE_LAUNCH", id))), ["4"]);
        assert.deepEqual(
            ids.map((id) => shown(id).length + marks(id).length),
            [2, 2, 2, 0, 2],
        );
        const culprits = rig.lines.filter(({ message }) => message === "A name could not be changed.");
        assert.equal(culprits.length, 1);
    });

    it("leaves a foreign address at a node's name alone, and does not try again", async () => {
        const id = rig.aws.fleet.launch(group);
        rig.aws.zone.put(addressSet(id, "203.0.113.9"));

        assert.deepEqual(await serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        assert.deepEqual(shown(id), ["203.0.113.9"]);
        assert.equal(rig.aws.count("ChangeResourceRecordSets"), 0);
    });

    it("repairs a mark without address", async () => {
        const id = rig.aws.fleet.launch(group);
        rig.aws.zone.put(markSet(id));

        assert.deepEqual(await serve(classic("EC2_INSTANCE_LAUNCH", id)), []);
        assert.deepEqual(shown(id), ["198.18.0.2"]);
        assert.equal(rig.aws.zone.all().length, 2);
    });
});
