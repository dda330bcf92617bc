import * as assert from "node:assert/strict";
import type { Alarm } from "../../../infra/monitoring/alarm";
import { registrarAlarms } from "../../../infra/monitoring/registrar-alarms";
import { run } from "../../support/program";

const registrar = {
    everyMinutes: 5,
    functionName: "registrar-1",
    queueName: "events-1",
    deadLetterQueueName: "dead-1",
};
const webhooks = { functionName: "notifier-1", deadLetterQueueName: "undelivered-1" };

/** The alarms of a stack, by name and without their descriptions. */
async function alarmsOf(settings: Parameters<typeof registrarAlarms>[1]): Promise<Record<string, unknown>> {
    const { result } = await run(() => registrarAlarms("watch", settings), { preview: true });
    return Object.fromEntries(
        result.map(({ about, subject, description: _, ...alarm }) => [`${about}-${subject}`, { subject, ...alarm }]),
    );
}

const ofRegistrar = {
    role: "dns",
    namespace: "MediaCluster",
    dimensions: { service: "dns-registrar", cluster: "media-cluster-test" },
};
const ofFunction = {
    role: "dns",
    namespace: "AWS/Lambda",
    dimensions: { FunctionName: "registrar-1" },
    statistic: "Sum",
};
const ofQueue = { role: "dns", namespace: "AWS/SQS" };

const quiet = {
    "watch-registrar-dns-drift": {
        ...ofRegistrar,
        subject: "dns-drift",
        metricName: "Drift",
        when: { from: 1 },
        periodMinutes: 5,
        periods: 2,
    },
    "watch-registrar-names-need-attention": {
        ...ofRegistrar,
        subject: "names-need-attention",
        metricName: "NeedsAttention",
        when: { from: 1 },
        periodMinutes: 5,
    },
    "watch-registrar-drain-near-timeout": {
        ...ofRegistrar,
        subject: "drain-near-timeout",
        metricName: "DrainUsedPercent",
        when: { from: 80 },
        periodMinutes: 5,
        missing: "missing",
    },
    "watch-registrar-dns-throttled": {
        ...ofRegistrar,
        subject: "dns-throttled",
        metricName: "ThrottledCalls",
        statistic: "Sum",
        when: { above: 10 },
    },
    "watch-registrar-registrar-silent": {
        ...ofFunction,
        subject: "registrar-silent",
        metricName: "Invocations",
        when: { below: 1 },
        periodMinutes: 5,
        periods: 3,
        missing: "breaching",
    },
    "watch-registrar-function-errors": {
        ...ofFunction,
        subject: "function-errors",
        metricName: "Errors",
        when: { from: 1 },
    },
    "watch-registrar-oldest-event": {
        ...ofQueue,
        subject: "oldest-event",
        dimensions: { QueueName: "events-1" },
        metricName: "ApproximateAgeOfOldestMessage",
        when: { from: 300 },
    },
    "watch-registrar-dead-letter-depth": {
        ...ofQueue,
        subject: "dead-letter-depth",
        dimensions: { QueueName: "dead-1" },
        metricName: "ApproximateNumberOfMessagesVisible",
        when: { from: 1 },
    },
};

describe("registrarAlarms", () => {
    it("watches names, events and the function of a registrar", async () => {
        assert.deepEqual(await alarmsOf(registrar), quiet);
    });

    it("watches what the application is told as well", async () => {
        assert.deepEqual(await alarmsOf({ ...registrar, webhooks }), {
            ...quiet,
            "watch-webhooks-webhook-failures": {
                role: "dns",
                namespace: "MediaCluster",
                dimensions: { service: "notifier", cluster: "media-cluster-test" },
                subject: "webhook-failures",
                metricName: "DeliveriesFailed",
                statistic: "Sum",
                when: { above: 5 },
                periodMinutes: 5,
            },
            "watch-webhooks-dead-letter-depth": {
                ...ofQueue,
                subject: "dead-letter-depth",
                dimensions: { QueueName: "undelivered-1" },
                metricName: "ApproximateNumberOfMessagesVisible",
                when: { from: 1 },
            },
            "watch-webhooks-function-errors": {
                ...ofFunction,
                dimensions: { FunctionName: "notifier-1" },
                subject: "function-errors",
                metricName: "Errors",
                when: { from: 1 },
            },
        });
    });

    it("looks back over the schedule's own periods, within the day that CloudWatch allows", async () => {
        for (const everyMinutes of [1, 7, 60]) {
            const { result } = await run(() => registrarAlarms("watch", { ...registrar, everyMinutes, webhooks }), {
                preview: true,
            });
            const seconds = ({ periodMinutes = 1, periods = 1 }: Alarm) => periodMinutes * periods * 60;
            const found = (subject: string) =>
                result.find((alarm) => alarm.subject === subject) ?? assert.fail(subject);

            assert.equal(seconds(found("dns-drift")), 2 * 60 * everyMinutes);
            assert.equal(seconds(found("registrar-silent")), 3 * 60 * everyMinutes);
            for (const alarm of result) {
                assert.ok(seconds(alarm) <= 86_400 && seconds(alarm) % 60 === 0, alarm.subject);
            }
        }
    });

    it("says in one sentence what is wrong, and where to look", async () => {
        const { result } = await run(() => registrarAlarms("watch", { ...registrar, webhooks }), { preview: true });

        for (const { description, subject } of result) {
            assert.match(description, /^[A-Z][^.]*(\.\w[^.]*)*\.$/, subject);
            assert.match(description, /\b(see|says?|find out)\b/, subject);
        }
        assert.equal(new Set(result.map(({ description }) => description)).size, result.length);
    });
});
