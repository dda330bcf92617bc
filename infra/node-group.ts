import { Group as AutoScalingGroup, LifecycleHook, Notification, Policy } from "@pulumi/aws/autoscaling";
import { LaunchTemplate } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import type { Group } from "./config/schema";
import { chooseImage } from "./image";
import type { TagsOf } from "./tags";

/** Where a group's events go, and who it says it belongs to. */
export interface GroupRegistration {
    readonly topicArn: pulumi.Input<string>;
    /** Role by which Auto Scaling publishes lifecycle hooks to the topic. */
    readonly hookRoleArn: pulumi.Input<string>;
    /** Value of the tag by which the registrar finds its groups. */
    readonly ownerId: string;
}

export interface NodeGroupArgs {
    readonly settings: Group;
    readonly subnetIds: pulumi.Input<string[]>;
    readonly securityGroupId: pulumi.Input<string>;
    readonly instanceProfileArn: pulumi.Input<string>;
    readonly targetGroupArns: pulumi.Input<string>[];
    /** Script of the first boot, as plain text. */
    readonly userData: pulumi.Input<string>;
    /** Absent when nodes get no names. */
    readonly registration?: GroupRegistration;
    /** What nodes need from their first minute to their last: made before the group, deleted after it. */
    readonly needs: pulumi.Resource[];
    readonly tagsOf: TagsOf;
}

const notifications = [
    "autoscaling:EC2_INSTANCE_LAUNCH",
    "autoscaling:EC2_INSTANCE_LAUNCH_ERROR",
    "autoscaling:EC2_INSTANCE_TERMINATE",
    "autoscaling:EC2_INSTANCE_TERMINATE_ERROR",
] as const;

/** Share of the group that stays in service while nodes are replaced, and share that may run meanwhile, in percent. */
const REPLACEMENT = { minHealthyPercentage: 100, maxHealthyPercentage: 110 };

/** Time from "healthy" until a new node's load counts for scaling. */
const WARMUP_SECONDS = 120;

/** Nodes of one kind: launch template, Auto Scaling group, scaling policy, and the hook that lets sessions end. */
export class NodeGroup extends pulumi.ComponentResource {
    readonly groupName: pulumi.Output<string>;
    /** Grows with every change of the launch template, which replaces nodes. */
    readonly templateVersion: pulumi.Output<number>;
    readonly settings: Group;

    constructor(
        private readonly name: string,
        private readonly args: NodeGroupArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("media-cluster:nodes:NodeGroup", name, args, opts);
        const { settings, registration } = args;
        const parent = { parent: this };
        const template = this.createTemplate();
        const group = this.createGroup(template);
        this.groupName = group.name;
        this.templateVersion = template.latestVersion;
        this.settings = settings;
        new Policy(
            `${name}-cpu`,
            {
                autoscalingGroupName: group.name,
                policyType: "TargetTrackingScaling",
                targetTrackingConfiguration: {
                    predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" },
                    targetValue: settings.cpuTarget,
                },
            },
            parent,
        );
        // The hook that the group is made with covers its first nodes, and cannot change without a new group. This one takes
        // its place under the same name and carries every later change.
        new LifecycleHook(
            `${name}-drain`,
            { ...this.drainHook(), autoscalingGroupName: group.name },
            { ...parent, deletedWith: group },
        );
        if (registration) {
            const inputs = {
                groupNames: [group.name],
                notifications: [...notifications],
                topicArn: registration.topicArn,
            };
            // Deleted by itself it would be gone before the last node, whose record nobody would remove.
            new Notification(name, inputs, { ...parent, deletedWith: group });
        }
        this.registerOutputs({ groupName: this.groupName });
    }

