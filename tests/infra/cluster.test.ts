import * as assert from "node:assert/strict";
import { MediaCluster } from "../../infra/cluster";
import type { Settings } from "../../infra/config/merge";
import { resolveConfig } from "../../infra/config/resolve";
import { shapeOf } from "../../tools/aws-model";
import { configWith } from "../support/config";
import { counts, known, modes, only, type Registration, run } from "../support/program";
import { poolConfig, warmPool } from "./groups/pool-settings";
import { filesOf } from "./nodes/kinds";

const GROUP = "aws:autoscaling/group:Group";

function cluster(settings: Settings = {}): MediaCluster {
    return new MediaCluster("dev", configWith(settings));
}

/** What a small cluster consists of. */
const small = {
    "media-cluster:index:MediaCluster": 1,
    "media-cluster:network:Network": 1,
    "media-cluster:network:Access": 1,
    "media-cluster:balancing:Certificate": 1,
    "media-cluster:balancing:LoadBalancer": 1,
    "media-cluster:balancing:StreamBalancer": 1,
    "media-cluster:database:Database": 1,
    "media-cluster:database:DatabaseSecrets": 1,
    "media-cluster:database:DatabaseTls": 1,
    "media-cluster:database:SnapshotPlan": 1,
    "media-cluster:dns:DnsRegistrar": 1,
    "media-cluster:dns:RegistrarMessages": 1,
    "media-cluster:dns:NodeZone": 1,
    "media-cluster:functions:BundledFunction": 1,
    "media-cluster:nodes:AdministratorSecret": 1,
    "media-cluster:nodes:NodeGroup": 2,
    "media-cluster:nodes:NodeRole": 3,
    "awsx:ec2:Vpc": 1,
    "aws:acm/certificate:Certificate": 1,
    "aws:acm/certificateValidation:CertificateValidation": 1,
    "aws:autoscaling/group:Group": 2,
    "aws:autoscaling/lifecycleHook:LifecycleHook": 4,
    "aws:autoscaling/notification:Notification": 2,
    "aws:autoscaling/policy:Policy": 2,
    "aws:cloudwatch/logGroup:LogGroup": 1,
    "aws:dlm/lifecyclePolicy:LifecyclePolicy": 1,
    "aws:dynamodb/table:Table": 1,
    "aws:ebs/volume:Volume": 1,
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": 1,
    "aws:ec2/instance:Instance": 1,
    "aws:ec2/launchTemplate:LaunchTemplate": 2,
    "aws:ec2/networkInterface:NetworkInterface": 1,
    "aws:ec2/securityGroup:SecurityGroup": 5,
    "aws:ec2/volumeAttachment:VolumeAttachment": 1,
    "aws:iam/instanceProfile:InstanceProfile": 3,
    "aws:iam/role:Role": 7,
    "aws:iam/rolePolicy:RolePolicy": 8,
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 4,
    "aws:kms/key:Key": 1,
    "aws:lambda/eventSourceMapping:EventSourceMapping": 1,
    "aws:lambda/function:Function": 1,
    "aws:lambda/invocation:Invocation": 2,
    "aws:lb/listener:Listener": 7,
    "aws:lb/listenerRule:ListenerRule": 2,
    "aws:lb/loadBalancer:LoadBalancer": 2,
    "aws:lb/targetGroup:TargetGroup": 4,
    "aws:route53/record:Record": 7,
    "aws:route53/zone:Zone": 2,
    "aws:scheduler/schedule:Schedule": 1,
    "aws:secretsmanager/secret:Secret": 3,
    "aws:secretsmanager/secretVersion:SecretVersion": 3,
    "aws:sns/topic:Topic": 1,
    "aws:sns/topicSubscription:TopicSubscription": 1,
    "aws:sqs/queue:Queue": 2,
    "aws:sqs/queuePolicy:QueuePolicy": 2,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": 9,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": 21,
    "random:index/randomPassword:RandomPassword": 5,
    "tls:index/certRequest:CertRequest": 1,
    "tls:index/locallySignedCert:LocallySignedCert": 1,
    "tls:index/privateKey:PrivateKey": 2,
    "tls:index/selfSignedCert:SelfSignedCert": 1,
};

