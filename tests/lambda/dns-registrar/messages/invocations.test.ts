import * as assert from "node:assert/strict";
import { parseMessage } from "../../../../lambda/dns-registrar/messages/events";
import { isQueueBatch } from "../../../../lambda/dns-registrar/messages/invocations";
import { batch, bridged, classic } from "../notices";
import { type Rig, startRig } from "../rig";
import { groupName, idOf } from "../situations";

const call = { source: "mc.registrar", reason: "operator" };
const denied = { status: 403, code: "AccessDenied", message: "No" };

describe("what an invocation is taken for", () => {
    it("is a batch of the queue only when all of it comes from a queue", () => {
        const [record] = batch("{}").Records;
        const other = { ...record, eventSource: "aws:sns" };

        assert.equal(isQueueBatch(batch("{}", "{}")), true);
        for (const event of [{ Records: [record, other] }, { Records: [null] }, { Records: {} }, {}, null, "text"]) {
            assert.equal(isQueueBatch(event), false);
        }
    });

    it("is a node with an id of the old length, too", () => {
        assert.deepEqual(parseMessage(classic("EC2_INSTANCE_LAUNCH", "i-0a1b2c3d")).kind, "launch");
        assert.deepEqual(parseMessage(classic("EC2_INSTANCE_LAUNCH", "i-0a1b2c3")).kind, "unknown");
    });

    it("is nothing when an event of another service looks like one of Auto Scaling", () => {
        const event = JSON.parse(bridged("EC2 Instance Launch Successful", idOf(1)));

        assert.equal(parseMessage(JSON.stringify(event)).kind, "launch");
        assert.equal(parseMessage(JSON.stringify({ ...event, source: "somebody.else" })).kind, "unknown");
    });
});

describe("what a direct call answers when something is missing, with the real AWS clients", () => {
    let rig: Rig;
    afterEach(() => rig.stop());

    async function begin(options = {}): Promise<void> {
        rig = await startRig({ webhook: true, ...options });
        rig.aws.fleet.launch(rig.aws.fleet.addGroup(groupName, { desired: 1 }));
    }

    it("is a report although nothing is remembered: names are what they are", async () => {
        await begin({ tableName: "no-such-table" });

        const report = await rig.direct({ ...call, mode: "report" });

        assert.deepEqual("details" in report && [report.remembered, report.details?.changes.length], [false, 1]);
    });

    it("is no report when a part of the truth is missing", async () => {
        await begin();
        rig.aws.fail("DescribeAutoScalingGroups", denied);

        await assert.rejects(rig.direct({ ...call, mode: "report" }), { name: "RunIncompleteError" });
    });

    it("is a failure when the zone is gone, unless all names shall go", async () => {
        await begin();
        const gone = { status: 404, code: "NoSuchHostedZone", message: "No hosted zone" };

        rig.aws.fail("ListResourceRecordSets", gone);
        await assert.rejects(rig.direct({ ...call, mode: "reconcile" }), { name: "RunIncompleteError" });
        rig.aws.fail("ListResourceRecordSets", gone);
        const report = await rig.direct({ ...call, mode: "drain-all" });

        assert.equal("deleted" in report && report.deleted, 0);
    });
});
