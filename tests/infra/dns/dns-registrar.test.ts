import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { DnsRegistrar, type DnsRegistrarArgs } from "../../../infra/dns/dns-registrar";
import { messagesFor, tagsOf } from "../../support/config";
import { counts, known, modes, only, run, UNKNOWN } from "../../support/program";

const FUNCTION = "aws:lambda/function:Function";
const INVOCATION = "aws:lambda/invocation:Invocation";
const RECORD = "aws:route53/record:Record";
const TABLE = "aws:dynamodb/table:Table";

function registrar(more: Partial<DnsRegistrarArgs> = {}): DnsRegistrar {
    return new DnsRegistrar("names", {
        account: "123456789012",
        region: "us-east-1",
        parentZoneId: "Z0PARENT",
        nodeDomain: "nodes.example.com",
        ownerId: "0a1b2c3d",
        address: "public",
        ttlSeconds: 60,
        everyMinutes: 5,
        logQueries: false,
        logRetentionDays: 30,
        protect: false,
        tagsOf,
        ...more,
    });
}

const announcing = () => registrar({ webhookUrl: "https://app.example.com/nodes" });

/** What a registrar is made of that tells nobody and logs no queries. */
const quiet = {
    "media-cluster:dns:DnsRegistrar": 1,
    "media-cluster:dns:RegistrarMessages": 1,
    "media-cluster:dns:NodeZone": 1,
    "media-cluster:functions:BundledFunction": 1,
    "aws:kms/key:Key": 1,
    "aws:sns/topic:Topic": 1,
    "aws:sns/topicSubscription:TopicSubscription": 1,
    "aws:sqs/queue:Queue": 2,
    "aws:sqs/queuePolicy:QueuePolicy": 2,
    "aws:iam/role:Role": 3,
    "aws:iam/rolePolicy:RolePolicy": 3,
    "aws:cloudwatch/logGroup:LogGroup": 1,
    [FUNCTION]: 1,
    [INVOCATION]: 1,
    [TABLE]: 1,
    "aws:lambda/eventSourceMapping:EventSourceMapping": 1,
    "aws:scheduler/schedule:Schedule": 1,
    "aws:route53/zone:Zone": 1,
    [RECORD]: 3,
};

