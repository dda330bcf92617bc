import * as assert from "node:assert/strict";
import type { SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { QueuedAnnouncement } from "../../../../lambda/announcement";
import { announcementOf } from "../../../../lambda/dns-registrar/announcements/compose";
import { AnnouncementQueue } from "../../../../lambda/dns-registrar/announcements/queue";
import { nodeLabel } from "../../../../lambda/dns-registrar/zone/names";
import { startOfTests } from "../rig";
import { groupName, idOf, longAgo } from "../situations";

const once = <T>(call: () => Promise<T>) => call();
const url = "https://sqs.eu-west-1.amazonaws.com/345678901234/pool-prod-announcements.fifo";
const cluster = {
    name: "pool-prod",
    region: "eu-west-1",
    owner: "3cc518fd",
    nodeDomain: "nodes.example.com",
    ttl: 60,
    now: startOfTests,
};

function about(number: number, revision = 0): QueuedAnnouncement {
    const instanceId = idOf(number);
    const subject = { label: nodeLabel(instanceId), instanceId, group: groupName, generation: longAgo };
    return announcementOf("node.updated", { ...subject, revision, reason: "address" }, cluster);
}

type Entry = NonNullable<SendMessageBatchCommand["input"]["Entries"]>[number];

/** A queue that refuses what it is told to, and the entries of every call. */
function queueThat(refuses: (entry: Entry, call: number) => boolean = () => false) {
    const calls: Entry[][] = [];
    const client = {
        send: async ({ input }: SendMessageBatchCommand) => {
            const entries = input.Entries ?? [];
            calls.push(entries);
            const failed = entries.filter((entry) => refuses(entry, calls.length));
            return { Failed: failed.map(({ Id }) => ({ Id, Code: "InternalError", SenderFault: false })) };
        },
    };
    return { queue: new AnnouncementQueue(client as unknown as SQSClient, url), calls };
}

const numbersOf = (entries: readonly Entry[]) => entries.map(({ MessageGroupId }) => Number(MessageGroupId?.slice(2)));

describe("the queue of announcements", () => {
    it("takes at most ten of different nodes at once", async () => {
        const { queue, calls } = queueThat();
        const all = Array.from({ length: 23 }, (_, index) => about(index + 1));

        const { keys, fault } = await queue.send(all, once);

        assert.deepEqual(
            calls.map((entries) => entries.length),
            [10, 10, 3],
        );
        assert.deepEqual([keys.size, fault], [23, undefined]);
    });

    it("keeps the order of a node and removes doubles, by group and key", async () => {
        const { queue, calls } = queueThat();
        const announcement = about(1);

        await queue.send([announcement], once);

        assert.deepEqual(calls, [
            [
                {
                    Id: "0",
                    MessageBody: JSON.stringify(announcement),
                    MessageGroupId: idOf(1),
                    MessageDeduplicationId: announcement.idempotencyKey,
                },
            ],
        ]);
    });

    it("takes two of the same node in two calls, because a call may be taken in parts", async () => {
        const { queue, calls } = queueThat();

        await queue.send([about(1, 0), about(1, 1), about(2)], once);

        assert.deepEqual(calls.map(numbersOf), [[1, 2], [1]]);
    });

    it("does not get what comes after a refused one of the same node, and gets all others", async () => {
        const { queue, calls } = queueThat(({ MessageGroupId }) => MessageGroupId === idOf(1));
        const [first, second, other, last] = [about(1, 0), about(1, 1), about(2, 0), about(2, 1)];

        const { keys, fault } = await queue.send([first, second, other, last], once);

        assert.deepEqual(calls.map(numbersOf), [[1, 2], [2]]);
        assert.deepEqual([...keys], [other.idempotencyKey, last.idempotencyKey]);
        assert.equal(fault, undefined);
    });

    it("tells what came in before a call failed, and why it failed", async () => {
        const down = new Error("not now");
        const { queue } = queueThat((_entry, call) => {
            if (call === 2) throw down;
            return false;
        });
        const all = Array.from({ length: 23 }, (_, index) => about(index + 1));

        const { keys, fault } = await queue.send(all, once);

        assert.deepEqual(
            [...keys],
            all.slice(0, 10).map(({ idempotencyKey }) => idempotencyKey),
        );
        assert.equal(fault, down);
    });

    it("keeps the order by the name where nobody knows the instance, and by the key where there is no name", async () => {
        const { queue, calls } = queueThat();
        const whole = about(1);
        const node = { ...whole.announcement.node, instanceId: null };
        const named = { ...whole, announcement: { ...whole.announcement, node } };
        const nameless = { ...whole, announcement: { ...whole.announcement, node: { ...node, name: null } } };

        await queue.send([named, nameless], once);

        assert.deepEqual(
            calls.flat().map(({ MessageGroupId }) => MessageGroupId),
            [whole.announcement.node.name, whole.idempotencyKey],
        );
    });
});
