import * as assert from "node:assert/strict";
import { DnsRegistrar } from "../../infra/dns-registrar";
import { tagsOf } from "../support/config";
import { counts, known, modes, only, run, UNKNOWN } from "../support/program";

const FUNCTION = "aws:lambda/function:Function";

function registrar(): DnsRegistrar {
    return new DnsRegistrar("names", {
        account: "123456789012",
        zoneId: "Z0EXAMPLE",
        nodeDomain: "nodes.example.com",
        ownerId: "0a1b2c3d",
        address: "public",
        ttlSeconds: 60,
        everyMinutes: 5,
        logRetentionDays: 30,
        tagsOf,
    });
}

describe("DnsRegistrar", () => {
    for (const { mode, preview } of modes) {
        it(`is a topic, two queues, a function, its role and a schedule (${mode})`, async () => {
            const { resources } = await run(registrar, { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:dns:DnsRegistrar": 1,
                "media-cluster:dns:RegistrarMessages": 1,
                "aws:kms/key:Key": 1,
                "aws:sns/topic:Topic": 1,
                "aws:sns/topicSubscription:TopicSubscription": 1,
                "aws:sqs/queue:Queue": 2,
                "aws:sqs/queuePolicy:QueuePolicy": 2,
                "aws:iam/role:Role": 3,
                "aws:iam/rolePolicy:RolePolicy": 3,
                "aws:cloudwatch/logGroup:LogGroup": 1,
                [FUNCTION]: 1,
                "aws:lambda/eventSourceMapping:EventSourceMapping": 1,
                "aws:scheduler/schedule:Schedule": 1,
                "aws:route53/record:Record": 1,
            });
        });

        it(`tells the function its zone, names and mark, and no secret (${mode})`, async () => {
            const { resources } = await run(registrar, { preview });

            const { inputs, dependsOn } = only(resources, FUNCTION);
            const { environment, tags: _, code, role, loggingConfig, ...fixed } = inputs;
            assert.deepEqual(fixed, {
                description: "Keeps one DNS record per node of the media cluster",
                runtime: "nodejs22.x",
                architectures: ["arm64"],
                handler: "index.handler",
                memorySize: 256,
                timeout: 120,
                reservedConcurrentExecutions: 3,
                tracingConfig: { mode: "Active" },
            });
            assert.equal(loggingConfig.logFormat, "JSON");
            assert.ok(code);
            if (preview) assert.deepEqual([role, loggingConfig.logGroup], [UNKNOWN, UNKNOWN]);
            assert.deepEqual(environment.variables, {
                ZONE_ID: "Z0EXAMPLE",
                NODE_DOMAIN: "nodes.example.com",
                RECORD_TTL: "60",
                OWNER_ID: "0a1b2c3d",
                ADDRESS: "public",
                CLUSTER: "media-cluster-test",
                POWERTOOLS_SERVICE_NAME: "dns-registrar",
            });
            assert.ok(dependsOn.includes("names"));
        });

        it(`takes events in bursts, keeps failed ones, and hides none for ever (${mode})`, async () => {
            const { resources } = await run(registrar, { preview });

            const mapping = only(resources, "aws:lambda/eventSourceMapping:EventSourceMapping").inputs;
            assert.deepEqual(
                [mapping.batchSize, mapping.maximumBatchingWindowInSeconds, mapping.scalingConfig.maximumConcurrency],
                [1000, 5, 2],
            );
            assert.deepEqual(mapping.functionResponseTypes, ["ReportBatchItemFailures"]);
            const queue = only(resources, "aws:sqs/queue:Queue", "names").inputs;
            assert.equal(queue.visibilityTimeoutSeconds, 720);
            assert.equal(queue.sqsManagedSseEnabled, true);
            const deadLetters = only(resources, "aws:sqs/queue:Queue", "names-dead-letters").inputs;
            assert.equal(deadLetters.messageRetentionSeconds, 14 * 24 * 3600);
            const subscription = only(resources, "aws:sns/topicSubscription:TopicSubscription");
            assert.equal(subscription.inputs.rawMessageDelivery, true);
            assert.ok(subscription.dependsOn.includes("names-dead-letters"));
            if (preview) return;
            const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(queue.redrivePolicy);
            assert.equal(maxReceiveCount, 10);
            assert.match(deadLetterTargetArn, /:sqs:us-east-1:123456789012:names-dead-letters-[0-9a-f]{7}$/);
        });

        it(`compares everything every five minutes (${mode})`, async () => {
            const { resources } = await run(registrar, { preview });

            const { scheduleExpression, flexibleTimeWindow, target } = only(
                resources,
                "aws:scheduler/schedule:Schedule",
            ).inputs;
            assert.deepEqual([scheduleExpression, flexibleTimeWindow], ["rate(5 minutes)", { mode: "OFF" }]);
            assert.deepEqual(JSON.parse(target.input), {
                source: "mc.registrar",
                mode: "reconcile",
                reason: "schedule",
            });
        });

        it(`may change node names in one zone only, by creating and deleting (${mode})`, async () => {
            const { resources } = await run(registrar, { preview });

            const { Statement } = only(resources, "aws:iam/rolePolicy:RolePolicy", "names").inputs.policy;
            const zone = "arn:aws:route53:::hostedzone/Z0EXAMPLE";
            const events = preview ? UNKNOWN : Statement[3].Resource;
            const logs = preview ? UNKNOWN : Statement[4].Resource;
            if (!preview) assert.match(events, /^arn:aws:sqs:us-east-1:123456789012:names-[0-9a-f]{7}$/);
            if (!preview) assert.match(logs, /^arn:aws:.*names.*:\*$/);
            assert.deepEqual(Statement, [
                {
                    Sid: "ChangeNodeRecords",
                    Effect: "Allow",
                    Action: "route53:ChangeResourceRecordSets",
                    Resource: zone,
                    Condition: {
                        "ForAllValues:StringLike": {
                            "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["m-*.nodes.example.com"],
                        },
                        "ForAllValues:StringEquals": {
                            "route53:ChangeResourceRecordSetsRecordTypes": ["A", "TXT"],
                            "route53:ChangeResourceRecordSetsActions": ["CREATE", "DELETE"],
                        },
                        Null: { "route53:ChangeResourceRecordSetsNormalizedRecordNames": "false" },
                    },
                },
                { Sid: "ReadRecords", Effect: "Allow", Action: "route53:ListResourceRecordSets", Resource: zone },
                {
                    Sid: "ReadNodes",
                    Effect: "Allow",
                    Action: [
                        "autoscaling:DescribeAutoScalingGroups",
                        "autoscaling:DescribeWarmPool",
                        "ec2:DescribeInstances",
                    ],
                    Resource: "*",
                },
                {
                    Sid: "TakeEvents",
                    Effect: "Allow",
                    Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
                    Resource: events,
                },
                {
                    Sid: "WriteLogs",
                    Effect: "Allow",
                    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
                    Resource: logs,
                },
                {
                    Sid: "WriteTraces",
                    Effect: "Allow",
                    Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
                    Resource: "*",
                },
            ]);
        });

        it(`lets each AWS service assume its own role only (${mode})`, async () => {
            const { resources } = await run(registrar, { preview });

            const trusted = resources
                .filter(({ type }) => type === "aws:iam/role:Role")
                .map(({ name, inputs }) => [name, inputs.assumeRolePolicy.Statement])
                .sort();
            const trust = (service: string, more = {}) => [
                { Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole", ...more },
            ];
            assert.deepEqual(trusted, [
                ["names", trust("lambda.amazonaws.com")],
                ["names-hooks", trust("autoscaling.amazonaws.com")],
                [
                    "names-schedule",
                    trust("scheduler.amazonaws.com", {
                        Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
                    }),
                ],
            ]);
        });

        it(`marks the domain as its own without taking over another's mark (${mode})`, async () => {
            const { resources } = await run(registrar, { preview });

            const { name, type, allowOverwrite } = only(resources, "aws:route53/record:Record").inputs;
            assert.deepEqual([name, type, allowOverwrite], ["_mc-0a1b2c3d.nodes.example.com", "TXT", undefined]);
        });
    }

    it("lets the hooks' role publish, the schedule invoke, and the topic fill the queues, all by TLS", async () => {
        const { resources } = await run(registrar, { preview: false });

        const statements = (type: string, name: string) => {
            const { policy } = only(resources, type, name).inputs;
            return (typeof policy === "string" ? JSON.parse(policy) : policy).Statement;
        };
        const hooks = statements("aws:iam/rolePolicy:RolePolicy", "names-hooks");
        assert.deepEqual(
            hooks.map(({ Effect, Action }: { Effect: string; Action: unknown }) => [Effect, Action]),
            [
                ["Allow", "sns:Publish"],
                ["Allow", ["kms:GenerateDataKey", "kms:Decrypt"]],
            ],
        );
        const [invoke] = statements("aws:iam/rolePolicy:RolePolicy", "names-schedule");
        assert.deepEqual([invoke.Effect, invoke.Action], ["Allow", "lambda:InvokeFunction"]);
        assert.match(invoke.Resource, /:function:names-[0-9a-f]{7}$/);
        for (const name of ["names", "names-dead-letters"]) {
            const [tls, deliver] = statements("aws:sqs/queuePolicy:QueuePolicy", name);
            const queue = new RegExp(`:sqs:us-east-1:123456789012:${name}-[0-9a-f]{7}$`);
            assert.deepEqual([tls.Effect, tls.Principal, tls.Action], ["Deny", "*", "sqs:*"]);
            assert.deepEqual(tls.Condition, { Bool: { "aws:SecureTransport": "false" } });
            assert.match(tls.Resource, queue);
            assert.deepEqual(
                [deliver.Effect, deliver.Principal, deliver.Action],
                ["Allow", { Service: "sns.amazonaws.com" }, "sqs:SendMessage"],
            );
            assert.match(deliver.Resource, queue);
            assert.match(deliver.Condition.ArnEquals["aws:SourceArn"], /:sns:us-east-1:123456789012:names-/);
        }
    });

    it("lets Auto Scaling publish to the encrypted topic before its service-linked role exists", async () => {
        const { resources, result } = await run(registrar, { preview: false });

        const policy = JSON.parse(only(resources, "aws:kms/key:Key").inputs.policy);
        const [administration, publishing] = policy.Statement;
        assert.deepEqual(administration.Principal, { AWS: "arn:aws:iam::123456789012:root" });
        assert.deepEqual(publishing.Condition, {
            StringEquals: { "kms:CallerAccount": "123456789012" },
            ArnLike: {
                "aws:PrincipalArn":
                    "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling*",
            },
        });
        assert.match(String(await known(result.topicArn)), /:sns:us-east-1:123456789012:names-[0-9a-f]{7}$/);
        assert.match(String(await known(result.hookRoleArn)), /:role\/names-hooks-[0-9a-f]{7}$/);
    });
});