    private createTemplate(): LaunchTemplate {
        const { name, args } = this;
        const { settings, tagsOf } = args;
        const image = chooseImage(settings.image, "imageId", { parent: this });
        const tags = { ...tagsOf(settings.role, name), "media:image-arch": settings.image.architecture };
        return new LaunchTemplate(
            name,
            {
                imageId: image.id,
                instanceType: settings.instanceTypes[0],
                ebsOptimized: "true",
                iamInstanceProfile: { arn: args.instanceProfileArn },
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
                        ebs: {
                            encrypted: "true",
                            volumeType: "gp3",
                            volumeSize: settings.disk.gib,
                            deleteOnTermination: "true",
                        },
                    },
                ],
                networkInterfaces: [
                    {
                        deviceIndex: 0,
                        associatePublicIpAddress: String(settings.publicAddress),
                        deleteOnTermination: "true",
                        securityGroups: [args.securityGroupId],
                    },
                ],
                tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
                    resourceType,
                    tags,
                })),
                userData: pulumi.output(args.userData).apply((script) => Buffer.from(script).toString("base64")),
                updateDefaultVersion: true,
                tags,
            },
            { parent: this, ignoreChanges: image.ignoreChanges },
        );
    }

    private createGroup(template: LaunchTemplate): AutoScalingGroup {
        const { name, args } = this;
        const { settings, registration, tagsOf } = args;
        const { size, drain, health, balancing } = settings;
        const deregistrationMinutes = Math.ceil(balancing.deregistrationSeconds / 60);
        const ownerTag = registration && { "media:registrar": registration.ownerId };
        const tags = { ...tagsOf(settings.role, name), ...ownerTag };
        return new AutoScalingGroup(
            name,
            {
                ...this.launch(template),
                vpcZoneIdentifiers: args.subnetIds,
                minSize: size.min,
                desiredCapacity: size.desired,
                maxSize: size.max,
                targetGroupArns: args.targetGroupArns,
                // EC2 checks alone never replace a node that runs and does not answer.
                healthCheckType: "ELB",
                healthCheckGracePeriod: health.graceSeconds,
                defaultInstanceWarmup: WARMUP_SECONDS,
                enabledMetrics: [
                    "GroupDesiredCapacity",
                    "GroupInServiceInstances",
                    "GroupMaxSize",
                    "GroupTerminatingInstances",
                ],
                initialLifecycleHooks: [this.drainHook()],
                // A new node is in service before an old one leaves, whoever replaces it.
                instanceMaintenancePolicy: REPLACEMENT,
                // A new launch template replaces nodes one by one; the hook lets each finish.
                instanceRefresh: { strategy: "Rolling", preferences: { ...REPLACEMENT, skipMatching: true } },
                tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: key !== "Name" })),
            },
            {
                parent: this,
                dependsOn: args.needs,
                // After creation the scaling policy decides about the capacity; an update must not undo what it did.
                ignoreChanges: ["desiredCapacity", "initialLifecycleHooks"],
                customTimeouts: { delete: `${drain.maxMinutes + deregistrationMinutes + 15}m` },
            },
        );
    }

    /** Holds a leaving node while its sessions end. */
    private drainHook() {
        const { settings, registration } = this.args;
        return {
            name: "terminate-drain",
            lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
            heartbeatTimeout: settings.drain.maxMinutes * 60,
            // The node goes when the time is over, even if nobody answers.
            defaultResult: "CONTINUE",
            ...(registration && { notificationTargetArn: registration.topicArn, roleArn: registration.hookRoleArn }),
        };
    }

    /** The first type alone, or all of them at the group's choice; always a numbered version of the template. */
    private launch(template: LaunchTemplate) {
        const { instanceTypes } = this.args.settings;
        const version = template.latestVersion.apply(String);
        if (instanceTypes.length === 1) return { launchTemplate: { id: template.id, version } };
        return {
            mixedInstancesPolicy: {
                instancesDistribution: { onDemandPercentageAboveBaseCapacity: 100 },
                launchTemplate: {
                    launchTemplateSpecification: { launchTemplateId: template.id, version },
                    overrides: instanceTypes.map((instanceType) => ({ instanceType })),
                },
            },
        };
    }
}
