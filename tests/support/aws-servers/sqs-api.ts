import { createHash } from "node:crypto";
import { invalid } from "./fault";

/** A message as the queue holds it. */
export interface QueuedMessage {
    readonly body: string;
    readonly group: string;
    readonly deduplicationId: string;
}

interface Entry {
    readonly Id: string;
    readonly MessageBody: string;
    readonly MessageGroupId: string;
    readonly MessageDeduplicationId: string;
}

/** Takes a batch for a first-in-first-out queue, in the JSON protocol; what it has already by its deduplication id it takes silently. */
export function sendMessageBatch(messages: QueuedMessage[], body: string): string {
    const { QueueUrl, Entries } = JSON.parse(body) as { QueueUrl: string; Entries: Entry[] };
    if (!QueueUrl.endsWith(".fifo")) throw invalid("The queue is not a FIFO queue.");
    if (Entries.length < 1 || Entries.length > 10) throw invalid("A batch has 1 to 10 entries.");
    const Successful = Entries.map(({ Id, MessageBody, MessageGroupId, MessageDeduplicationId }) => {
        const message = { body: MessageBody, group: MessageGroupId, deduplicationId: MessageDeduplicationId };
        if (!messages.some(({ deduplicationId }) => deduplicationId === MessageDeduplicationId)) messages.push(message);
        return {
            Id,
            MessageId: `7f0c2a9e-${Id}`,
            MD5OfMessageBody: createHash("md5").update(MessageBody).digest("hex"),
        };
    });
    return JSON.stringify({ Successful, Failed: [] });
}
