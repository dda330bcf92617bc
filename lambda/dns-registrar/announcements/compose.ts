import { createHash } from "node:crypto";
import type { Announcement, AnnouncementType, QueuedAnnouncement } from "../../announcement";
import type { FailureEvent } from "../messages/events";
import type { Settings } from "../settings";
import type { KnownFacts } from "../store/known-node";
import type { Hold } from "../world/holds";

/** What all announcements of a run say. */
export interface Cluster {
    readonly name: string;
    readonly region: string;
    readonly owner: string;
    readonly nodeDomain: string;
    /** Seconds. */
    readonly ttl: number;
    /** Milliseconds since 1970. */
    readonly now: number;
}

export function clusterOf(settings: Settings, now: number): Cluster {
    const { cluster, region, ownerId, nodeDomain, ttl } = settings;
    return { name: cluster, region, owner: ownerId, nodeDomain, ttl, now };
}

/** What an announcement is about. */
export interface Subject {
    readonly label: string;
    readonly instanceId?: string;
    readonly group?: string;
    readonly generation: number;
    /** Announcements of this generation before this one. */
    readonly revision: number;
    readonly reason: string;
    readonly facts?: KnownFacts;
    readonly hold?: Hold;
}

type NodeAnnouncementType = Exclude<AnnouncementType, "node.launch_failed" | "node.terminate_failed">;

const statusOf = {
    "node.created": "INSYNC",
    "node.updated": "INSYNC",
    "node.draining": "INSYNC",
    "node.deleted": "DELETED",
} as const;

/** An announcement about a node and its name. */
export function announcementOf(type: NodeAnnouncementType, subject: Subject, cluster: Cluster): QueuedAnnouncement {
    const { label, instanceId, group, generation, revision, reason, facts = {}, hold } = subject;
    // The addresses belong to it: what was told and not noted may have changed when it is told again.
    const { address = "", ipv6 = "" } = type === "node.deleted" ? {} : facts;
    const key = keyOf(cluster.owner, instanceId ?? label, generation, type, revision, address, ipv6);
    return {
        idempotencyKey: key,
        announcement: {
            ...base(key, cluster),
            type,
            reason,
            group: group ?? null,
            generation,
            node: {
                instanceId: instanceId ?? null,
                name: `${label}.${cluster.nodeDomain}`,
                publicIp: facts.publicIp ?? null,
                privateIp: facts.privateIp ?? null,
                ipv6: facts.ipv6 ?? null,
                availabilityZone: facts.availabilityZone ?? null,
                instanceType: facts.instanceType ?? null,
                warmStart: facts.warmStart ?? false,
            },
            dns: { type: "A", ttl: cluster.ttl, status: statusOf[type] },
            drain: type === "node.draining" ? drainOf(hold) : null,
        },
    };
}

/** An announcement of a launch or a termination that failed. */
export function failureAnnouncement(failure: FailureEvent, cluster: Cluster): QueuedAnnouncement {
    const { kind, group, instanceId, activityId, at } = failure;
    const type = kind === "launchError" ? "node.launch_failed" : "node.terminate_failed";
    const seconds = Math.floor(Date.parse(at ?? "") / 1000);
    const generation = Number.isFinite(seconds) ? seconds : 0;
    const key = keyOf(cluster.owner, activityId ?? instanceId ?? group, generation, type, 0);
    return {
        idempotencyKey: key,
        announcement: {
            ...base(key, cluster),
            type,
            reason: "failed",
            group,
            generation,
            node: {
                instanceId: instanceId ?? null,
                name: null,
                publicIp: null,
                privateIp: null,
                ipv6: null,
                availabilityZone: null,
                instanceType: null,
                warmStart: false,
            },
            dns: null,
            drain: null,
        },
    };
}

/** The same for every attempt to tell the same, and different for anything else: 64 hex digits. */
function keyOf(...parts: readonly (string | number)[]): string {
    return createHash("sha256").update(parts.join("\n")).digest("hex");
}

function base(
    key: string,
    { name, region, now }: Cluster,
): Pick<Announcement, "version" | "id" | "occurredAt" | "cluster" | "region"> {
    return { version: 1, id: uuidOf(key), occurredAt: isoSeconds(now / 1000), cluster: name, region };
}

/** UUID of version 8, made of the first digits of a hash (RFC 9562, 5.8). */
function uuidOf(hex: string): string {
    const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
    return [
        hex.slice(0, 8),
        hex.slice(8, 12),
        `8${hex.slice(13, 16)}`,
        `${variant}${hex.slice(17, 20)}`,
        hex.slice(20, 32),
    ].join("-");
}

function drainOf(hold: Hold | undefined): Announcement["drain"] {
    if (hold?.deadline === undefined || hold.hook === undefined) return null;
    return { deadline: isoSeconds(hold.deadline), hook: hold.hook.name };
}

/** ISO 8601 in UTC without fractions. */
function isoSeconds(seconds: number): string {
    return new Date(Math.floor(seconds) * 1000).toISOString().replace(".000Z", "Z");
}
