/** What the application is told about a node. */
export type AnnouncementType =
    | "node.created"
    | "node.updated"
    | "node.draining"
    | "node.deleted"
    | "node.launch_failed"
    | "node.terminate_failed";

/** The node an announcement is about. A value is null when nobody knows it any more. */
export interface AnnouncedNode {
    readonly instanceId: string | null;
    /** DNS name of the node, e.g. `m-9f9e37fa7916.nodes.example.com`. */
    readonly name: string | null;
    readonly publicIp: string | null;
    readonly privateIp: string | null;
    readonly ipv6: string | null;
    readonly availabilityZone: string | null;
    readonly instanceType: string | null;
    /** True when the node came out of a warm pool. */
    readonly warmStart: boolean;
}

/**
 * Version 1 of what a webhook delivers, without what the delivery itself adds (`sentAt` and `attempt`).
 *
 * New optional fields keep the version; a field that goes or changes its meaning raises it.
 */
export interface Announcement {
    readonly version: 1;
    /** UUID made from the idempotency key: the same for every attempt. */
    readonly id: string;
    readonly type: AnnouncementType;
    /** Why, in one word: `in-service`, `address`, `scale-in`, `standby`, `retained`, `deadline`, `gone`, `failed`. */
    readonly reason: string;
    /** ISO 8601, seconds, UTC. */
    readonly occurredAt: string;
    readonly cluster: string;
    /** Auto Scaling group; null when nobody knows it any more. */
    readonly group: string | null;
    readonly region: string;
    /** Grows with every publication of the same instance: seconds since 1970 of its ownership mark. */
    readonly generation: number;
    readonly node: AnnouncedNode;
    /** The node's record; null for failures. */
    readonly dns: {
        readonly type: "A";
        readonly ttl: number;
        readonly status: "INSYNC" | "DELETED";
    } | null;
    /** Set for `node.draining` while a lifecycle hook holds the node: complete the hook by instance id before the deadline. */
    readonly drain: { readonly deadline: string; readonly hook: string } | null;
}

/** A message of the announcements queue: first in, first out per node. */
export interface QueuedAnnouncement {
    /** 64 hex digits, the same for every attempt; also the message's deduplication id. */
    readonly idempotencyKey: string;
    readonly announcement: Announcement;
}