describe("DnsRegistrar", () => {
    for (const { mode, preview } of modes) {
        it(`is a zone, a topic, two queues, a table, a function, its role and a schedule (${mode})`, async () => {
            const { resources } = await run(registrar, { preview });

            assert.deepEqual(counts(resources), quiet);
        });

        it(`tells an application of nodes only when there is one (${mode})`, async () => {
            const { resources } = await run(announcing, { preview });

            assert.deepEqual(counts(resources), {
                ...quiet,
                "media-cluster:dns:Webhooks": 1,
                "media-cluster:dns:SigningSecret": 1,
                "media-cluster:functions:BundledFunction": 2,
                "aws:sqs/queue:Queue": 4,
                "aws:sqs/queuePolicy:QueuePolicy": 4,
                "aws:iam/role:Role": 4,
                "aws:iam/rolePolicy:RolePolicy": 4,
                "aws:cloudwatch/logGroup:LogGroup": 2,
                [FUNCTION]: 2,
                "aws:lambda/eventSourceMapping:EventSourceMapping": 2,
                "random:index/randomPassword:RandomPassword": 1,
                "aws:secretsmanager/secret:Secret": 1,
                "aws:secretsmanager/secretVersion:SecretVersion": 1,
            });
        });

        it(`logs queries when it is asked to, as long as everything else (${mode})`, async () => {
            const { resources } = await run(() => registrar({ logQueries: true }), { preview });

            assert.deepEqual(counts(resources), {
                ...quiet,
                "media-cluster:dns:QueryLogging": 1,
                "aws:cloudwatch/logGroup:LogGroup": 2,
                "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": 1,
                "aws:route53/queryLog:QueryLog": 1,
            });
            const logs = resources.filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup");
            assert.deepEqual(
                logs.map(({ inputs }) => inputs.retentionInDays),
                [30, 30],
            );
        });

        it(`passes the protection on to zone and secret (${mode})`, async () => {
            const build = () => registrar({ protect: true, webhookUrl: "https://app.example.com/nodes" });
            const { resources } = await run(build, { preview });

            assert.equal(only(resources, "aws:route53/zone:Zone").inputs.forceDestroy, false);
            assert.equal(only(resources, "aws:secretsmanager/secret:Secret").inputs.recoveryWindowInDays, 30);
        });

        it(`tells the function its zone, names, mark and table, and no secret (${mode})`, async () => {
            const { resources } = await run(registrar, { preview });

            const { inputs, sources } = only(resources, FUNCTION);
            const { environment, tags: _, code: __, role: ___, loggingConfig: ____, ...fixed } = inputs;
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
            const { ZONE_ID, TABLE_NAME, ...variables } = environment.variables;
            assert.deepEqual(variables, {
                NODE_DOMAIN: "nodes.example.com",
                RECORD_TTL: "60",
                OWNER_ID: "0a1b2c3d",
                ADDRESS: "public",
                CLUSTER: "media-cluster-test",
                POWERTOOLS_SERVICE_NAME: "dns-registrar",
                POWERTOOLS_METRICS_NAMESPACE: "MediaCluster",
            });
            // The names of zone and table are one: their logical name tells them apart.
            assert.deepEqual([...(sources.environment ?? [])].sort(), ["names", "names-zone"]);
            if (preview) return assert.deepEqual([ZONE_ID, TABLE_NAME], [UNKNOWN, UNKNOWN]);
            assert.match(ZONE_ID, /^Z[0-9A-F]{17}$/);
            assert.match(TABLE_NAME, /^names-[0-9a-f]{7}$/);
        });

        it(`tells the function where announcements go (${mode})`, async () => {
            const { resources } = await run(announcing, { preview });

            const { ANNOUNCEMENTS_QUEUE_URL } = only(resources, FUNCTION, "names").inputs.environment.variables;
            if (preview) assert.equal(ANNOUNCEMENTS_QUEUE_URL, UNKNOWN);
            else assert.match(ANNOUNCEMENTS_QUEUE_URL, /\/names-webhooks-[0-9a-f]{7}\.fifo$/);
        });

        it(`remembers nodes, and who may write, in a table that costs what it is used (${mode})`, async () => {
            const { resources } = await run(registrar, { preview });

            assert.deepEqual(only(resources, TABLE).inputs, {
                billingMode: "PAY_PER_REQUEST",
                hashKey: "kind",
                rangeKey: "id",
                attributes: [
                    { name: "kind", type: "S" },
                    { name: "id", type: "S" },
                ],
                tags: tagsOf("dns", "names"),
            });
        });

        it(`removes all names when it goes, after the mark and the notifier were there before (${mode})`, async () => {
            const { resources } = await run(announcing, { preview });

            const { inputs, dependsOn, sources } = only(resources, INVOCATION);
            const { functionName: _, input, ...fixed } = inputs;
            assert.deepEqual(fixed, { lifecycleScope: "CRUD", terraformKey: "tf" });
            assert.deepEqual(JSON.parse(input), { source: "mc.registrar", mode: "farewell", reason: "deployment" });
            assert.deepEqual(sources.functionName, ["names"]);
            for (const needed of ["names-owner", "names-webhooks"]) {
                assert.ok(dependsOn.includes(needed), `${needed} is not among ${dependsOn.join(", ")}`);
            }
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
            // Auto Scaling refuses topics and queues of this kind as targets of hooks.
            assert.deepEqual(
                [queue.fifoQueue, deadLetters.fifoQueue, only(resources, "aws:sns/topic:Topic").inputs.fifoTopic],
                [undefined, undefined, undefined],
            );
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

        it(`has the function called for all that comes by its own queue and schedule (${mode})`, async () => {
            const { resources } = await run(registrar, { preview });

            const { sources } = only(resources, "aws:lambda/eventSourceMapping:EventSourceMapping");
            assert.deepEqual([sources.eventSourceArn, sources.functionName], [["names"], ["names"]]);
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

            const { inputs, sources } = only(resources, RECORD, "names-owner");
            const { zoneId: _, ...fixed } = inputs;
            assert.deepEqual(fixed, {
                name: "_mc-0a1b2c3d.nodes.example.com",
                type: "TXT",
                ttl: 60,
                records: ["mc1;o=0a1b2c3d"],
            });
            assert.deepEqual(sources.zoneId, ["names-zone"]);
        });
    }

    it("keeps an execution free for the schedule beside those of the queue, and lets no message reappear during a run", async () => {
        const { resources } = await run(registrar, { preview: true });

        const { reservedConcurrentExecutions, timeout } = only(resources, FUNCTION).inputs;
        const { scalingConfig } = only(resources, "aws:lambda/eventSourceMapping:EventSourceMapping").inputs;
        assert.ok(reservedConcurrentExecutions >= scalingConfig.maximumConcurrency + 1);
        assert.ok(only(resources, "aws:sqs/queue:Queue", "names").inputs.visibilityTimeoutSeconds > timeout);
    });

    it("ends each run before the shortest hook that a group can have", async () => {
        const { resources } = await run(registrar, { preview: true });

        const shortest = { groups: { edge: { drain: { maxMinutes: 4 } } } };
        const refused = messagesFor(shortest).filter((message) => message.includes("groups.edge.drain.maxMinutes"));
        assert.equal(refused.length, 1);
        assert.ok(only(resources, FUNCTION).inputs.timeout < 5 * 60);
    });

    it("gives away what alarms, groups and the operator need", async () => {
        const { result } = await run(announcing, { preview: false });

        const { health, functionName, webhookSecretArn = assert.fail(), zoneId } = result;
        const { webhooks = assert.fail() } = health;
        assert.equal(health.everyMinutes, 5);
        const expected = [
            [functionName, /^names-[0-9a-f]{7}$/],
            [zoneId, /^Z[0-9A-F]{17}$/],
            [webhookSecretArn, /:secret:names-webhooks-/],
            [health.functionName, /^names-[0-9a-f]{7}$/],
            [health.queueName, /^names-[0-9a-f]{7}$/],
            [health.deadLetterQueueName, /^names-dead-letters-[0-9a-f]{7}$/],
            [webhooks.functionName, /^names-webhooks-[0-9a-f]{7}$/],
            [webhooks.deadLetterQueueName, /^names-webhooks-dead-letters-[0-9a-f]{7}\.fifo$/],
        ] as const;
        for (const [value, pattern] of expected) assert.match(String(await known(pulumi.output(value))), pattern);
    });

    it("has neither secret nor webhooks to watch when nobody is told", async () => {
        const { result } = await run(registrar, { preview: false });

        assert.deepEqual([result.webhookSecretArn, result.health.webhooks], [undefined, undefined]);
    });

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
        assert.match(hooks[0].Resource, /^arn:aws:sns:us-east-1:123456789012:names-[0-9a-f]{7}$/);
        assert.equal(hooks[1].Resource, only(resources, "aws:sns/topic:Topic").inputs.kmsMasterKeyId);
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
