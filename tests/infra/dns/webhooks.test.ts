import * as assert from "node:assert/strict";
import { Webhooks } from "../../../infra/dns/webhooks";
import { tagsOf } from "../../support/config";
import { counts, known, modes, only, run, UNKNOWN } from "../../support/program";

const QUEUE = "aws:sqs/queue:Queue";
const FUNCTION = "aws:lambda/function:Function";
const DAY = 24 * 60 * 60;

function webhooks(): Webhooks {
    return new Webhooks("hooks", {
        url: "https://app.example.com/nodes",
        protect: false,
        logRetentionDays: 30,
        tagsOf,
    });
}

describe("Webhooks", () => {
    for (const { mode, preview } of modes) {
        it(`is two queues, a function and a secret (${mode})`, async () => {
            const { resources } = await run(webhooks, { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:dns:Webhooks": 1,
                "media-cluster:dns:SigningSecret": 1,
                "media-cluster:functions:BundledFunction": 1,
                [QUEUE]: 2,
                "aws:sqs/queuePolicy:QueuePolicy": 2,
                "random:index/randomPassword:RandomPassword": 1,
                "aws:secretsmanager/secret:Secret": 1,
                "aws:secretsmanager/secretVersion:SecretVersion": 1,
                "aws:cloudwatch/logGroup:LogGroup": 1,
                "aws:iam/role:Role": 1,
                "aws:iam/rolePolicy:RolePolicy": 1,
                [FUNCTION]: 1,
                "aws:lambda/eventSourceMapping:EventSourceMapping": 1,
            });
        });

        it(`keeps the order per node, tries nine times, and keeps for two weeks what was in vain (${mode})`, async () => {
            const { resources } = await run(webhooks, { preview });

            const { redrivePolicy, ...queue } = only(resources, QUEUE, "hooks").inputs;
            assert.deepEqual(queue, {
                fifoQueue: true,
                sqsManagedSseEnabled: true,
                messageRetentionSeconds: 4 * DAY,
                visibilityTimeoutSeconds: 180,
                tags: tagsOf("dns", "hooks"),
            });
            assert.deepEqual(only(resources, QUEUE, "hooks-dead-letters").inputs, {
                fifoQueue: true,
                sqsManagedSseEnabled: true,
                messageRetentionSeconds: 14 * DAY,
                tags: tagsOf("dns", "hooks-dead-letters"),
            });
            if (preview) return assert.equal(redrivePolicy, UNKNOWN);
            const { deadLetterTargetArn, ...redrive } = JSON.parse(redrivePolicy);
            assert.deepEqual(redrive, { maxReceiveCount: 9 });
            assert.match(
                deadLetterTargetArn,
                /^arn:aws:sqs:us-east-1:123456789012:hooks-dead-letters-[0-9a-f]{7}\.fifo$/,
            );
        });

        it(`gives the function one message at a time, so that a message's receive count is its number of tries (${mode})`, async () => {
            const { resources } = await run(webhooks, { preview });

            const { inputs, sources } = only(resources, "aws:lambda/eventSourceMapping:EventSourceMapping");
            const { eventSourceArn: _, functionName: __, ...fixed } = inputs;
            assert.deepEqual(fixed, {
                batchSize: 1,
                scalingConfig: { maximumConcurrency: 5 },
                functionResponseTypes: ["ReportBatchItemFailures"],
                tags: tagsOf("dns", "hooks"),
            });
            assert.deepEqual([sources.eventSourceArn, sources.functionName], [["hooks"], ["hooks"]]);
        });

        it(`tells the function where everything is, and no secret (${mode})`, async () => {
            const { resources } = await run(webhooks, { preview });

            const { timeout, memorySize, reservedConcurrentExecutions, environment } = only(resources, FUNCTION).inputs;
            assert.deepEqual([timeout, memorySize, reservedConcurrentExecutions], [30, 256, 5]);
            const { SECRET_ARN, QUEUE_URL, DEAD_LETTER_QUEUE_URL, ...fixed } = environment.variables;
            assert.deepEqual(fixed, {
                WEBHOOK_URL: "https://app.example.com/nodes",
                CLUSTER: "media-cluster-test",
                POWERTOOLS_SERVICE_NAME: "notifier",
                POWERTOOLS_METRICS_NAMESPACE: "MediaCluster",
            });
            if (preview) {
                return assert.deepEqual([SECRET_ARN, QUEUE_URL, DEAD_LETTER_QUEUE_URL], [UNKNOWN, UNKNOWN, UNKNOWN]);
            }
            assert.match(SECRET_ARN, /^arn:aws:secretsmanager:us-east-1:123456789012:secret:hooks-/);
            const sqs = "^https://sqs\\.us-east-1\\.amazonaws\\.com/123456789012/";
            assert.match(QUEUE_URL, new RegExp(`${sqs}hooks-[0-9a-f]{7}\\.fifo$`));
            assert.match(DEAD_LETTER_QUEUE_URL, new RegExp(`${sqs}hooks-dead-letters-[0-9a-f]{7}\\.fifo$`));
        });

        it(`lets the function take, put off and give up announcements, and read the secret, and no more (${mode})`, async () => {
            const { resources } = await run(webhooks, { preview });

            const { Statement } = only(resources, "aws:iam/rolePolicy:RolePolicy").inputs.policy;
            const own = preview
                ? [UNKNOWN, UNKNOWN, UNKNOWN]
                : [
                      only(resources, "aws:sqs/queuePolicy:QueuePolicy", "hooks"),
                      only(resources, "aws:sqs/queuePolicy:QueuePolicy", "hooks-dead-letters"),
                  ]
                      .map(({ inputs }) => JSON.parse(inputs.policy).Statement[0].Resource)
                      .concat(only(resources, "aws:secretsmanager/secretVersion:SecretVersion").inputs.secretId);
            assert.deepEqual(Statement.slice(0, 3), [
                {
                    Sid: "TakeAnnouncements",
                    Effect: "Allow",
                    Action: [
                        "sqs:ReceiveMessage",
                        "sqs:DeleteMessage",
                        "sqs:GetQueueAttributes",
                        "sqs:ChangeMessageVisibility",
                    ],
                    Resource: own[0],
                },
                { Sid: "GiveUp", Effect: "Allow", Action: "sqs:SendMessage", Resource: own[1] },
                { Sid: "Sign", Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: own[2] },
            ]);
            assert.deepEqual(
                Statement.slice(3).map(({ Sid }: { Sid: string }) => Sid),
                ["WriteLogs", "WriteTraces"],
            );
        });
    }

    it("opens the queues to nobody, and over TLS only", async () => {
        const { resources } = await run(webhooks, { preview: false });

        for (const name of ["hooks", "hooks-dead-letters"]) {
            const policy = JSON.parse(only(resources, "aws:sqs/queuePolicy:QueuePolicy", name).inputs.policy);
            const { Resource } = policy.Statement[0];
            assert.match(Resource, new RegExp(`^arn:aws:sqs:us-east-1:123456789012:${name}-[0-9a-f]{7}\\.fifo$`));
            assert.deepEqual(policy, {
                Version: "2012-10-17",
                Statement: [
                    {
                        Sid: "TlsOnly",
                        Effect: "Deny",
                        Principal: "*",
                        Action: "sqs:*",
                        Resource,
                        Condition: { Bool: { "aws:SecureTransport": "false" } },
                    },
                ],
            });
        }
    });

    it("gives away what the registrar and the operator need", async () => {
        const { result } = await run(webhooks, { preview: false });

        const { queueUrl, queueArn, deadLetterQueueName, functionName, secretArn } = result;
        const values = await Promise.all(
            [queueUrl, queueArn, deadLetterQueueName, functionName, secretArn].map((output) => known(output)),
        );
        const expected = [
            /\/hooks-[0-9a-f]{7}\.fifo$/,
            /:sqs:.*:hooks-[0-9a-f]{7}\.fifo$/,
            /^hooks-dead-letters-[0-9a-f]{7}\.fifo$/,
            /^hooks-[0-9a-f]{7}$/,
            /:secret:hooks-/,
        ];
        for (const [index, pattern] of expected.entries()) assert.match(String(values[index]), pattern);
    });
});
