import * as assert from "node:assert/strict";
import { NodeGroup, type NodeGroupArgs } from "../../../infra/groups/node-group";
import { tagsFor } from "../../../infra/tags";
import { configWith } from "../../support/config";
import { counts, modes, only, run, UNKNOWN } from "../../support/program";

const tagsOf = tagsFor({ project: "media-cluster", stack: "test", profile: "ant-media", tags: { owner: "video" } });
const GROUP = "aws:autoscaling/group:Group";
const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const registration = { topicArn: "arn:topic", hookRoleArn: "arn:role", ownerId: "0a1b2c3d" };

function edge(settings = {}, more: Partial<NodeGroupArgs> = {}): NodeGroup {
    const group = configWith({ groups: { edge: settings } }).groups.edge;
    assert.ok(group);
    return new NodeGroup("edge", {
        account: "123456789012",
        settings: group,
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

describe("NodeGroup", () => {
    for (const { mode, preview } of modes) {
        it(`launches encrypted nodes that need metadata version 2 (${mode})`, async () => {
            const { resources } = await run(() => edge(), { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:nodes:NodeGroup": 1,
                [TEMPLATE]: 1,
                [GROUP]: 1,
                "aws:autoscaling/lifecycleHook:LifecycleHook": 1,
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
                defaultInstanceWarmup: 120,
                initialLifecycleHooks: [
                    {
                        name: "terminate-drain",
                        lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
                        heartbeatTimeout: 900,
                        defaultResult: "CONTINUE",
                        notificationTargetArn: "arn:topic",
                        roleArn: "arn:role",
                    },
                ],
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

    it("carries changes of the drain in a hook of its own, because the group's own hooks never change", async () => {
        const { resources } = await run(() => edge({ drain: { maxMinutes: 30 } }), { preview: false });

        const group = only(resources, GROUP).inputs;
        const hook = only(resources, "aws:autoscaling/lifecycleHook:LifecycleHook");
        const { autoscalingGroupName, ...inputs } = hook.inputs;
        assert.deepEqual(inputs, group.initialLifecycleHooks[0]);
        assert.equal(inputs.heartbeatTimeout, 1800);
        assert.match(autoscalingGroupName, /^edge-/);
        assert.equal(hook.deletedWith, "edge");
    });

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
        const [hook] = only(resources, GROUP).inputs.initialLifecycleHooks;
        assert.deepEqual(
            [hook.heartbeatTimeout, hook.notificationTargetArn, hook.roleArn],
            [900, undefined, undefined],
        );
    });
});
