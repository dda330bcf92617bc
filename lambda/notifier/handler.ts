import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse } from "aws-lambda";
import { post } from "./https-post";
import { isQueueBatch } from "./message";
import { Notifier } from "./notifier";
import { Queues } from "./queues";
import { readSettings } from "./settings";
import { SigningSecrets } from "./signing-secrets";

/** Time one message may take, in milliseconds: reading the secrets, sending, and moving the message, each at its limit. */
const timeOfOneMessage = 20_000;

/** Two tries of 3 s at most, in milliseconds. */
const clientOptions = {
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1500, requestTimeout: 3000, throwOnRequestTimeout: true },
};

// Wrong settings stop the function here, before its first event.
const settings = readSettings(process.env);
const log = new Logger({ persistentKeys: { cluster: settings.cluster } });
const metrics = new Metrics({ defaultDimensions: { cluster: settings.cluster } });
const clock = { now: () => Date.now() };
let notifier: Notifier | undefined;

/** Entry of the function: batches of the announcements queue, one message each as the program sets it up. */
export async function handler(event: unknown, context: Context): Promise<SQSBatchResponse> {
    log.addContext(context);
    if (!isQueueBatch(event)) throw new TypeError("The notifier takes only messages of its queue.");
    notifier ??= new Notifier({
        secrets: new SigningSecrets(new SecretsManagerClient(clientOptions), settings.secretArn, clock),
        queues: new Queues(new SQSClient(clientOptions), settings),
        send: (delivery) => post(settings.webhookUrl, delivery),
        clock,
        log,
        meter: metrics,
    });
    try {
        return await notifier.serve(event, clock.now() + context.getRemainingTimeInMillis() - timeOfOneMessage);
    } finally {
        if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
    }
}
