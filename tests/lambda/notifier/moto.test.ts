import * as assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import {
    CreateQueueCommand,
    DeleteMessageCommand,
    type Message,
    ReceiveMessageCommand,
    SendMessageCommand,
    SQSClient,
} from "@aws-sdk/client-sqs";
import type { QueuedAnnouncement } from "../../../lambda/announcement";
import { MotoServer } from "../../support/moto/moto-server";
import { notInstalled, pythonProgram } from "../../support/python/programs";
import { callBundle } from "../bundle-process";
import { batchOf, queued, recordOf } from "./announcements";
import { notifierEnvironment } from "./notifier-server";
import { certificate, statuses, WebhookServer } from "./webhook-server";

/** What SQS says about a received message, as Lambda passes it on. */
function recordFrom({ MessageId = "", ReceiptHandle = "", Body = "", Attributes = {} }: Message) {
    const record = recordOf(Body, { id: MessageId });
    return { ...record, receiptHandle: ReceiptHandle, attributes: { ...record.attributes, ...Attributes } };
}

describe("the bundle of the notifier, against moto's SQS and Secrets Manager", () => {
    const folder = mkdtempSync(join(tmpdir(), "notifier-moto-"));
    const moto = new MotoServer();
    let sqs: SQSClient;
    let environment: Record<string, string>;
    let webhook: WebhookServer | undefined;

    before(async function () {
        if (pythonProgram("moto_server") === undefined) {
            console.log(`      skipped, because ${notInstalled}`);
            this.skip();
        }
        this.timeout(60_000);
        const endpoint = await moto.start();
        const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" };
        const options = { endpoint, region: "eu-west-1", credentials, maxAttempts: 1 };
        sqs = new SQSClient(options);
        const secrets = new SecretsManagerClient(options);
        const { ARN = "" } = await secrets.send(new CreateSecretCommand({ Name: "webhook", SecretString: "old" }));
        await secrets.send(new PutSecretValueCommand({ SecretId: ARN, SecretString: "new" }));
        webhook = new WebhookServer(statuses(503, 204, 204, 404));
        const authority = join(folder, "ca.pem");
        writeFileSync(authority, certificate.cert);
        const queue = async (name: string) => {
            const Attributes = { FifoQueue: "true", VisibilityTimeout: "180" };
            const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }));
            return QueueUrl;
        };
        environment = {
            ...notifierEnvironment(endpoint, (await webhook.start()).href),
            SECRET_ARN: ARN,
            QUEUE_URL: await queue("announcements.fifo"),
            DEAD_LETTER_QUEUE_URL: await queue("announcements-dead.fifo"),
            NODE_EXTRA_CA_CERTS: authority,
        };
    });
    after(async () => {
        await webhook?.stop();
        await moto.stop();
        rmSync(folder, { recursive: true });
    });

    const send = ({ idempotencyKey, announcement }: QueuedAnnouncement) =>
        sqs.send(
            new SendMessageCommand({
                QueueUrl: environment.QUEUE_URL,
                MessageBody: JSON.stringify({ idempotencyKey, announcement }),
                MessageGroupId: announcement.node.instanceId ?? "",
                MessageDeduplicationId: idempotencyKey,
            }),
        );

    async function receive(QueueUrl = environment.QUEUE_URL, wait = 0): Promise<Message | undefined> {
        const { Messages: [message] = [] } = await sqs.send(
            new ReceiveMessageCommand({
                QueueUrl,
                MaxNumberOfMessages: 1,
                WaitTimeSeconds: wait,
                MessageSystemAttributeNames: ["All"],
            }),
        );
        return message;
    }

    /** What the event source mapping does for one message. Returns what the application was told, and how it answered. */
    async function serveNext(wait = 0): Promise<string | undefined> {
        const message = await receive(environment.QUEUE_URL, wait);
        if (message === undefined) return undefined;
        const { answers, logs } = await callBundle("notifier", [batchOf(recordFrom(message))], environment);
        const [{ batchItemFailures }] = answers as [{ batchItemFailures: unknown[] }];
        if (batchItemFailures.length === 0) {
            await sqs.send(
                new DeleteMessageCommand({ QueueUrl: environment.QUEUE_URL, ReceiptHandle: message.ReceiptHandle }),
            );
        }
        return `${logs[0]?.type} ${logs[0]?.attempt}: ${logs[0]?.cause}`;
    }

    it("keeps the order of a node through a failure, signs with both secrets, and moves what is refused to the dead letters", async () => {
        await send(queued(1, "node.created"));
        await send(queued(1, "node.deleted"));
        assert.equal(await serveNext(), "node.created 1: status 503");
        assert.equal(await serveNext(), undefined);

        assert.equal(await serveNext(15), "node.created 2: status 204");
        assert.equal(await serveNext(), "node.deleted 1: status 204");
        assert.match(
            String(webhook?.received[0]?.headers["x-mc-signature"]),
            /^t=\d+,v1=[0-9a-f]{64},v1=[0-9a-f]{64}$/,
        );

        await send(queued(2, "node.created"));
        assert.equal(await serveNext(), "node.created 1: status 404");
        const dead = await receive(environment.DEAD_LETTER_QUEUE_URL);
        assert.deepEqual(JSON.parse(dead?.Body ?? ""), queued(2, "node.created"));
        assert.equal(dead?.Attributes?.MessageGroupId, "i-00000000000000002");
        assert.equal(await serveNext(), undefined);
    }).timeout(60_000);
});
