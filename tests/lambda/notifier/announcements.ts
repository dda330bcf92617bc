import { createHash } from "node:crypto";
import type { SQSEvent, SQSRecord } from "aws-lambda";
import type { Announcement, AnnouncementType, QueuedAnnouncement } from "../../../lambda/announcement";

/** 2026-10-14T09:42:24Z in milliseconds. */
export const sendingTime = Date.UTC(2026, 9, 14, 9, 42, 24);

export const secret = "correct horse battery staple";

/** An announcement about the instance `i-…<number>`. */
export function announcementOf(
    number = 1,
    type: AnnouncementType = "node.created",
    fields: Partial<Announcement> = {},
): Announcement {
    const instanceId = `i-${number.toString(16).padStart(17, "0")}`;
    const label = createHash("sha256").update(instanceId).digest("hex").slice(0, 12);
    return {
        version: 1,
        id: `8c1d6f0b-42e7-4d9a-9f35-${keyOf(number, type, fields.generation).slice(0, 12)}`,
        type,
        reason: "in-service",
        occurredAt: "2026-10-14T09:41:27Z",
        cluster: "pool-prod",
        group: "pool-prod-media",
        region: "eu-west-1",
        generation: 1_791_970_891,
        node: {
            instanceId,
            name: `m-${label}.media.example.com`,
            publicIp: "203.0.113.57",
            privateIp: "10.0.2.118",
            ipv6: null,
            availabilityZone: "eu-west-1b",
            instanceType: "c7g.xlarge",
            warmStart: true,
        },
        dns: { type: "A", ttl: 60, status: "INSYNC" },
        drain: null,
        ...fields,
    };
}

function keyOf(number: number, type: string, generation = 1_791_970_891): string {
    return createHash("sha256").update(`3cc518fd ${number} ${generation} ${type}`).digest("hex");
}

export function queued(
    number = 1,
    type: AnnouncementType = "node.created",
    fields: Partial<Announcement> = {},
): QueuedAnnouncement {
    return {
        idempotencyKey: keyOf(number, type, fields.generation),
        announcement: announcementOf(number, type, fields),
    };
}

/** A message as Lambda hands it in. The group is the instance id unless stated. */
export function recordOf(
    message: QueuedAnnouncement | string,
    { id = "1", attempt = 1, group = "" }: { id?: string; attempt?: number; group?: string } = {},
): SQSRecord {
    const isText = typeof message === "string";
    return {
        messageId: id,
        receiptHandle: `receipt-${id}`,
        body: isText ? message : JSON.stringify(message),
        attributes: {
            ApproximateReceiveCount: String(attempt),
            SentTimestamp: "1791970900000",
            SenderId: "AROAEXAMPLE",
            ApproximateFirstReceiveTimestamp: "1791970900000",
            MessageGroupId: group || (isText ? "group" : (message.announcement.node.instanceId ?? "group")),
            MessageDeduplicationId: isText ? "deduplication" : message.idempotencyKey,
            SequenceNumber: "18850000000000000000",
        },
        messageAttributes: {},
        md5OfBody: "",
        eventSource: "aws:sqs",
        eventSourceARN: "arn:aws:sqs:eu-west-1:345678901234:announcements.fifo",
        awsRegion: "eu-west-1",
    };
}

export function batchOf(...records: SQSRecord[]): SQSEvent {
    return { Records: records };
}
