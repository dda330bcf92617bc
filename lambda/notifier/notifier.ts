import { MetricUnit } from "@aws-lambda-powertools/metrics";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { QueuedAnnouncement } from "../announcement";
import { asError, type Log, type Meter } from "../log";
import type { Clock } from "./clock";
import { composeDelivery, type Delivery } from "./delivery";
import type { Answer } from "./https-post";
import { attemptOf, parseMessage } from "./message";
import { type Outcome, outcomeOf } from "./outcome";
import type { Queues } from "./queues";
import { waitAfter } from "./retry-schedule";
import type { SigningSecrets } from "./signing-secrets";

export interface NotifierParts {
    readonly secrets: Pick<SigningSecrets, "read">;
    readonly queues: Pick<Queues, "postpone" | "bury">;
    /** Sends one delivery to the webhook. Rejects when no answer came. */
    readonly send: (delivery: Delivery) => Promise<Answer>;
    readonly clock: Clock;
    readonly log: Log;
    readonly meter: Meter;
}

/** How one try ended. `cause` is a status or a fault, in words. */
interface Try {
    readonly outcome: Outcome;
    readonly cause: string;
    readonly retryAfter?: string | undefined;
}

/** What the logs say about a message: never its body, never the URL. */
type Facts = Readonly<Record<string, string | number | null | undefined>>;

/** Delivers announcements, each message of the queue to exactly one end: delivered, tried again later, or given up. */
export class Notifier {
    constructor(private readonly parts: NotifierParts) {}

    /**
     * Serves the messages in order. Behind one that has to come again, those of the same group are returned untried, so that a
     * receiver hears of each node in the right order; so is what would start after `latestStart` (milliseconds since 1970),
     * the first message apart.
     */
    async serve({ Records }: SQSEvent, latestStart: number): Promise<SQSBatchResponse> {
        const returned: SQSRecord[] = [];
        const held = new Set<string | undefined>();
        for (const [index, record] of Records.entries()) {
            const group = record.attributes.MessageGroupId;
            const hasTime = index === 0 || this.parts.clock.now() < latestStart;
            const isTried = hasTime && !held.has(group);
            if (isTried && (await this.finish(record))) continue;
            held.add(group);
            returned.push(record);
        }
        return { batchItemFailures: returned.map(({ messageId }) => ({ itemIdentifier: messageId })) };
    }

    /** True when the message is done with; false when it has to come again. */
    private async finish(record: SQSRecord): Promise<boolean> {
        const message = parseMessage(record.body);
        if (message.kind === "unreadable") {
            return this.giveUp(record, { messageId: record.messageId, cause: message.why });
        }
        const attempt = attemptOf(record);
        const { outcome, cause, retryAfter } = await this.try(message, attempt);
        const { type, node } = message.announcement;
        const facts = { type, instanceId: node?.instanceId, key: message.idempotencyKey, attempt, cause };
        if (outcome === "delivered") {
            this.count("Deliveries");
            this.parts.log.info("Announcement delivered.", facts);
            return true;
        }
        this.count("DeliveriesFailed");
        const wait = outcome === "retry" ? waitAfter(attempt, retryAfter, this.parts.clock.now()) : undefined;
        return wait === undefined ? this.giveUp(record, facts) : this.postpone(record, wait, facts);
    }

    private async try(message: QueuedAnnouncement, attempt: number): Promise<Try> {
        const { secrets, send, clock, meter } = this.parts;
        try {
            const valid = await secrets.read();
            const start = clock.now();
            const answer = send(composeDelivery(message, { attempt, now: start, secrets: valid }));
            const { status, retryAfter } = await answer.finally(() =>
                meter.addMetric("DeliverySeconds", MetricUnit.Seconds, (clock.now() - start) / 1000),
            );
            return { outcome: outcomeOf(status), cause: `status ${status}`, retryAfter };
        } catch (error) {
            const { name, message: why } = asError(error);
            return { outcome: "retry", cause: `${name}: ${why}` };
        }
    }

    private async postpone(record: SQSRecord, wait: number, facts: Facts): Promise<false> {
        const { queues, log } = this.parts;
        log.warn("Announcement not delivered; it comes again.", { ...facts, waitSeconds: wait });
        try {
            await queues.postpone(record, wait);
        } catch (error) {
            // It comes again all the same, after the queue's own visibility timeout.
            log.warn("The wait could not be set.", asError(error));
        }
        return false;
    }

    /** Moves the message to the dead letters. When that fails it has to come again, or it would be lost. */
    private async giveUp(record: SQSRecord, facts: Facts): Promise<boolean> {
        const { queues, log } = this.parts;
        try {
            await queues.bury(record);
        } catch (error) {
            log.error("An announcement could not be moved to the dead letters; it comes again.", {
                ...facts,
                error: asError(error),
            });
            return false;
        }
        this.count("DeliveriesGivenUp");
        log.error("Announcement given up; it lies in the dead-letter queue.", facts);
        return true;
    }

    private count(name: string): void {
        this.parts.meter.addMetric(name, MetricUnit.Count, 1);
    }
}