describe("MediaCluster", () => {
    for (const { mode, preview } of modes) {
        let resources: readonly Registration[];
        before(async () => {
            ({ resources } = await run(cluster, { preview }));
        });

        it(`is made of exactly these resources (${mode})`, () => assert.deepEqual(counts(resources), small));

        it(`adds members, logs, alarms and nothing else when it is protected and grows (${mode})`, async () => {
            const settings = {
                protect: true,
                network: { zones: 3, nat: "per-zone" },
                database: { members: 3 },
            };
            const { resources } = await run(() => cluster(settings), { preview });

            assert.deepEqual(counts(resources), {
                ...small,
                "media-cluster:dns:QueryLogging": 1,
                "media-cluster:monitoring:AccessLogBucket": 1,
                "media-cluster:monitoring:AlarmTopic": 1,
                "media-cluster:monitoring:Monitoring": 1,
                "aws:cloudwatch/metricAlarm:MetricAlarm": 14,
                "aws:kms/key:Key": 2,
                "aws:sns/topic:Topic": 2,
                "aws:sns/topicPolicy:TopicPolicy": 1,
                "aws:s3/bucket:Bucket": 1,
                "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 1,
                "aws:s3/bucketOwnershipControls:BucketOwnershipControls": 1,
                "aws:s3/bucketPolicy:BucketPolicy": 1,
                "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 1,
                "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 1,
                "aws:ec2/flowLog:FlowLog": 1,
                "aws:cloudwatch/logGroup:LogGroup": 3,
                "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": 1,
                "aws:iam/role:Role": 8,
                "aws:iam/rolePolicy:RolePolicy": 9,
                "aws:ebs/volume:Volume": 3,
                "aws:ec2/instance:Instance": 3,
                "aws:ec2/networkInterface:NetworkInterface": 3,
                "aws:ec2/volumeAttachment:VolumeAttachment": 3,
                "aws:route53/queryLog:QueryLog": 1,
                "aws:route53/record:Record": 9,
                "tls:index/certRequest:CertRequest": 3,
                "tls:index/locallySignedCert:LocallySignedCert": 3,
                "tls:index/privateKey:PrivateKey": 4,
            });
            const protectedBalancers = resources
                .filter(({ type }) => type === "aws:lb/loadBalancer:LoadBalancer")
                .map(({ inputs }) => inputs.enableDeletionProtection);
            assert.deepEqual(protectedBalancers, [true, true]);
        });

        it(`puts every resource below a component, and every component below the cluster (${mode})`, () => {
            const orphans = resources.filter(({ parent }) => parent === "").map(({ type }) => type);
            assert.deepEqual(orphans, ["media-cluster:index:MediaCluster"]);
        });

        it(`registers origin nodes with both balancers, edge nodes with one (${mode})`, () => {
            const targets = (name: string) => [...(only(resources, GROUP, name).sources.targetGroupArns ?? [])].sort();
            assert.deepEqual(targets("dev-origin"), ["dev-alb-origin-5080", "dev-nlb-1935", "dev-nlb-4200"]);
            assert.deepEqual(targets("dev-edge"), ["dev-alb-edge-5080"]);
        });

        it(`starts nodes after the database and the registrar, so that these outlive them (${mode})`, () => {
            for (const name of ["dev-origin", "dev-edge"]) {
                const { dependsOn } = only(resources, GROUP, name);
                for (const needed of [
                    "dev-mongo-1",
                    "dev-registrar",
                    "dev-registrar-zone-delegation",
                    "dev-registrar-farewell",
                    "dev-alb-443",
                    "dev-nlb-1935",
                    "dev-mongo-from-edge-tcp-27017",
                ]) {
                    assert.ok(
                        dependsOn.includes(needed),
                        `${name} does not wait for ${needed}: ${dependsOn.join(", ")}`,
                    );
                }
            }
        });

        it(`tags everything with role and profile that AWS lets it tag (${mode})`, () => {
            for (const { type, name, inputs } of resources) {
                if (!shapeOf(type)?.inputs.includes("tags") || type === GROUP) continue;
                assert.ok(inputs.tags?.["media:role"], `${type} ${name} has no role`);
                assert.equal(inputs.tags["media:profile"], "ant-media", `${type} ${name}`);
            }
        });
    }

    for (const { mode, preview } of modes) {
        it(`compares all names when the nodes are there, and again for other nodes or another zone (${mode})`, async () => {
            const { resources } = await run(cluster, { preview });

            const reconcile = only(resources, "aws:lambda/invocation:Invocation", "dev-registrar-reconcile");
            const { triggers } = reconcile.inputs;
            assert.deepEqual(Object.keys(triggers).sort(), ["edge", "origin", "zoneId"]);
            assert.deepEqual([...(reconcile.sources.triggers ?? [])].sort(), [
                "dev-edge",
                "dev-edge",
                "dev-origin",
                "dev-origin",
                "dev-registrar-zone",
            ]);
            if (!preview) {
                assert.match(triggers.edge, /^dev-edge-[0-9a-f]{7} 1$/);
                assert.match(triggers.origin, /^dev-origin-[0-9a-f]{7} 1$/);
                assert.match(triggers.zoneId, /^Z[0-9A-F]{17}$/);
            }
            for (const [type, name] of [
                ["aws:autoscaling/notification:Notification", "dev-edge"],
                ["aws:autoscaling/lifecycleHook:LifecycleHook", "dev-edge-drain"],
            ] as const) {
                only(resources, type, name);
                assert.ok(reconcile.dependsOn.includes(name), `${name}: ${reconcile.dependsOn.join(", ")}`);
            }
        });
    }

    it("tells an application of nodes, and says where the secret is, only where one is named", async () => {
        const webhook = { url: "https://app.example.com/nodes" };
        const { result: telling } = await run(() => cluster({ registrar: { webhook } }), { preview: false });
        const { result: quiet } = await run(cluster, { preview: false });

        assert.match(String(await known(telling.webhookSecretArn ?? assert.fail())), /:secret:dev-registrar-webhooks-/);
        assert.equal(quiet.webhookSecretArn, undefined);
        assert.match(String(await known(quiet.registrarFunction ?? assert.fail())), /^dev-registrar-[0-9a-f]{7}$/);
    });

    it("watches the webhooks where there are some", async () => {
        const settings = { monitoring: { alarms: true }, registrar: { webhook: { url: "https://app.example.com/" } } };
        const { resources } = await run(() => cluster(settings), { preview: true });

        const alarms = resources.filter(({ name }) => name.startsWith("dev-monitoring-webhooks-"));
        assert.deepEqual(alarms.map(({ inputs }) => inputs.tags["media:alarm"]).sort(), [
            "dead-letter-depth",
            "function-errors",
            "webhook-failures",
        ]);
    });

    it("gives everything the role that policies judge it by", async () => {
        const { resources } = await run(() => cluster({ protect: true }), { preview: true });

        const roles: Record<string, number> = {};
        for (const { inputs } of resources) {
            const role = Array.isArray(inputs.tags) ? undefined : inputs.tags?.["media:role"];
            if (role !== undefined) roles[role] = (roles[role] ?? 0) + 1;
        }
        assert.deepEqual(roles, { dns: 22, edge: 12, lb: 26, log: 4, mongo: 16, origin: 19, shared: 5 });
    });

    it("watches every target group, every group and the registrar, and tells who asked for it", async () => {
        const monitoring = { alarms: true, email: "media@example.com" };
        const { resources } = await run(() => cluster({ monitoring }), { preview: false });

        const alarms = resources.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
        assert.deepEqual(alarms.map(({ name }) => name).sort(), [
            "dev-alb-edge-5080-unhealthy-hosts",
            "dev-alb-origin-5080-unhealthy-hosts",
            "dev-monitoring-edge-max-size-reached",
            "dev-monitoring-origin-max-size-reached",
            "dev-monitoring-registrar-dead-letter-depth",
            "dev-monitoring-registrar-dns-drift",
            "dev-monitoring-registrar-dns-throttled",
            "dev-monitoring-registrar-drain-near-timeout",
            "dev-monitoring-registrar-function-errors",
            "dev-monitoring-registrar-names-need-attention",
            "dev-monitoring-registrar-oldest-event",
            "dev-monitoring-registrar-registrar-silent",
            "dev-nlb-1935-unhealthy-hosts",
            "dev-nlb-4200-unhealthy-hosts",
        ]);
        const mail = only(resources, "aws:sns/topicSubscription:TopicSubscription", "dev-monitoring-topic").inputs;
        assert.deepEqual([mail.protocol, mail.endpoint], ["email", "media@example.com"]);
    });

    it("watches what there is without registrar and streams", async () => {
        const settings = { protect: true, streams: [], registrar: { enabled: false } };
        const { resources } = await run(() => cluster(settings), { preview: true });

        assert.equal(counts(resources)["aws:cloudwatch/metricAlarm:MetricAlarm"], 4);
    });

    it("puts nodes without public addresses into private subnets", async () => {
        const settings = {
            registrar: { address: "private", privateInPublicZone: true },
            groups: { edge: { publicAddress: false } },
        };
        const { resources } = await run(() => cluster(settings), { preview: false });

        const [edge, origin] = ["dev-edge", "dev-origin"].map((name) => only(resources, GROUP, name).inputs);
        assert.equal(edge.vpcZoneIdentifiers.length, 2);
        for (const id of edge.vpcZoneIdentifiers) assert.ok(!origin.vpcZoneIdentifiers.includes(id), id);
        assert.equal(
            only(resources, "aws:ec2/launchTemplate:LaunchTemplate", "dev-edge").inputs.networkInterfaces[0]
                .associatePublicIpAddress,
            "false",
        );
    });

    it("answers under its own names", async () => {
        const { result } = await run(cluster, { preview: true });

        assert.ok(result.hostName);
        assert.equal(await known(result.hostName), "stream.example.com");
        assert.ok(result.ingestName);
        assert.equal(await known(result.ingestName), "ingest.example.com");
    });

    it("needs no domain when it has a certificate, and then answers under the balancers' names", async () => {
        const config = resolveConfig(
            {
                profile: "ant-media",
                access: { admins: ["203.0.113.0/24"] },
                certificate: { arn: "arn:aws:acm:us-east-1:123456789012:certificate/0f1e2d3c" },
                registrar: { enabled: false },
            },
            { namespace: "media-cluster" },
        );
        const { resources, result } = await run(() => new MediaCluster("dev", config), { preview: false });

        assert.ok(result.hostName);
        assert.match(String(await known(result.hostName)), /\.elb\.amazonaws\.com$/);
        assert.equal(counts(resources)["aws:acm/certificate:Certificate"], undefined);
        assert.equal(counts(resources)["aws:lambda/function:Function"], undefined);
        assert.equal(counts(resources)["aws:route53/record:Record"], 1);
    });

    it("holds a pool beside its groups, which no balancer knows, and tells its application's policy", async () => {
        const settings = poolConfig({ warmPool, drain: { maxMinutes: 120, sessionsUrl: "http://127.0.0.1:8080/" } });
        const { resources, result } = await run(() => cluster(settings), { preview: false });

        const { inputs } = only(resources, GROUP, "dev-pool");
        assert.deepEqual([inputs.targetGroupArns, inputs.warmPool.maxGroupPreparedCapacity], [[], 12]);
        assert.equal(inputs.vpcZoneIdentifiers.length, 3);
        assert.deepEqual(Object.keys(result.scalingPolicyArns), ["pool"]);
        assert.equal(counts(resources)["aws:scheduler/schedule:Schedule"], 3);
        assert.equal(counts(resources)["aws:lambda/permission:Permission"], undefined);
        const { target } = only(resources, "aws:scheduler/schedule:Schedule", "dev-pool-pool-2200").inputs;
        assert.match(target.deadLetterConfig.arn, /:dev-registrar-dead-letters-[0-9a-f]{7}$/);
    });

    it("asks one function for the emptiest node of all groups that want it, and watches it", async () => {
        const drain = { emptiestFirst: true, sessionsUrl: "http://127.0.0.1:5080/live/sessions" };
        const settings = { groups: { edge: { drain }, origin: { drain } }, monitoring: { alarms: true } };
        const { resources } = await run(() => cluster(settings), { preview: false });

        const [edge, origin] = ["dev-edge", "dev-origin"].map((name) => only(resources, GROUP, name));
        assert.match(edge?.inputs.terminationPolicies[0], /:function:dev-emptiest-[0-9a-f]{7}$/);
        assert.deepEqual(edge?.inputs.terminationPolicies, origin?.inputs.terminationPolicies);
        assert.ok(edge?.dependsOn.includes("dev-emptiest"));
        const alarm = only(
            resources,
            "aws:cloudwatch/metricAlarm:MetricAlarm",
            "dev-monitoring-termination-policy-function-errors",
        );
        assert.match(alarm.inputs.dimensions.FunctionName, /^dev-emptiest-/);
        const failures = only(
            resources,
            "aws:cloudwatch/metricAlarm:MetricAlarm",
            "dev-monitoring-termination-policy-choice-failures",
        ).inputs;
        assert.deepEqual(
            [failures.namespace, failures.metricName, failures.dimensions],
            ["MediaCluster", "ChoicesFailed", { service: "termination-policy", cluster: "media-cluster-test" }],
        );
    });

    it("lets groups that do not ask for the emptiest node choose as Auto Scaling does", async () => {
        const drain = { emptiestFirst: true, sessionsUrl: "http://127.0.0.1:5080/live/sessions" };
        const { resources } = await run(() => cluster({ groups: { edge: { drain } } }), { preview: false });

        assert.equal(only(resources, GROUP, "dev-origin").inputs.terminationPolicies, undefined);
    });

    it("lets nodes with Ant Media read the logins of the cluster, and nodes of an image none", async () => {
        const { resources } = await run(() => cluster({ groups: { edge: { software: "image" } } }), { preview: false });

        const files = (name: string) => {
            const { userData } = only(resources, "aws:ec2/launchTemplate:LaunchTemplate", name).inputs;
            return filesOf(Buffer.from(userData, "base64").toString("utf8"));
        };
        const setup = "/usr/local/sbin/media-node-setup";
        for (const part of ["secret:dev-mongo-uri", "secret:dev-administrator", "10.0.0.0/16,127.0.0.1/32"]) {
            assert.ok(files("dev-origin")[setup]?.includes(part), part);
        }
        assert.equal(
            files("dev-origin")["/etc/media-node/database-authority.pem"],
            "certificate of dev-mongo-tls-authority\n",
        );
        assert.doesNotMatch(files("dev-edge")[setup] ?? "", /secret/);
        const told = (name: string) => files(name)["/etc/media-node/environment"] ?? "";
        assert.match(
            told("dev-edge"),
            /^CLUSTER_HOSTS=localhost,dev-alb-\S+\.elb\.amazonaws\.com,stream\.example\.com\n$/,
        );
        // Another name of the cluster must not replace nodes that have no use for it.
        assert.equal(told("dev-origin"), "CLUSTER_HOSTS=localhost\n");
        const policies = resources.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
        const reading = policies.filter(({ name }) => /^dev-(origin|edge)-secrets$/.test(name));
        assert.deepEqual(
            reading.map(({ name, inputs }) => [name, inputs.policy.Statement[0].Resource.length]),
            [["dev-origin-secrets", 2]],
        );
    });

    it("lets every node answer its hooks, by the times and pages of its group", async () => {
        const drain = { maxMinutes: 30, sessionsUrl: "http://127.0.0.1:5080/live/sessions" };
        const { resources } = await run(() => cluster({ groups: { edge: { drain } } }), { preview: false });

        const settings = (name: string) => {
            const { userData } = only(resources, "aws:ec2/launchTemplate:LaunchTemplate", name).inputs;
            const files = filesOf(Buffer.from(userData, "base64").toString("utf8"));
            return `\n${files["/etc/media-node/agent.conf"]}`;
        };
        for (const line of [
            "AWS_REGION='us-east-1'",
            "STATUS_URL='http://127.0.0.1:5080/no-auth/status'",
            "SESSIONS_URL='http://127.0.0.1:5080/live/sessions'",
            "CORDON_PATH='/usr/local/antmedia/webapps/root/no-auth/status'",
            "DRAIN_SECONDS='1800'",
            "HEARTBEAT_SECONDS='900'",
            "LAUNCH_HOOK='launch-ready'",
            "DRAIN_HOOK='terminate-drain'",
            "REPORT_SESSIONS='true'",
        ]) {
            assert.ok(settings("dev-edge").includes(`\n${line}\n`), line);
        }
        assert.match(settings("dev-origin"), /\nSESSIONS_URL=''\n(.*\n)*REPORT_SESSIONS='false'\n/);
        const hooks = only(resources, "aws:iam/rolePolicy:RolePolicy", "dev-edge-hooks").inputs.policy.Statement;
        assert.equal(hooks.at(-1).Sid, "ReportSessions");
    });

    it("joins a database that somebody else runs, whose connection string stands in its secret alone", async () => {
        const uri = "mongodb+srv://media:hunter2@cluster.example.net/";
        const config = configWith({ database: { uri } }, ["database"]);
        const { resources } = await run(() => new MediaCluster("dev", config), { preview: false });

        const shown = resources.filter(({ inputs }) => JSON.stringify(inputs).includes("hunter2"));
        assert.deepEqual(
            shown.map(({ type, name, inputs }) => [type, name, inputs.secretString]),
            [["aws:secretsmanager/secretVersion:SecretVersion", "dev-database", { secret: uri }]],
        );
        const made = counts(resources);
        assert.deepEqual(
            ["aws:ec2/instance:Instance", "aws:ebs/volume:Volume", "aws:route53/zone:Zone"].map(
                (type) => made[type] ?? 0,
            ),
            [0, 0, 1],
        );
        const { userData } = only(resources, "aws:ec2/launchTemplate:LaunchTemplate", "dev-edge").inputs;
        const script = Buffer.from(userData, "base64").toString("utf8");
        assert.ok(script.includes('./change_server_mode.sh cluster "$uri"'));
        assert.ok(!script.includes("database_answers"));
        const policy = only(resources, "aws:iam/rolePolicy:RolePolicy", "dev-edge-secrets").inputs.policy;
        assert.equal(policy.Statement[0].Resource.length, 2);
    });

    it("uses what exists already: log bucket, topic, key and zone", async () => {
        const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/0f1e2d3c";
        const topicArn = "arn:aws:sns:us-east-1:123456789012:on-call";
        const settings = {
            kmsKeyArn,
            domain: { zoneId: "Z0123456789ABCDEFGHIJ" },
            monitoring: { accessLogs: true, logBucket: "media-logs", alarms: true, topicArn },
        };
        const { resources } = await run(() => cluster(settings), { preview: false });

        assert.equal(counts(resources)["aws:s3/bucket:Bucket"], undefined);
        assert.equal(
            only(resources, "aws:lb/loadBalancer:LoadBalancer", "dev-alb").inputs.accessLogs.bucket,
            "media-logs",
        );
        assert.equal(
            only(resources, "aws:route53/record:Record", "dev-host-stream.example.com").inputs.zoneId,
            "Z0123456789ABCDEFGHIJ",
        );
        const alarms = resources.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
        assert.ok(alarms.length > 10 && alarms.every(({ inputs }) => inputs.alarmActions[0] === topicArn));
        const encrypted = ["aws:secretsmanager/secret:Secret", "aws:ebs/volume:Volume"];
        for (const { name, inputs } of resources.filter(({ type }) => encrypted.includes(type))) {
            assert.equal(inputs.kmsKeyId, kmsKeyArn, name);
        }
        assert.equal(only(resources, "aws:ec2/instance:Instance").inputs.rootBlockDevice.kmsKeyId, kmsKeyArn);
    });

    it("has private balancers in private subnets, under names that may be CNAMEs", async () => {
        const settings = {
            balancer: { scheme: "internal" },
            streamBalancer: { scheme: "internal" },
            domain: { aliases: ["edge.example.com"], records: "cname" },
            streams: [{ port: 443, protocol: "TLS", to: "origin", targetPort: 1935 }],
        };
        const { resources } = await run(() => cluster(settings), { preview: false });

        const nodes = only(resources, GROUP, "dev-edge").inputs.vpcZoneIdentifiers;
        for (const name of ["dev-alb", "dev-nlb"]) {
            const { internal, subnets } = only(resources, "aws:lb/loadBalancer:LoadBalancer", name).inputs;
            assert.equal(internal, true);
            assert.ok(subnets.length === 2 && !nodes.includes(subnets[0]), name);
        }
        const records = ["dev-host-stream.example.com", "dev-host-edge.example.com", "dev-ingest"].map((name) => {
            const { inputs } = only(resources, "aws:route53/record:Record", name);
            return [inputs.name, inputs.type];
        });
        assert.deepEqual(records, [
            ["stream.example.com", "CNAME"],
            ["edge.example.com", "CNAME"],
            ["ingest.example.com", "CNAME"],
        ]);
        const { domainName, subjectAlternativeNames } = only(resources, "aws:acm/certificate:Certificate").inputs;
        assert.deepEqual(
            [domainName, ...subjectAlternativeNames],
            ["stream.example.com", "edge.example.com", "ingest.example.com"],
        );
    });
});
