import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Group } from "../../../infra/config/schema";
import { NodeGroup, type NodeGroupArgs } from "../../../infra/groups/node-group";
import { tagsFor } from "../../../infra/tags";
import { configWith } from "../../support/config";
import { counts, known, modes, only, run, UNKNOWN } from "../../support/program";
import { poolSettings } from "./pool-settings";

const tagsOf = tagsFor({ project: "media-cluster", stack: "test", profile: "ant-media", tags: { owner: "video" } });
const GROUP = "aws:autoscaling/group:Group";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const registration = { topicArn: "arn:topic", hookRoleArn: "arn:role", ownerId: "0a1b2c3d" };

function edge(settings = {}, more: Partial<NodeGroupArgs> = {}): NodeGroup {
    const edgeSettings = configWith({ groups: { edge: settings } }).groups.edge;
    assert.ok(edgeSettings);
    return group(edgeSettings, more, "edge");
}

function group(settings: Group, more: Partial<NodeGroupArgs> = {}, name = "pool"): NodeGroup {
    return new NodeGroup(name, {
        key: `groups.${name}`,
        account: "123456789012",
        settings,
        subnetIds: ["subnet-1", "subnet-2"],
        securityGroupId: "sg-1",
        instanceProfileArn: "arn:profile",
        targetGroupArns: ["arn:targets"],
        userData: "#!/bin/sh\n",
        registration,
        needs: [],
        tagsOf,
        ...more,
    });
}

/** Both hooks of a group with a registrar. */
function hooks(maxMinutes: number, heartbeatTimeout: number) {
    const shared = {
        defaultResult: "CONTINUE",
        notificationMetadata: JSON.stringify({
            v: 1,
            cluster: "media-cluster-test",
            maxMinutes,
            endsWithSessions: false,
        }),
        notificationTargetArn: "arn:topic",
        roleArn: "arn:role",
    };
    return [
        {
            name: "launch-ready",
            lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
            heartbeatTimeout: 600,
            ...shared,
        },
        {
            name: "terminate-drain",
            lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
            heartbeatTimeout,
            ...shared,
        },
    ];
}

