import { createHmac } from "node:crypto";
import type { QueuedAnnouncement } from "../announcement";

/** What one attempt sends. */
export interface Delivery {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
}

/**
 * Body and headers of one attempt.
 *
 * @param attempt 1 for the first try.
 * @param now milliseconds since 1970, the time of sending.
 * @param secrets the valid secrets, newest first.
 */
export function composeDelivery(
    { idempotencyKey, announcement }: QueuedAnnouncement,
    { attempt, now, secrets }: { attempt: number; now: number; secrets: readonly string[] },
): Delivery {
    const { version, id, type, reason, occurredAt, ...rest } = announcement;
    const seconds = Math.floor(now / 1000);
    const sentAt = `${new Date(now).toISOString().slice(0, 19)}Z`;
    const body = JSON.stringify({ version, id, type, reason, occurredAt, sentAt, attempt, ...rest });
    return {
        body,
        headers: {
            "Content-Type": "application/json",
            "User-Agent": "media-cluster",
            "X-MC-Event": type,
            "Idempotency-Key": idempotencyKey,
            "X-MC-Signature": signatureHeader(secrets, seconds, body),
        },
    };
}

/**
 * Value of `X-MC-Signature`: the time, then one HMAC-SHA-256 over `<time>.<body>` per secret. The time is signed too, so that
 * a recorded request cannot be sent again later.
 *
 * @param seconds seconds since 1970.
 */
export function signatureHeader(secrets: readonly string[], seconds: number, body: string): string {
    const values = secrets.map(
        (secret) => `v1=${createHmac("sha256", secret).update(`${seconds}.${body}`, "utf8").digest("hex")}`,
    );
    return [`t=${seconds}`, ...values].join(",");
}
