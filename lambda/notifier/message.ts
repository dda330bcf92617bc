import type { SQSEvent, SQSRecord } from "aws-lambda";
import type { Announcement, QueuedAnnouncement } from "../announcement";

/** A message of the announcements queue, or why it is none. */
export type QueueMessage =
    | ({ readonly kind: "announcement" } & QueuedAnnouncement)
    | { readonly kind: "unreadable"; readonly why: string };

export function isQueueBatch(event: unknown): event is SQSEvent {
    const records: unknown =
        typeof event === "object" && event !== null && "Records" in event ? event.Records : undefined;
    return Array.isArray(records) && records.every((record: Partial<SQSRecord>) => record?.eventSource === "aws:sqs");
}

/**
 * Reads the body of a message. Checked is what the delivery itself depends on: version, key and what goes into headers. The
 * rest is passed on as the registrar wrote it, so that a new optional field needs no new notifier. `why` never shows the body.
 */
export function parseMessage(body: string): QueueMessage {
    let message: unknown;
    try {
        message = JSON.parse(body);
    } catch {
        return unreadable("The body is not JSON.");
    }
    if (!isObject(message)) return unreadable("The body is not an object.");
    const { idempotencyKey, announcement } = message;
    if (!isText(idempotencyKey, /^[0-9a-f]{64}$/)) return unreadable("The idempotency key is not 64 hex digits.");
    if (!isObject(announcement)) return unreadable("There is no announcement.");
    if (announcement.version !== 1) return unreadable("The announcement is not of version 1.");
    if (!isText(announcement.type, /^node\.[a-z_]+$/)) return unreadable("The announcement has no type.");
    if (!isText(announcement.id, /./)) return unreadable("The announcement has no id.");
    return { kind: "announcement", idempotencyKey, announcement: announcement as unknown as Announcement };
}

/** How often the queue has handed the message out, this time included. */
export function attemptOf({ attributes }: SQSRecord): number {
    const count = Number(attributes.ApproximateReceiveCount);
    return Number.isInteger(count) && count > 0 ? count : 1;
}

function unreadable(why: string): QueueMessage {
    return { kind: "unreadable", why };
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown, pattern: RegExp): value is string {
    return typeof value === "string" && pattern.test(value);
}