describe("NodeGroup", () => {
    for (const { mode, preview } of modes) {
        it(`launches encrypted nodes that need metadata version 2 (${mode})`, async () => {
            const { resources } = await run(() => edge(), { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:nodes:NodeGroup": 1,
                [TEMPLATE]: 1,
                [GROUP]: 1,
                "aws:autoscaling/lifecycleHook:LifecycleHook": 2,
                "aws:autoscaling/policy:Policy": 1,
                "aws:autoscaling/notification:Notification": 1,
            });
            const { tags, tagSpecifications, imageId, ...inputs } = only(resources, TEMPLATE).inputs;
            assert.match(imageId, /^ami-[0-9a-f]{17}$/);
            assert.equal(tags["media:image-arch"], "x86_64");
            assert.deepEqual(
                tagSpecifications.map((entry: { resourceType: string }) => entry.resourceType),
                ["instance", "volume", "network-interface"],
            );
            assert.deepEqual(inputs, {
                instanceType: "c5.xlarge",
                ebsOptimized: "true",
                iamInstanceProfile: { arn: "arn:profile" },
                metadataOptions: {
                    httpEndpoint: "enabled",
                    httpTokens: "required",
                    httpPutResponseHopLimit: 1,
                    instanceMetadataTags: "disabled",
                },
                monitoring: { enabled: true },
                blockDeviceMappings: [
                    {
                        deviceName: "/dev/sda1",
                        ebs: { encrypted: "true", volumeType: "gp3", volumeSize: 16, deleteOnTermination: "true" },
                    },
                ],
                networkInterfaces: [
                    {
                        deviceIndex: 0,
                        associatePublicIpAddress: "true",
                        deleteOnTermination: "true",
                        securityGroups: ["sg-1"],
                    },
                ],
                userData: Buffer.from("#!/bin/sh\n").toString("base64"),
                updateDefaultVersion: true,
            });
        });

        it(`keeps a group at a numbered template version, healthy by the balancer's checks (${mode})`, async () => {
            const { resources } = await run(() => edge(), { preview });

            const group = only(resources, GROUP);
            const { tags, launchTemplate, enabledMetrics: _, ...inputs } = group.inputs;
            assert.equal(launchTemplate.version, preview ? UNKNOWN : "1");
            assert.deepEqual(inputs, {
                vpcZoneIdentifiers: ["subnet-1", "subnet-2"],
                minSize: 2,
                desiredCapacity: 2,
                maxSize: 10,
                targetGroupArns: ["arn:targets"],
                healthCheckType: "ELB",
                healthCheckGracePeriod: 300,
                waitForCapacityTimeout: "25m",
                defaultInstanceWarmup: 120,
                initialLifecycleHooks: hooks(15, 900),
                instanceMaintenancePolicy: { minHealthyPercentage: 100, maxHealthyPercentage: 110 },
                instanceRefresh: {
                    strategy: "Rolling",
                    preferences: { minHealthyPercentage: 100, maxHealthyPercentage: 110, skipMatching: true },
                },
            });
            assert.deepEqual(group.ignoreChanges, ["desiredCapacity", "initialLifecycleHooks"]);
            assert.deepEqual(tags, [
                { key: "owner", value: "video", propagateAtLaunch: true },
                { key: "Name", value: "edge", propagateAtLaunch: false },
                { key: "project", value: "media-cluster", propagateAtLaunch: true },
                { key: "env", value: "test", propagateAtLaunch: true },
                { key: "media:role", value: "edge", propagateAtLaunch: true },
                { key: "media:profile", value: "ant-media", propagateAtLaunch: true },
                { key: "media:registrar", value: "0a1b2c3d", propagateAtLaunch: true },
            ]);
        });

        it(`aims at 60 % CPU and publishes all four events (${mode})`, async () => {
            const { resources } = await run(() => edge(), { preview });

            const policy = only(resources, "aws:autoscaling/policy:Policy").inputs;
            assert.deepEqual(policy.targetTrackingConfiguration, {
                predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
                targetValue: 60,
            });
            const notification = only(resources, "aws:autoscaling/notification:Notification");
            assert.deepEqual(notification.inputs.notifications, [
                "autoscaling:EC2_INSTANCE_LAUNCH",
                "autoscaling:EC2_INSTANCE_LAUNCH_ERROR",
                "autoscaling:EC2_INSTANCE_TERMINATE",
                "autoscaling:EC2_INSTANCE_TERMINATE_ERROR",
            ]);
            assert.equal(notification.inputs.topicArn, "arn:topic");
            assert.equal(notification.deletedWith, "edge");
        });
    }

    it("carries changes of the hooks in hooks of their own, because the group's own hooks never change", async () => {
        const { resources } = await run(() => edge({ drain: { maxMinutes: 30 } }), { preview: false });

        const group = only(resources, GROUP).inputs;
        assert.deepEqual(group.initialLifecycleHooks, hooks(30, 900));
        for (const [index, name] of ["edge-ready", "edge-drain"].entries()) {
            const hook = resources.find(
                (resource) => resource.type.endsWith("LifecycleHook") && resource.name === name,
            );
            const { autoscalingGroupName, ...inputs } = hook?.inputs ?? {};
            assert.deepEqual(inputs, group.initialLifecycleHooks[index]);
            assert.match(autoscalingGroupName, /^edge-/);
            assert.equal(hook?.deletedWith, "edge");
        }
    });

    for (const [minutes, heartbeat] of [
        [5, 300],
        [15, 900],
        [1500, 900],
    ] as const) {
        it(`waits ${heartbeat} s without a heartbeat in a drain of ${minutes} minutes, and gives its deletion the time`, async () => {
            const { resources } = await run(() => edge({ drain: { maxMinutes: minutes } }), { preview: false });

            const group = only(resources, GROUP);
            assert.deepEqual(group.inputs.initialLifecycleHooks, hooks(minutes, heartbeat));
            assert.equal(group.deleteTimeout, `${minutes + 5 + 15}m`);
        });
    }

    it("keeps the image that a look-up found first, and follows one that is pinned", async () => {
        const pinned = { image: { id: "ami-0123456789abcdef0" } };
        const found = await run(() => edge(), { preview: true });
        const fixed = await run(() => edge(pinned), { preview: true });

        assert.deepEqual(only(found.resources, TEMPLATE).ignoreChanges, ["imageId"]);
        assert.deepEqual(only(fixed.resources, TEMPLATE).ignoreChanges, []);
        assert.equal(only(fixed.resources, TEMPLATE).inputs.imageId, "ami-0123456789abcdef0");
    });

    it("offers the group several instance types, on demand only", async () => {
        const settings = { instanceTypes: ["c5.xlarge", "c6i.xlarge"] };
        const { resources } = await run(() => edge(settings), { preview: false });

        const { launchTemplate, mixedInstancesPolicy } = only(resources, GROUP).inputs;
        assert.equal(launchTemplate, undefined);
        assert.deepEqual(mixedInstancesPolicy.instancesDistribution, { onDemandPercentageAboveBaseCapacity: 100 });
        assert.deepEqual(mixedInstancesPolicy.launchTemplate.overrides, [
            { instanceType: "c5.xlarge" },
            { instanceType: "c6i.xlarge" },
        ]);
        assert.equal(mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.version, "1");
    });

    it("drains without a registrar too, telling nobody", async () => {
        const { resources } = await run(() => edge({}, { registration: undefined }), { preview: false });

        assert.equal(counts(resources)["aws:autoscaling/notification:Notification"], undefined);
        const told = only(resources, GROUP).inputs.initialLifecycleHooks;
        assert.deepEqual(
            told.map((hook: Record<string, unknown>) => [
                hook.heartbeatTimeout,
                hook.notificationTargetArn,
                hook.roleArn,
            ]),
            [
                [600, undefined, undefined],
                [900, undefined, undefined],
            ],
        );
    });

    it("lets the application switch a warm pool only where deployments leave it to a schedule", async () => {
        const scheduled = poolSettings;
        const fixed = {
            ...poolSettings,
            warmPool: poolSettings.warmPool && { ...poolSettings.warmPool, schedule: [] },
        };
        const actionsOf = async (settings: Group) => {
            const { resources } = await run(() => group(settings, { targetGroupArns: [] }), { preview: true });
            return only(resources, "aws:iam/policy:Policy").inputs.policy.Statement[0].Action;
        };

        assert.ok((await actionsOf(scheduled)).includes("autoscaling:PutWarmPool"));
        assert.ok(!(await actionsOf(fixed)).includes("autoscaling:PutWarmPool"));
    });

    it("protects the nodes of a pool, leaves its size to the application, and asks no balancer how they are", async () => {
        const pool = { ...poolSettings, warmPool: undefined };
        const { resources, result } = await run(() => group(pool, { targetGroupArns: [] }), { preview: false });

        const { inputs } = only(resources, GROUP);
        assert.deepEqual(
            [inputs.healthCheckType, inputs.protectFromScaleIn, inputs.suspendedProcesses, inputs.warmPool],
            ["EC2", true, ["AZRebalance"], undefined],
        );
        assert.equal(inputs.instanceRefresh.preferences.scaleInProtectedInstances, "Refresh");
        assert.equal(counts(resources)["aws:autoscaling/policy:Policy"], undefined);
        assert.match(
            String(await known(result.applicationPolicyArn ?? pulumi.output(""))),
            /^arn:aws:iam::123456789012:policy\/pool-application-[0-9a-f]{7}$/,
        );
        const groupArn =
            /^arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:[^*]+:autoScalingGroupName\/pool-/;
        const [scale, see, ...more] = only(resources, "aws:iam/policy:Policy").inputs.policy.Statement;
        assert.match(scale.Resource, groupArn);
        assert.deepEqual(
            [{ ...scale, Resource: "" }, see, more],
            [
                {
                    Sid: "ScaleTheGroup",
                    Effect: "Allow",
                    Action: [
                        "autoscaling:SetDesiredCapacity",
                        "autoscaling:TerminateInstanceInAutoScalingGroup",
                        "autoscaling:SetInstanceProtection",
                        "autoscaling:CompleteLifecycleAction",
                        "autoscaling:RecordLifecycleActionHeartbeat",
                    ],
                    Resource: "",
                },
                {
                    Sid: "SeeTheNodes",
                    Effect: "Allow",
                    Action: [
                        "autoscaling:DescribeAutoScalingGroups",
                        "autoscaling:DescribeAutoScalingInstances",
                        "autoscaling:DescribeWarmPool",
                    ],
                    Resource: "*",
                },
                [],
            ],
        );
    });

    it("says in its hooks whether a drain ends with the sessions", async () => {
        const drain = { maxMinutes: 15, sessionsUrl: "http://127.0.0.1:8080/sessions" };
        const { resources } = await run(() => edge({ drain }), { preview: false });

        const [hook] = only(resources, GROUP).inputs.initialLifecycleHooks;
        assert.equal(JSON.parse(hook.notificationMetadata).endsWithSessions, true);
    });

    it("gives no application a policy for a group that follows its load", async () => {
        const { resources, result } = await run(() => edge(), { preview: false });

        assert.equal(result.applicationPolicyArn, undefined);
        assert.equal(counts(resources)["aws:iam/policy:Policy"], undefined);
        const { protectFromScaleIn, suspendedProcesses, terminationPolicies } = only(resources, GROUP).inputs;
        assert.deepEqual(
            [protectFromScaleIn, suspendedProcesses, terminationPolicies],
            [undefined, undefined, undefined],
        );
    });

    it("asks the function which node leaves, and nothing else", async () => {
        const { resources } = await run(() => edge({}, { terminationPolicyArn: "arn:function" }), { preview: false });

        assert.deepEqual(only(resources, GROUP).inputs.terminationPolicies, ["arn:function"]);
    });

    it("takes spare capacity beside nodes that stay, from the pools least likely to be taken back", async () => {
        const { edge } = configWith({
            groups: {
                edge: { instanceTypes: ["c5.xlarge", "c6i.xlarge"], spot: { onDemandBase: 2, onDemandPercentage: 25 } },
            },
        }).groups;
        const { resources } = await run(() => group(edge ?? assert.fail(), {}, "edge"), { preview: true });

        const { mixedInstancesPolicy, capacityRebalance, launchTemplate } = only(resources, GROUP).inputs;
        assert.deepEqual(mixedInstancesPolicy.instancesDistribution, {
            onDemandBaseCapacity: 2,
            onDemandPercentageAboveBaseCapacity: 25,
            spotAllocationStrategy: "price-capacity-optimized",
        });
        assert.deepEqual(mixedInstancesPolicy.launchTemplate.overrides, [
            { instanceType: "c5.xlarge" },
            { instanceType: "c6i.xlarge" },
        ]);
        assert.deepEqual([capacityRebalance, launchTemplate], [true, undefined]);
    });

    it("takes spare capacity of a single type too", async () => {
        const { edge } = configWith({ groups: { edge: { spot: { onDemandBase: 1 } } } }).groups;
        const { resources } = await run(() => group(edge ?? assert.fail(), {}, "edge"), { preview: true });

        const { instancesDistribution, launchTemplate } = only(resources, GROUP).inputs.mixedInstancesPolicy;
        assert.deepEqual(
            [instancesDistribution.onDemandBaseCapacity, instancesDistribution.onDemandPercentageAboveBaseCapacity],
            [1, 0],
        );
        assert.deepEqual(launchTemplate.overrides, [{ instanceType: "c5.xlarge" }]);
    });

    it("takes no spare capacity for several types unless it is told to", async () => {
        const { edge } = configWith({ groups: { edge: { instanceTypes: ["c5.xlarge", "c6i.xlarge"] } } }).groups;
        const { resources } = await run(() => group(edge ?? assert.fail(), {}, "edge"), { preview: true });

        const { mixedInstancesPolicy, capacityRebalance } = only(resources, GROUP).inputs;
        assert.deepEqual(mixedInstancesPolicy.instancesDistribution, { onDemandPercentageAboveBaseCapacity: 100 });
        assert.equal(capacityRebalance, undefined);
    });

    it("leaves the sizes to its schedules, and its disks to a key of one's own", async () => {
        const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/0f1e2d3c";
        const schedules = [{ at: "08:00", timeZone: "UTC", min: 3, max: 10 }];
        const { edge } = configWith({ groups: { edge: { schedules } } }).groups;
        const { resources } = await run(() => group(edge ?? assert.fail(), { kmsKeyArn }, "edge"), { preview: true });

        assert.deepEqual(only(resources, GROUP).ignoreChanges, [
            "desiredCapacity",
            "initialLifecycleHooks",
            "minSize",
            "maxSize",
        ]);
        assert.equal(counts(resources)["aws:autoscaling/schedule:Schedule"], 1);
        const { ebs } = only(resources, TEMPLATE).inputs.blockDeviceMappings[0];
        assert.deepEqual([ebs.encrypted, ebs.kmsKeyId], ["true", kmsKeyArn]);
    });

    it("tells a topic of its own where nodes have no names", async () => {
        const { edge } = configWith().groups;
        const more = { registration: undefined, noticesTopicArn: "arn:notices" };
        const { resources } = await run(() => group(edge ?? assert.fail(), more, "edge"), { preview: true });

        const { topicArn, notifications } = only(resources, "aws:autoscaling/notification:Notification").inputs;
        assert.equal(topicArn, "arn:notices");
        assert.equal(notifications.length, 4);
    });
});
