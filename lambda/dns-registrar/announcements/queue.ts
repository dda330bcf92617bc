import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { QueuedAnnouncement } from "../../announcement";
import { asError } from "../../log";
import type { Retry } from "../pace";

/** Messages of one SendMessageBatch call. */
const messagesPerCall = 10;

/** What came into the queue. */
export interface Sent {
    /** Keys of the announcements that are in the queue now. */
    readonly keys: ReadonlySet<string>;
    /** Codes of the queue for what it refused. */
    readonly refused: readonly string[];
    /** Why nothing more could be sent. */
    readonly fault?: Error;
}

/** The notifier's queue: first in, first out per node, so that a node's end is never told before its beginning. */
export class AnnouncementQueue {
    constructor(
        private readonly client: SQSClient,
        private readonly url: string,
    ) {}

    /** Sends in order what it can. What is refused, and what comes after it of the same node, is not sent. */
    async send(announcements: readonly QueuedAnnouncement[], retry: Retry): Promise<Sent> {
        const keys = new Set<string>();
        const refused: string[] = [];
        const stuck = new Set<string>();
        let waiting = [...announcements];
        while (waiting.length > 0) {
            const batch = nextBatch(waiting);
            waiting = waiting.filter((announcement) => !batch.includes(announcement));
            const going = batch.filter((announcement) => !stuck.has(nodeOf(announcement)));
            if (going.length === 0) continue;
            try {
                const { Failed = [] } = await retry(() =>
                    this.client.send(new SendMessageBatchCommand({ QueueUrl: this.url, Entries: going.map(entry) })),
                );
                const failed = new Set(Failed.map(({ Id }) => Id));
                refused.push(...Failed.map(({ Code }) => Code ?? "unknown"));
                for (const [index, announcement] of going.entries()) {
                    if (failed.has(String(index))) stuck.add(nodeOf(announcement));
                    else keys.add(announcement.idempotencyKey);
                }
            } catch (error) {
                return { keys, refused, fault: asError(error) };
            }
        }
        return { keys, refused };
    }
}

/** The first announcements of different nodes: a batch may be taken in parts, which must not change the order of a node. */
function nextBatch(waiting: readonly QueuedAnnouncement[]): QueuedAnnouncement[] {
    const byNode = new Map<string, QueuedAnnouncement>();
    for (const announcement of waiting) {
        if (byNode.size === messagesPerCall) break;
        const node = nodeOf(announcement);
        if (!byNode.has(node)) byNode.set(node, announcement);
    }
    return [...byNode.values()];
}

function entry(announcement: QueuedAnnouncement, index: number) {
    return {
        Id: String(index),
        MessageBody: JSON.stringify(announcement),
        MessageGroupId: nodeOf(announcement),
        MessageDeduplicationId: announcement.idempotencyKey,
    };
}

/** What keeps the order: the instance, or the name where nobody knows the instance any more. */
function nodeOf({ idempotencyKey, announcement: { node } }: QueuedAnnouncement): string {
    return node.instanceId ?? node.name ?? idempotencyKey;
}
