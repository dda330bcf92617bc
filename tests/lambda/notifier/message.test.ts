import * as assert from "node:assert/strict";
import { attemptOf, isQueueBatch, parseMessage } from "../../../lambda/notifier/message";
import { announcementOf, batchOf, queued, recordOf } from "./announcements";

describe("a message of the announcements queue", () => {
    it("holds a key and an announcement, which is passed on as it is", () => {
        const message = queued(1, "node.draining", {
            drain: { deadline: "2026-10-14T11:42:24Z", hook: "terminate-drain" },
        });
        const newer = { ...message, announcement: { ...message.announcement, colour: "blue" } };

        assert.deepEqual(parseMessage(JSON.stringify(newer)), { kind: "announcement", ...newer });
    });

    const key = queued().idempotencyKey;
    for (const [what, body, why] of [
        ["text", "hunter2", "The body is not JSON."],
        ["a list", "[]", "The body is not an object."],
        ["null", "null", "The body is not an object."],
        ["no key", JSON.stringify({ announcement: announcementOf() }), "The idempotency key is not 64 hex digits."],
        [
            "a key that would break a header",
            JSON.stringify({ idempotencyKey: `${key}\r\nX: y`, announcement: announcementOf() }),
            "The idempotency key is not 64 hex digits.",
        ],
        ["no announcement", JSON.stringify({ idempotencyKey: key }), "There is no announcement."],
        [
            "another version",
            JSON.stringify({ idempotencyKey: key, announcement: { ...announcementOf(), version: 2 } }),
            "The announcement is not of version 1.",
        ],
        [
            "a type that would break a header",
            JSON.stringify({
                idempotencyKey: key,
                announcement: { ...announcementOf(), type: "node.created\r\nX: y" },
            }),
            "The announcement has no type.",
        ],
        [
            "no id",
            JSON.stringify({ idempotencyKey: key, announcement: { ...announcementOf(), id: undefined } }),
            "The announcement has no id.",
        ],
    ] as const) {
        it(`cannot be read with ${what}, and the reason shows nothing of it`, () => {
            assert.deepEqual(parseMessage(body), { kind: "unreadable", why });
        });
    }

    it("counts its attempts by the times the queue handed it out", () => {
        assert.equal(attemptOf(recordOf(queued(), { attempt: 3 })), 3);
    });

    it("comes in batches of SQS only", () => {
        assert.equal(isQueueBatch(batchOf(recordOf(queued()))), true);
        assert.equal(isQueueBatch({ Records: [{ ...recordOf(queued()), eventSource: "aws:sns" }] }), false);
        assert.equal(isQueueBatch({}), false);
        assert.equal(isQueueBatch(null), false);
    });
});
