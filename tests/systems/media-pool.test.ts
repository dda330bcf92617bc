import * as assert from "node:assert/strict";
import type { Settings } from "../../infra/config/merge";
import { nodeLabel } from "../../lambda/dns-registrar/zone/names";
import {
    bootText,
    chosen,
    egressOf,
    examplePlan,
    ingressOf,
    inputsOf,
    lacking,
    ofType,
    type Plan,
    refusedKeys,
    sourceOf,
    statementsOf,
    types,
    whenKnown,
} from "../support/plan";
import { modes, only, type Registration } from "../support/program";

/** A pool of WebRTC servers that the application scales: no balancer, one name for each node, warm nodes by day. */

const hooks = [
    { name: "launch-ready", lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING", heartbeatTimeout: 600 },
    { name: "terminate-drain", lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING", heartbeatTimeout: 900 },
];
const hookKeys = ["name", "lifecycleTransition", "heartbeatTimeout", "defaultResult"];

for (const { mode, preview } of modes) {
    describe(`The media pool (${mode})`, () => {
        const known = whenKnown(preview);
        let plan: Plan;
        let group: Registration;
        before(async () => {
            plan = await examplePlan("media-pool", { preview });
            group = only(plan.resources, types.group, "test-pool");
        });

        it("has no balancer, no target group and no scaling policy: the application chooses nodes", () => {
            for (const type of ["balancer", "listener", "targetGroup", "attachment", "policy"] as const) {
                assert.deepEqual(ofType(plan, type), [], type);
            }
            assert.deepEqual(group.inputs.targetGroupArns, []);
        });

        it("spans three zones of a new network, without NAT gateways", () => {
            const vpc = only(plan.resources, "awsx:ec2:Vpc").inputs;
            assert.deepEqual(
                [vpc.cidrBlock, vpc.numberOfAvailabilityZones, vpc.natGateways.strategy],
                ["10.0.0.0/16", 3, "None"],
            );
            if (!preview) assert.equal(new Set(group.inputs.vpcZoneIdentifiers).size, 3);
        });

        it("is a group of 3 to 10 nodes that nothing but the application shrinks", () => {
            const { minSize, desiredCapacity, maxSize, ...rest } = group.inputs;
            assert.deepEqual([minSize, desiredCapacity, maxSize], [3, 3, 10]);
            assert.deepEqual(
                chosen(rest, [
                    "healthCheckType",
                    "healthCheckGracePeriod",
                    "protectFromScaleIn",
                    "suspendedProcesses",
                    "terminationPolicies",
                    "capacityRebalance",
                ]),
                {
                    healthCheckType: "EC2",
                    healthCheckGracePeriod: 300,
                    protectFromScaleIn: true,
                    suspendedProcesses: ["AZRebalance"],
                },
            );
            assert.ok(group.ignoreChanges.includes("desiredCapacity"));
        });

        it("has nodes of the pinned image, with 40 GB of encrypted gp3 and a public address", () => {
            const { imageId, instanceType, blockDeviceMappings, networkInterfaces } = only(
                plan.resources,
                types.template,
                "test-pool",
            ).inputs;
            const [{ ebs }] = blockDeviceMappings;
            assert.equal(blockDeviceMappings.length, 1);
            assert.deepEqual([imageId, instanceType], ["ami-0123456789abcdef0", "c5.xlarge"]);
            assert.deepEqual([ebs.volumeSize, ebs.volumeType, ebs.encrypted], [40, "gp3", "true"]);
            assert.equal(networkInterfaces[0].associatePublicIpAddress, "true");
        });

        it("opens on nodes 443 and UDP 50000 to 60000, and nothing else", () => {
            assert.deepEqual(ingressOf(plan), ["pool tcp 443 from 0.0.0.0/0", "pool udp 50000-60000 from 0.0.0.0/0"]);
            assert.deepEqual(egressOf(plan), ["pool all to 0.0.0.0/0"]);
        });

        // That a hung node is reported and replaced, only the deployed cluster shows.
        known("asks each node's own web server by HTTPS, on the node itself", () => {
            const text = bootText(only(plan.resources, types.template, "test-pool"));
            const wanted = {
                page: /https:\/\/(127\.0\.0\.1|localhost)(:443)?\/no-auth\/status/,
                agent: /media-node-agent/,
            };
            assert.deepEqual(lacking(text, wanted), []);
        });

        known(
            "sets up a node by its image and the given commands, without the software of another kind of cluster",
            () => {
                const text = bootText(only(plan.resources, types.template, "test-pool"));
                assert.ok(text.includes("/etc/media-server/cluster.env"));
                assert.doesNotMatch(text, /change_server_mode|antmedia/);
            },
        );

        it("is told of all four kinds of scaling events, by the group itself", () => {
            const notification = only(plan.resources, types.notification);
            assert.deepEqual(notification.inputs.notifications.toSorted(), [
                "autoscaling:EC2_INSTANCE_LAUNCH",
                "autoscaling:EC2_INSTANCE_LAUNCH_ERROR",
                "autoscaling:EC2_INSTANCE_TERMINATE",
                "autoscaling:EC2_INSTANCE_TERMINATE_ERROR",
            ]);
            assert.deepEqual(
                [sourceOf(notification, "groupNames"), sourceOf(notification, "topicArn"), notification.deletedWith],
                ["pool", "registrar", "test-pool"],
            );
        });

        it("hands events from the topic to a queue, and from the queue to the function in batches", () => {
            const subscription = only(plan.resources, "aws:sns/topicSubscription:TopicSubscription");
            assert.deepEqual(
                [subscription.inputs.protocol, sourceOf(subscription, "topic"), sourceOf(subscription, "endpoint")],
                ["sqs", "registrar", "registrar"],
            );
            const mapping = only(plan.resources, "aws:lambda/eventSourceMapping:EventSourceMapping", "test-registrar");
            assert.deepEqual(
                [sourceOf(mapping, "eventSourceArn"), sourceOf(mapping, "functionName")],
                ["registrar", "registrar"],
            );
            assert.ok(mapping.inputs.batchSize > 1);
            assert.deepEqual(
                plan.resources.filter(({ type }) => type === "aws:lambda/permission:Permission"),
                [],
            );
        });

        it("has a public zone for the nodes alone, delegated from the parent, which forgets missing names in 60 s", () => {
            const zone = only(plan.resources, "aws:route53/zone:Zone").inputs;
            assert.deepEqual([zone.name, zone.vpcs], ["media.example.com", undefined]);
            const records = ofType(plan, "record").map((record) => {
                const { type, name, ttl } = record.inputs;
                return `${sourceOf(record, "zoneId") || "parent"} ${type} ${name} ${ttl}`;
            });
            assert.deepEqual(
                records.filter((line) => !line.includes(" TXT ")),
                ["parent NS media.example.com 3600", "registrar-zone SOA media.example.com 60"],
            );
            if (preview) return;
            const soa = ofType(plan, "record").find(({ inputs }) => inputs.type === "SOA");
            assert.match(soa?.inputs.records[0], / 60$/);
        });

        it("names each node by one label, a hash that does not tell the instance id, with a TTL of 60 s", () => {
            const { variables } = only(plan.resources, "aws:lambda/function:Function", "test-registrar").inputs
                .environment;
            assert.deepEqual(
                [variables.NODE_DOMAIN, variables.RECORD_TTL, variables.ADDRESS],
                ["media.example.com", "60", "public"],
            );
            const label = nodeLabel("i-0123456789abcdef0");
            assert.match(label, /^m-[0-9a-f]{12}$/);
            assert.ok(!label.includes("0123456789"));
            assert.notEqual(label, nodeLabel("i-0123456789abcdef1"));
        });

        // After a lost, doubled or reordered event the records are right again at the next comparison: the service tests show how.
        it("compares all records with all nodes every 5 minutes, and once at the end of each deployment", () => {
            const schedule = only(plan.resources, "aws:scheduler/schedule:Schedule", "test-registrar-schedule").inputs;
            assert.equal(schedule.scheduleExpression, "rate(5 minutes)");
            if (!preview) assert.equal(JSON.parse(schedule.target.input).mode, "reconcile");
            const run = only(plan.resources, "aws:lambda/invocation:Invocation", "test-registrar-reconcile");
            assert.equal(JSON.parse(run.inputs.input).mode, "reconcile");
            assert.ok(run.dependsOn.includes("test-pool"));
        });

        it("tells the application of nodes over HTTPS, signed with a secret of its own", () => {
            const name = "test-registrar-webhooks";
            const { environment } = only(plan.resources, "aws:lambda/function:Function", name).inputs;
            assert.equal(environment.variables.WEBHOOK_URL, "https://app.example.com/nodes");
            only(plan.resources, "aws:secretsmanager/secretVersion:SecretVersion", name);
            assert.ok(!JSON.stringify(environment.variables).includes("generated-"));
            assert.ok("webhookSecretArn" in plan.outputs);
        });

        it("holds nodes at both ends of their life, from the first node on", () => {
            const initial = group.inputs.initialLifecycleHooks.map((hook: Record<string, unknown>) =>
                chosen(hook, hookKeys),
            );
            const expected = hooks.map((hook) => ({ ...hook, defaultResult: "CONTINUE" }));
            assert.deepEqual(initial, expected);
            assert.deepEqual(
                ofType(plan, "hook")
                    .map(({ inputs, deletedWith }) => ({ ...chosen(inputs, hookKeys), deletedWith }))
                    .toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
                expected
                    .map((hook) => ({ ...hook, deletedWith: "test-pool" }))
                    .toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))),
            );
        });

        // A busy node survives until it is empty or the limit is over: the agent's tests show it, and the deployed cluster.
        it("lets a node drain for 120 minutes, and ends a drain with the last session", () => {
            for (const { inputs } of ofType(plan, "hook")) {
                const { maxMinutes, endsWithSessions } = JSON.parse(inputs.notificationMetadata);
                assert.deepEqual([maxMinutes, endsWithSessions], [120, true]);
            }
            if (preview) return;
            const text = bootText(only(plan.resources, types.template, "test-pool"));
            const wanted = { "page of sessions": /http:\/\/127\.0\.0\.1:8080\/sessions/, "7200 s": /\b7200\b/ };
            assert.deepEqual(lacking(text, wanted), []);
        });

        it("gives hooks and names back before the group is gone, and waits for the drain", () => {
            assert.ok(Number.parseInt(group.deleteTimeout, 10) > 120, group.deleteTimeout);
            for (const needed of ["test-registrar", "test-registrar-zone-delegation", "test-registrar-farewell"]) {
                assert.ok(group.dependsOn.includes(needed), needed);
            }
        });

        it("has a warm pool of stopped nodes, which the schedule alone changes after that", () => {
            assert.deepEqual(group.inputs.warmPool, {
                poolState: "Stopped",
                minSize: 0,
                maxGroupPreparedCapacity: 6,
                instanceReusePolicy: { reuseOnScaleIn: false },
            });
            assert.ok(group.ignoreChanges.some((key) => key === "warmPool" || key === "warmPool.poolState"));
        });

        // Whether a change of state moves nodes that wait already, only a real account can tell.
        it("switches the pool at 10:30 and 22:00 of Berlin, every call with all fields", () => {
            const schedules = plan.resources.filter(
                ({ type, name }) => type === "aws:scheduler/schedule:Schedule" && name !== "test-registrar-schedule",
            );
            const calls = schedules.map((schedule) => {
                const { scheduleExpression, scheduleExpressionTimezone, flexibleTimeWindow } = schedule.inputs;
                return [scheduleExpression, scheduleExpressionTimezone, flexibleTimeWindow.mode];
            });
            assert.deepEqual(calls, [
                ["cron(30 10 * * ? *)", "Europe/Berlin", "OFF"],
                ["cron(0 22 * * ? *)", "Europe/Berlin", "OFF"],
            ]);
            if (preview) return;
            const inputs = schedules.map(({ inputs: { target } }) => {
                const { AutoScalingGroupName, ...rest } = JSON.parse(target.input);
                assert.match(AutoScalingGroupName, /^test-pool-/);
                return { arn: target.arn, ...rest };
            });
            const shared = {
                arn: "arn:aws:scheduler:::aws-sdk:autoscaling:putWarmPool",
                MaxGroupPreparedCapacity: 6,
                InstanceReusePolicy: { ReuseOnScaleIn: false },
            };
            assert.deepEqual(inputs, [
                { ...shared, PoolState: "Running", MinSize: 3 },
                { ...shared, PoolState: "Stopped", MinSize: 1 },
            ]);
        });

        known("gives the application a policy for this group alone, and for reading", () => {
            const { policy } = only(plan.resources, "aws:iam/policy:Policy").inputs;
            const [writing, reading, ...more] = policy.Statement;
            assert.deepEqual(more, []);
            assert.match(writing.Resource, /:autoScalingGroupName\/test-pool-/);
            assert.ok(reading.Action.every((action: string) => action.startsWith("autoscaling:Describe")));
            assert.equal(reading.Resource, "*");
            const scaling = writing.Action.filter((action: string) => action !== "autoscaling:PutWarmPool");
            assert.deepEqual(scaling.sort(), [
                "autoscaling:CompleteLifecycleAction",
                "autoscaling:RecordLifecycleActionHeartbeat",
                "autoscaling:SetDesiredCapacity",
                "autoscaling:SetInstanceProtection",
                "autoscaling:TerminateInstanceInAutoScalingGroup",
            ]);
        });

        known("lets the application change the warm pool, too", () => {
            const { policy } = only(plan.resources, "aws:iam/policy:Policy").inputs;
            assert.ok(policy.Statement[0].Action.includes("autoscaling:PutWarmPool"));
        });

        it("begins with one node, ends at 20, and drains for 120 minutes where the stack file says nothing", async () => {
            const changes = { groups: { pool: { size: null, drain: null, warmPool: null } } };
            const { config } = await examplePlan("media-pool", { preview }, changes);
            const { size, drain, health, warmPool } = config.groups.pool ?? assert.fail();
            assert.deepEqual([size, drain.maxMinutes, warmPool], [{ min: 1, desired: 1, max: 20 }, 120, undefined]);
            assert.deepEqual(chosen(health, ["path", "port", "protocol", "matcher", "intervalSeconds"]), {
                path: "/no-auth/status",
                port: 443,
                protocol: "HTTPS",
                matcher: 200,
                intervalSeconds: 15,
            });
        });

        it("makes the application's policy an output", () => {
            assert.ok("scalingPolicyArns" in plan.outputs);
            assert.equal(plan.outputs.nodeDomain, "media.example.com");
            if (!preview) assert.deepEqual(Object.keys(plan.outputs.scalingPolicyArns as object), ["pool"]);
        });

        known("lets a node read the secret of its certificate at every start", () => {
            const actions = statementsOf(plan, "pool").flatMap(({ Action }) => Action);
            assert.ok(actions.includes("secretsmanager:GetSecretValue"), actions.join());
        });

        // Nodes that wait are in neither DNS nor webhooks: that is the function's part, which its service tests show.
        known("lets the function see which nodes wait, and write none but node names", () => {
            const statements = statementsOf(plan, "registrar") as {
                Sid: string;
                Action: string[];
                Condition: object;
            }[];
            const actions = statements.flatMap(({ Action }) => Action);
            for (const needed of ["autoscaling:DescribeWarmPool", "autoscaling:DescribeAutoScalingGroups"]) {
                assert.ok(actions.includes(needed), needed);
            }
            const writing = statements.find(({ Action }) => Action.includes("route53:ChangeResourceRecordSets"));
            assert.ok(JSON.stringify(writing?.Condition).includes('"m-*.media.example.com"'));
        });

        it("hibernates only where the launch template allows it", async () => {
            const templates = inputsOf(plan, "template", ["hibernationOptions"]);
            assert.deepEqual(templates, { pool: {} });
            const schedule = [{ at: "22:00", timeZone: "Europe/Berlin", state: "Hibernated", min: 1 }];
            const changed = await examplePlan(
                "media-pool",
                { preview },
                { groups: { pool: { warmPool: { schedule } } } },
            );
            assert.deepEqual(inputsOf(changed, "template", ["hibernationOptions"]), {
                pool: { hibernationOptions: { configured: true } },
            });
        });
    });
}

