import * as assert from "node:assert/strict";
import { queued, recordOf } from "./announcements";
import { targets } from "./notifier-server";
import { type NotifierRig, startNotifier } from "./rig";
import { statuses } from "./webhook-server";

const broken = { status: 400, code: "AccessDeniedException", message: "not authorised" };

describe("the notifier, with the real AWS clients and HTTPS", () => {
    let rig: NotifierRig;
    afterEach(() => rig.stop());

    const bodies = () => rig.webhook.received.map(({ body }): Record<string, unknown> => JSON.parse(body));
    const told = () => rig.lines.map(({ level, message }) => `${level}: ${message}`);

    it("delivers an announcement and acknowledges its message", async () => {
        rig = await startNotifier(statuses(204));

        assert.deepEqual(await rig.serve([recordOf(queued())]), []);
        assert.deepEqual(
            bodies().map(({ type, attempt, sentAt }) => [type, attempt, sentAt]),
            [["node.created", 1, "2026-10-14T09:42:24Z"]],
        );
        assert.deepEqual([rig.postponed(), rig.buried()], [[], []]);
        assert.deepEqual(rig.totals, { Deliveries: 1, DeliverySeconds: 0 });
        assert.deepEqual(told(), ["info: Announcement delivered."]);
    });

    it("takes 409 for delivered, because the application knows the announcement already", async () => {
        rig = await startNotifier(statuses(409));

        assert.deepEqual(await rig.serve([recordOf(queued())]), []);
        assert.equal(rig.totals.Deliveries, 1);
    });

    it("delivers once after two answers of 500, with the same key and the waits of the schedule", async () => {
        rig = await startNotifier(statuses(500, 500, 200));
        const message = queued();

        assert.deepEqual(await rig.serve([recordOf(message, { attempt: 1 })]), ["1"]);
        assert.deepEqual(await rig.serve([recordOf(message, { attempt: 2 })]), ["1"]);
        assert.deepEqual(await rig.serve([recordOf(message, { attempt: 3 })]), []);

        assert.deepEqual(rig.postponed(), [
            ["receipt-1", 5],
            ["receipt-1", 30],
        ]);
        assert.deepEqual(
            rig.webhook.received.map(({ headers }) => headers["idempotency-key"]),
            [message.idempotencyKey, message.idempotencyKey, message.idempotencyKey],
        );
        assert.deepEqual(
            bodies().map(({ id, attempt }) => [id, attempt]),
            [1, 2, 3].map((attempt) => [message.announcement.id, attempt]),
        );
        assert.deepEqual(rig.totals, { Deliveries: 1, DeliveriesFailed: 2, DeliverySeconds: 0 });
        assert.deepEqual(rig.buried(), []);
    });

    it("waits as long as Retry-After asks", async () => {
        rig = await startNotifier((response) => response.writeHead(429, { "Retry-After": "90" }).end());

        assert.deepEqual(await rig.serve([recordOf(queued())]), ["1"]);
        assert.deepEqual(rig.postponed(), [["receipt-1", 90]]);
    });

    for (const status of [404, 401, 307]) {
        it(`moves an announcement answered with ${status} to the dead letters at once`, async () => {
            rig = await startNotifier((response) => response.writeHead(status, { Location: "/elsewhere" }).end());
            const record = recordOf(queued(7), { id: "m7" });

            assert.deepEqual(await rig.serve([record]), []);
            assert.deepEqual(rig.buried(), [
                {
                    QueueUrl: rig.settings.deadLetterQueueUrl,
                    MessageBody: record.body,
                    MessageGroupId: "i-00000000000000007",
                    MessageDeduplicationId: "m7",
                },
            ]);
            assert.equal(rig.webhook.received.length, 1);
            assert.deepEqual(rig.postponed(), []);
            assert.deepEqual(rig.totals, { DeliveriesFailed: 1, DeliveriesGivenUp: 1, DeliverySeconds: 0 });
        });
    }

    it("moves an announcement to the dead letters after its ninth failure", async () => {
        rig = await startNotifier(statuses(503));

        assert.deepEqual(await rig.serve([recordOf(queued(), { attempt: 8 })]), ["1"]);
        assert.deepEqual(await rig.serve([recordOf(queued(), { attempt: 9 })]), []);

        assert.deepEqual(rig.postponed(), [["receipt-1", 14_400]]);
        assert.equal(rig.buried().length, 1);
    });

    it("tries again when nobody listens", async () => {
        rig = await startNotifier(statuses(200));
        await rig.webhook.stop();

        assert.deepEqual(await rig.serve([recordOf(queued())]), ["1"]);
        assert.deepEqual(rig.postponed(), [["receipt-1", 5]]);
        assert.deepEqual(rig.totals, { DeliveriesFailed: 1, DeliverySeconds: 0 });
        await rig.webhook.start();
    });

    it("tries again, and sends nothing, when the secret cannot be read", async () => {
        rig = await startNotifier(statuses(200));
        rig.aws.fail(targets.getSecret, broken, broken);

        assert.deepEqual(await rig.serve([recordOf(queued())]), ["1"]);
        assert.deepEqual(rig.postponed(), [["receipt-1", 5]]);
        assert.equal(rig.webhook.received.length, 0);
        assert.deepEqual(rig.totals, { DeliveriesFailed: 1 });
    });

    it("returns a message all the same when its wait cannot be set", async () => {
        rig = await startNotifier(statuses(500));
        rig.aws.fail(targets.postpone, broken);

        assert.deepEqual(await rig.serve([recordOf(queued())]), ["1"]);
        assert.deepEqual(told(), [
            "warn: Announcement not delivered; it comes again.",
            "warn: The wait could not be set.",
        ]);
    });

    it("returns a message that could not be moved to the dead letters, and does not count it as given up", async () => {
        rig = await startNotifier(statuses(404));
        rig.aws.fail(targets.send, broken);

        assert.deepEqual(await rig.serve([recordOf(queued())]), ["1"]);
        assert.equal(rig.totals.DeliveriesGivenUp, undefined);
        assert.deepEqual(told(), ["error: An announcement could not be moved to the dead letters; it comes again."]);
    });

    it("moves what it cannot read to the dead letters, without a request", async () => {
        rig = await startNotifier(statuses(200));

        assert.deepEqual(await rig.serve([recordOf("hunter2", { group: "g" })]), []);
        assert.deepEqual(
            rig.buried().map(({ MessageBody, MessageGroupId }) => [MessageBody, MessageGroupId]),
            [["hunter2", "g"]],
        );
        assert.equal(rig.webhook.received.length, 0);
        assert.deepEqual(rig.totals, { DeliveriesGivenUp: 1 });
    });

    it("returns the messages behind a failed one untried, those of its node only", async () => {
        rig = await startNotifier((response, { headers }) =>
            response.writeHead(headers["x-mc-event"] === "node.draining" ? 500 : 200).end(),
        );

        const returned = await rig.serve([
            recordOf(queued(1, "node.created"), { id: "a" }),
            recordOf(queued(1, "node.draining"), { id: "b" }),
            recordOf(queued(2, "node.created"), { id: "c" }),
            recordOf(queued(1, "node.deleted"), { id: "d" }),
        ]);

        assert.deepEqual(returned, ["b", "d"]);
        assert.deepEqual(rig.postponed(), [["receipt-b", 5]]);
        assert.deepEqual(
            bodies().map(({ type }) => type),
            ["node.created", "node.draining", "node.created"],
        );
    });

    it("goes on with a node's next message after one that was given up", async () => {
        rig = await startNotifier(statuses(404, 200));

        const returned = await rig.serve([
            recordOf(queued(1, "node.created"), { id: "a" }),
            recordOf(queued(1, "node.deleted"), { id: "b" }),
        ]);

        assert.deepEqual(returned, []);
        assert.equal(rig.totals.Deliveries, 1);
    });

    it("returns untried what there is no time for, but always tries the first message", async () => {
        rig = await startNotifier(statuses(200));

        const returned = await rig.serve([recordOf(queued(1), { id: "a" }), recordOf(queued(2), { id: "b" })], 0);

        assert.deepEqual(returned, ["b"]);
        assert.equal(rig.webhook.received.length, 1);
    });

    it("logs no secret, no body, and nothing of the webhook's URL", async () => {
        rig = await startNotifier(statuses(500, 404, 200));
        for (const id of ["a", "b", "c"]) await rig.serve([recordOf(queued(), { id })]);
        await rig.serve([recordOf("hunter2")]);

        assert.equal(rig.lines.length, 4);
        const text = JSON.stringify(rig.lines);
        assert.doesNotMatch(text, /hunter2|correct horse|203\.0\.113\.57|\/hooks/);
        assert.match(text, /i-00000000000000001/);
    });

    it("needs no receiver for the order of one node: what comes again keeps its place before the next", async () => {
        rig = await startNotifier(statuses(503, 200, 200));
        const first = recordOf(queued(1, "node.created"), { id: "a" });
        const second = recordOf(queued(1, "node.deleted"), { id: "b" });

        assert.deepEqual(await rig.serve([first, second]), ["a", "b"]);
        assert.deepEqual(await rig.serve([first, second]), []);

        assert.deepEqual(
            bodies().map(({ type }) => type),
            ["node.created", "node.created", "node.deleted"],
        );
    });
});
