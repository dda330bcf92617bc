import * as assert from "node:assert/strict";
import {
    AutoScalingClient,
    CompleteLifecycleActionCommand,
    DescribeAutoScalingGroupsCommand,
    DescribeLifecycleHooksCommand,
    DescribeWarmPoolCommand,
    PutLifecycleHookCommand,
    PutWarmPoolCommand,
    RecordLifecycleActionHeartbeatCommand,
} from "@aws-sdk/client-auto-scaling";
import { CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DescribeInstanceStatusCommand, DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { ChangeResourceRecordSetsCommand, GetChangeCommand, Route53Client } from "@aws-sdk/client-route-53";
import {
    CreateSecretCommand,
    GetSecretValueCommand,
    PutSecretValueCommand,
    SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { Lease } from "../../../lambda/dns-registrar/store/lease";
import { NodeTable } from "../../../lambda/dns-registrar/store/node-table";
import { Account, credentials } from "../../support/moto/account";
import { MotoServer } from "../../support/moto/moto-server";
import { notInstalled, pythonProgram } from "../../support/python/programs";

const once = <T>(call: () => Promise<T>) => call();
const AutoScalingGroupName = "g";
const held = { AutoScalingGroupName, LifecycleHookName: "terminate-drain", InstanceId: "i-0c4d1f6a92b7e8035" };

/** What the table in `moto-server.ts` says. Where a newer moto does better, the proxy before it can do less. */
describe("moto, of the calls that the functions make,", () => {
    const moto = new MotoServer();
    let account: Account;
    let groups: AutoScalingClient;
    let instances: EC2Client;
    let route53: Route53Client;
    let options: { endpoint: string; region: string; credentials: typeof credentials; maxAttempts: number };

    before(async function () {
        if (pythonProgram("moto_server") === undefined) {
            console.log(`      skipped: ${notInstalled}`);
            this.skip();
        }
        this.timeout(40_000);
        options = { endpoint: await moto.start(), region: "eu-west-1", credentials, maxAttempts: 1 };
        const names = { owner: "3cc518fd", zone: "example.com", table: "table", queue: "queue.fifo" };
        account = new Account(options.endpoint, { group: AutoScalingGroupName, ...names });
        await account.furnish();
        groups = new AutoScalingClient(options);
        instances = new EC2Client(options);
        route53 = new Route53Client(options);
    });
    after(async () => {
        for (const client of [account, groups, instances, route53]) {
            if (client instanceof Account) client.close();
            else client?.destroy();
        }
        await moto.stop();
    });

    it("answers which groups carry a tag, with their nodes, and what EC2 knows of these", async () => {
        const [first = "", second = ""] = await account.launch(2);
        const served = async (owner: string) => {
            const filter = { Filters: [{ Name: "tag:media:registrar", Values: [owner] }] };
            const { AutoScalingGroups = [] } = await groups.send(new DescribeAutoScalingGroupsCommand(filter));
            return AutoScalingGroups.flatMap(({ Instances = [] }) =>
                Instances.map(({ InstanceId, LifecycleState }) => [InstanceId, LifecycleState]),
            );
        };
        assert.deepEqual(await served("00000000"), []);
        assert.deepEqual(
            await served("3cc518fd"),
            [first, second].map((id) => [id, "InService"]),
        );

        await account.terminate([first]);
        const filter = { Filters: [{ Name: "instance-id", Values: [first, second] }], MaxResults: 1000 };
        const { Reservations = [] } = await instances.send(new DescribeInstancesCommand(filter));
        const states = Reservations.flatMap(({ Instances = [] }) => Instances).map((instance) => [
            instance.InstanceId,
            instance.State?.Name,
            instance.PublicIpAddress !== undefined,
            instance.Tags !== undefined,
        ]);
        assert.deepEqual(
            states.sort(),
            [
                [first, "terminated", false, false],
                [second, "running", true, true],
            ].sort(),
        );
    });

    it("knows the status of instances", async () => {
        const [id = ""] = (await account.nodes()).keys();
        const { InstanceStatuses = [] } = await instances.send(
            new DescribeInstanceStatusCommand({ InstanceIds: [id] }),
        );
        assert.deepEqual(
            InstanceStatuses.map(({ InstanceStatus, SystemStatus }) => [InstanceStatus?.Status, SystemStatus?.Status]),
            [["ok", "ok"]],
        );
    });

    it("forgets the metadata of hooks, lists no node of a warm pool, and cannot complete or extend a hook", async () => {
        const { InstanceId: _node, ...hook } = held;
        await groups.send(
            new PutLifecycleHookCommand({
                ...hook,
                LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
                NotificationMetadata: '{"v":1}',
            }),
        );
        const { LifecycleHooks } = await groups.send(new DescribeLifecycleHooksCommand({ AutoScalingGroupName }));
        assert.deepEqual(
            LifecycleHooks?.map((hook) => [hook.LifecycleHookName, hook.NotificationMetadata]),
            [["terminate-drain", undefined]],
        );
        await groups.send(new PutWarmPoolCommand({ AutoScalingGroupName, MinSize: 2, PoolState: "Stopped" }));
        const pool = await groups.send(new DescribeWarmPoolCommand({ AutoScalingGroupName }));
        assert.deepEqual([pool.WarmPoolConfiguration?.MinSize, pool.Instances], [2, []]);
        const complete = new CompleteLifecycleActionCommand({ ...held, LifecycleActionResult: "CONTINUE" });
        await assert.rejects(groups.send(complete), /XML parse error/);
        await assert.rejects(groups.send(new RecordLifecycleActionHeartbeatCommand(held)), /XML parse error/);
    });

    it("keeps none of Route 53's rules about what stands", async () => {
        const set = (Value: string) => ({
            Name: "a.example.com",
            Type: "A" as const,
            TTL: 60,
            ResourceRecords: [{ Value }],
        });
        const send = (Action: "CREATE" | "DELETE", value: string) => {
            const Changes = [{ Action, ResourceRecordSet: set(value) }];
            const change = { HostedZoneId: account.zoneId, ChangeBatch: { Changes } };
            return route53.send(new ChangeResourceRecordSetsCommand(change));
        };
        await send("CREATE", "198.18.0.1");
        await send("CREATE", "198.18.0.2");
        assert.equal((await account.records()).length, 2);
        await send("DELETE", "198.18.0.2");
        assert.equal((await account.records()).length, 0);
        const { ChangeInfo } = await route53.send(new GetChangeCommand({ Id: "CNEVERMADE" }));
        assert.equal(ChangeInfo?.Status, "INSYNC");
    });

    it("keeps the lease and the node table as DynamoDB does", async () => {
        const client = new DynamoDBClient(options);
        const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
        const [one, other] = ["one", "other"].map((holder) => new Lease(documents, "table", holder));
        assert.ok(one && other);
        assert.deepEqual(await one.take(1_000_000, once), []);
        assert.equal(await other.take(1_000_000, once), undefined);
        assert.equal(await other.leave(["event"], 1_000_000, once), true);
        assert.equal(await one.giveBack([], once), false);
        assert.deepEqual(await one.keep(1_000_000, once), ["event"]);
        assert.equal(await one.giveBack(["event"], once), true);
        const table = new NodeTable(documents, "table");
        const entries = Array.from({ length: 30 }, (_, index) => ({ label: `m-${100 + index}`, generation: index }));
        await table.save({ write: entries, forget: [] }, once);
        await table.save({ write: [], forget: ["m-100"] }, once);
        const read = [];
        for await (const entry of table.read(once)) read.push(entry);
        assert.deepEqual(read, entries.slice(1));
        client.destroy();
    });

    it("answers metrics and the stages of a secret", async () => {
        const metrics = new CloudWatchClient(options);
        const secrets = new SecretsManagerClient(options);
        const metric = { Namespace: "MediaCluster/Nodes", MetricName: "Sessions" };
        const Dimensions = [{ Name: "InstanceId", Value: "i-1" }];
        const Timestamp = new Date(Date.UTC(2026, 9, 14, 9, 41));
        const datum = { MetricName: metric.MetricName, Dimensions, Value: 3, Timestamp };
        await metrics.send(new PutMetricDataCommand({ Namespace: metric.Namespace, MetricData: [datum] }));
        const { MetricDataResults = [] } = await metrics.send(
            new GetMetricDataCommand({
                StartTime: new Date(Timestamp.getTime() - 60_000),
                EndTime: new Date(Timestamp.getTime() + 60_000),
                MetricDataQueries: [
                    { Id: "q", MetricStat: { Metric: { ...metric, Dimensions }, Period: 60, Stat: "Maximum" } },
                ],
            }),
        );
        assert.deepEqual(
            MetricDataResults.map(({ Values }) => Values),
            [[3]],
        );
        await secrets.send(new CreateSecretCommand({ Name: "signing", SecretString: "example-one" }));
        await secrets.send(new PutSecretValueCommand({ SecretId: "signing", SecretString: "example-two" }));
        const stages = ["AWSCURRENT", "AWSPREVIOUS"].map(async (VersionStage) => {
            const { SecretString } = await secrets.send(
                new GetSecretValueCommand({ SecretId: "signing", VersionStage }),
            );
            return SecretString;
        });
        assert.deepEqual(await Promise.all(stages), ["example-two", "example-one"]);
        metrics.destroy();
        secrets.destroy();
    });
});
