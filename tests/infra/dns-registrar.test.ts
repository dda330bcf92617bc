import * as assert from "node:assert/strict";
import { DnsRegistrar } from "../../infra/dns-registrar";
import { tagsFor } from "../../infra/tags";
import { counts, known, modes, only, run } from "../support/program";

const tagsOf = tagsFor({ project: "media-cluster", stack: "test", profile: "ant-media", tags: {} });
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
            assert.deepEqual(inputs.environment.variables, {
                ZONE_ID: "Z0EXAMPLE",
                NODE_DOMAIN: "nodes.example.com",
                RECORD_TTL: "60",
                OWNER_ID: "0a1b2c3d",
                ADDRESS: "public",
                CLUSTER: "media-cluster-test",
                POWERTOOLS_SERVICE_NAME: "dns-registrar",
            });
            const { runtime, architectures, memorySize, timeout, reservedConcurrentExecutions } = inputs;
            assert.deepEqual(
                [runtime, architectures, memorySize, timeout, reservedConcurrentExecutions],
                ["nodejs22.x", ["arm64"], 256, 120, 3],
            );
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
            const changes = Statement.filter(({ Action }: { Action: unknown }) =>
                String(Action).includes("route53:Change"),
            );
            assert.deepEqual(changes, [
                {
                    Sid: "ChangeNodeRecords",
                    Effect: "Allow",
                    Action: "route53:ChangeResourceRecordSets",
                    Resource: "arn:aws:route53:::hostedzone/Z0EXAMPLE",
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
            ]);
        });

        it(`marks the domain as its own without taking over another's mark (${mode})`, async () => {
            const { resources } = await run(registrar, { preview });

            const { name, type, allowOverwrite } = only(resources, "aws:route53/record:Record").inputs;
            assert.deepEqual([name, type, allowOverwrite], ["_mc-0a1b2c3d.nodes.example.com", "TXT", undefined]);
        });
    }

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