describe("The media pool refuses", () => {
    const pool = (changes: object) => ({ groups: { pool: changes } });
    const entry = { at: "10:30", timeZone: "Europe/Berlin", state: "Running", min: 3 };
    const refused: Record<string, [key: string, changes: Settings]> = {
        "two zones": ["network.zones", { network: { zones: 2 } }],
        "a scaling policy": ["groups.pool.cpuTarget", pool({ cpuTarget: 60 })],
        "a target group": [
            "listeners[0].to",
            {
                domain: { name: "app.example.com" },
                listeners: [{ port: 443, protocol: "HTTPS", to: "pool", targetPort: 443 }],
            },
        ],
        "node names of more than one label": ["registrar.label", { registrar: { label: "a.media" } }],
        "node names directly below the zone": ["registrar.label", { registrar: { label: "" } }],
        "a TTL above 300": ["registrar.ttlSeconds", { registrar: { ttlSeconds: 301 } }],
        "a TTL below 1": ["registrar.ttlSeconds", { registrar: { ttlSeconds: 0 } }],
        "private addresses in a public zone": ["registrar.address", { registrar: { address: "private" } }],
        "a warm pool with Spot": ["groups.pool.spot", pool({ spot: { onDemandBase: 0 } })],
        "hibernation without room for the memory": [
            "groups.pool.disk.gib",
            pool({ disk: { gib: 20 }, warmPool: { state: "Hibernated" } }),
        ],
        "a minimum above what is prepared": ["groups.pool.warmPool.min", pool({ warmPool: { min: 7 } })],
        "a scheduled minimum above what is prepared": [
            "groups.pool.warmPool.schedule[0].min",
            pool({ warmPool: { schedule: [{ ...entry, min: 7 }] } }),
        ],
        "no limit of what is prepared": ["groups.pool.warmPool.maxPrepared", pool({ warmPool: { maxPrepared: null } })],
        "switches at the same time": [
            "groups.pool.warmPool.schedule[1].at",
            pool({ warmPool: { schedule: [entry, entry] } }),
        ],
        "a switch without a time zone": [
            "groups.pool.warmPool.schedule[0].timeZone",
            pool({ warmPool: { schedule: [{ ...entry, timeZone: undefined }] } }),
        ],
        "a time zone that does not exist": [
            "groups.pool.warmPool.schedule[0].timeZone",
            pool({ warmPool: { schedule: [{ ...entry, timeZone: "Europe/Nowhere" }] } }),
        ],
        "a webhook without TLS": [
            "registrar.webhook.url",
            { registrar: { webhook: { url: "http://app.example.com/nodes" } } },
        ],
        "an image of another architecture": [
            "groups.pool.instanceTypes[0]",
            pool({ image: { architecture: "arm64" } }),
        ],
        "nodes without public addresses under public names": [
            "groups.pool.publicAddress",
            { network: { nat: "single" }, ...pool({ publicAddress: false }) },
        ],
        "no image": ["groups.pool.image", pool({ image: null })],
        "no instance type": ["groups.pool.instanceTypes", pool({ instanceTypes: null })],
        "sizes out of order": ["groups.pool.size", pool({ size: { min: 4 } })],
        "hibernation of 150 GB of memory and more": [
            "groups.pool.instanceTypes[0]",
            pool({ disk: { gib: 400 }, instanceTypes: ["r5.8xlarge"], warmPool: { state: "Hibernated" } }),
        ],
    };
    for (const [what, [key, changes]] of Object.entries(refused)) {
        it(what, () => assert.deepEqual(refusedKeys("media-pool", changes), [key]));
    }
});
