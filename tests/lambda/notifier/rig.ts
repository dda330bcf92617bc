import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSRecord } from "aws-lambda";
import { post } from "../../../lambda/notifier/https-post";
import { Notifier } from "../../../lambda/notifier/notifier";
import { Queues } from "../../../lambda/notifier/queues";
import { readSettings } from "../../../lambda/notifier/settings";
import { SigningSecrets } from "../../../lambda/notifier/signing-secrets";
import { recordingLog, recordingMeter } from "../recordings";
import { batchOf, sendingTime } from "./announcements";
import { NotifierServer, notifierEnvironment, targets } from "./notifier-server";
import { trustingAgent, WebhookServer } from "./webhook-server";

type Webhook = ConstructorParameters<typeof WebhookServer>[0];

/** A notifier with the real AWS clients and real HTTPS, between local servers, and a clock that stands still. */
export async function startNotifier(answer: Webhook) {
    const aws = new NotifierServer();
    const webhook = new WebhookServer(answer);
    const endpoint = await aws.start();
    const settings = readSettings(notifierEnvironment(endpoint, (await webhook.start()).href));
    const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" };
    const options = { endpoint, region: "eu-west-1", credentials, maxAttempts: 1 };
    const { log, lines } = recordingLog();
    const { meter, totals } = recordingMeter();
    const clock = { now: () => sendingTime };
    const notifier = new Notifier({
        secrets: new SigningSecrets(new SecretsManagerClient(options), settings.secretArn, clock),
        queues: new Queues(new SQSClient(options), settings),
        send: (delivery) => post(settings.webhookUrl, delivery, { agent: trustingAgent }),
        clock,
        log,
        meter,
    });
    return {
        aws,
        webhook,
        settings,
        lines,
        totals,
        /** Hands in the messages as one batch; returns the ids of those that come again. */
        serve: async (records: readonly SQSRecord[], latestStart = sendingTime + 60_000) => {
            const { batchItemFailures } = await notifier.serve(batchOf(...records), latestStart);
            return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
        },
        /** Receipts and seconds of the messages that were postponed, in order. */
        postponed: () =>
            aws
                .inputs(targets.postpone)
                .map(({ ReceiptHandle, VisibilityTimeout }) => [ReceiptHandle, VisibilityTimeout]),
        /** What was sent to the dead-letter queue. */
        buried: () => aws.inputs(targets.send),
        stop: async () => {
            await webhook.stop();
            await aws.stop();
        },
    };
}

export type NotifierRig = Awaited<ReturnType<typeof startNotifier>>;
