import { Group as AutoScalingGroup, LifecycleHook, Notification } from "@pulumi/aws/autoscaling";
import type { LaunchTemplate } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";
import { drainHeartbeat } from "../config/drain-heartbeat";
import type { Group } from "../config/schema";
import type { TagsOf } from "../tags";
import { applicationPolicy } from "./application-policy";
import { launchTemplate } from "./launch-template";
import { DRAIN_HOOK, type GroupRegistration, lifecycleHooks } from "./lifecycle-hooks";
import { changeSizes, followLoad, scheduledSizes } from "./scaling";
import { scheduledProperties, WarmPoolSchedule, warmPoolOf } from "./warm-pool";

export interface NodeGroupArgs {
    readonly account: pulumi.Input<string>;
    /** Key of the group in the configuration, for messages: `groups.<name>`. */
    readonly key: string;
    readonly settings: Group;
    readonly subnetIds: pulumi.Input<string[]>;
    readonly securityGroupId: pulumi.Input<string>;
    readonly instanceProfileArn: pulumi.Input<string>;
    /** Key of the disks; absent for the one that AWS manages. */
    readonly kmsKeyArn?: string;
    /** Empty for a group that no balancer sends to. */
    readonly targetGroupArns: pulumi.Input<string>[];
    /** Script of the first boot, as plain text. */
    readonly userData: pulumi.Input<string>;
    /** Absent when nodes get no names. */
    readonly registration?: GroupRegistration;
    /** Topic of scaling events where nodes get no names. */
    readonly noticesTopicArn?: pulumi.Input<string>;
    /** Queue for switches of the warm pool that could not be made. */
    readonly deadLetterArn?: pulumi.Input<string>;
    /** Function that chooses which nodes leave; absent when Auto Scaling chooses. */
    readonly terminationPolicyArn?: pulumi.Input<string>;
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

/** Nodes of one kind: launch template, Auto Scaling group, who scales it, and the hooks at both ends of a node's life. */
export class NodeGroup extends pulumi.ComponentResource {
    readonly groupName: pulumi.Output<string>;
    /** Grows with every change of the launch template, which replaces nodes. */
    readonly templateVersion: pulumi.Output<number>;
    /** Policy for the role of the application that scales the group; absent where the group scales itself. */
    readonly applicationPolicyArn?: pulumi.Output<string>;
    readonly settings: Group;

    constructor(
        private readonly name: string,
        private readonly args: NodeGroupArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("media-cluster:nodes:NodeGroup", name, args, opts);
        const { account, settings, registration, deadLetterArn, tagsOf } = args;
        const { role, warmPool } = settings;
        const parent = { parent: this };
        const template = launchTemplate(name, args, parent);
        const group = this.createGroup(template);
        this.groupName = group.name;
        this.templateVersion = template.latestVersion;
        this.settings = settings;
        if (role === "pool") {
            this.applicationPolicyArn = applicationPolicy(
                name,
                group,
                settings,
                tagsOf(role, `${name}-application`),
                parent,
            ).arn;
        } else {
            followLoad(name, group, settings, parent);
        }
        changeSizes(name, group, settings.schedules, parent);
        for (const hook of lifecycleHooks(settings, registration)) {
            // The hook that the group is made with covers its first nodes, and cannot change without a new group. This one
            // takes its place under the same name and carries every later change.
            new LifecycleHook(
                `${name}-${hook.name === DRAIN_HOOK ? "drain" : "ready"}`,
                { ...hook, autoscalingGroupName: group.name },
                { ...parent, deletedWith: group },
            );
        }
        if (warmPool && warmPool.schedule.length > 0) {
            new WarmPoolSchedule(
                `${name}-pool`,
                { account, group, role, pool: warmPool, deadLetterArn, tagsOf },
                parent,
            );
        }
        const topicArn = registration?.topicArn ?? args.noticesTopicArn;
        if (topicArn !== undefined) {
            const inputs = { groupNames: [group.name], notifications: [...notifications], topicArn };
            // Deleted by itself it would be gone before the last node, whose record nobody would remove.
            new Notification(name, inputs, { ...parent, deletedWith: group });
        }
        this.registerOutputs({ groupName: this.groupName });
    }

    private createGroup(template: LaunchTemplate): AutoScalingGroup {
        const { name, args } = this;
        const { settings, registration, terminationPolicyArn, targetGroupArns, tagsOf } = args;
        const { role, size, drain, health, balancing } = settings;
        const deregistrationMinutes = Math.ceil((balancing?.deregistrationSeconds ?? 0) / 60);
        const ownerTag = registration && { "media:registrar": registration.ownerId };
        const tags = { ...tagsOf(role, name), ...ownerTag };
        const warmPool = warmPoolOf(settings);
        // A stopped node cannot answer its hook.
        const poolMinutes = warmPool ? drainHeartbeat(drain) / 60 : 0;
        return new AutoScalingGroup(
            name,
            {
                ...this.launch(template),
                vpcZoneIdentifiers: args.subnetIds,
                minSize: size.min,
                desiredCapacity: size.desired,
                maxSize: size.max,
                targetGroupArns,
                // EC2 checks alone never replace a node that runs and does not answer; without a balancer there are no others.
                healthCheckType: targetGroupArns.length > 0 ? "ELB" : "EC2",
                healthCheckGracePeriod: health.graceSeconds,
                // The first nodes count once their launch hook is answered, which may take its ten minutes and some more.
                waitForCapacityTimeout: "25m",
                defaultInstanceWarmup: WARMUP_SECONDS,
                enabledMetrics: [
                    "GroupDesiredCapacity",
                    "GroupInServiceInstances",
                    "GroupMaxSize",
                    "GroupTerminatingInstances",
                ],
                initialLifecycleHooks: lifecycleHooks(settings, registration),
                ...(warmPool && { warmPool }),
                // When the application scales, it alone says which node ends: nothing may move sessions between zones.
                ...(role === "pool" && { protectFromScaleIn: true, suspendedProcesses: ["AZRebalance"] }),
                // Alone: where the function names no node, none ends, and Auto Scaling asks again.
                ...(terminationPolicyArn && { terminationPolicies: [terminationPolicyArn] }),
                // A new node is in service before an old one leaves, whoever replaces it.
                instanceMaintenancePolicy: REPLACEMENT,
                // A new launch template replaces nodes one by one; the hook lets each finish.
                instanceRefresh: {
                    strategy: "Rolling",
                    preferences: {
                        ...REPLACEMENT,
                        skipMatching: true,
                        // Protected nodes are replaced too: the drain protects their sessions.
                        ...(role === "pool" && { scaleInProtectedInstances: "Refresh" }),
                    },
                },
                tags: Object.entries(tags).map(([key, value]) => ({ key, value, propagateAtLaunch: key !== "Name" })),
            },
            {
                parent: this,
                dependsOn: args.needs,
                // After creation scaling decides about the capacity, and schedules about pool and sizes; an update must not undo it.
                ignoreChanges: [
                    "desiredCapacity",
                    "initialLifecycleHooks",
                    ...scheduledProperties(settings),
                    ...scheduledSizes(settings),
                ],
                customTimeouts: { delete: `${drain.maxMinutes + deregistrationMinutes + poolMinutes + 15}m` },
            },
        );
    }

    /** The first type alone, or all of them at the group's choice; always a numbered version of the template. */
    private launch(template: LaunchTemplate) {
        const { instanceTypes, spot } = this.args.settings;
        const version = template.latestVersion.apply(String);
        if (instanceTypes.length === 1 && !spot) return { launchTemplate: { id: template.id, version } };
        return {
            mixedInstancesPolicy: {
                instancesDistribution: spot
                    ? {
                          onDemandBaseCapacity: spot.onDemandBase,
                          onDemandPercentageAboveBaseCapacity: spot.onDemandPercentage,
                          // From the pools that AWS is least likely to need back, then by price.
                          spotAllocationStrategy: "price-capacity-optimized",
                      }
                    : { onDemandPercentageAboveBaseCapacity: 100 },
                launchTemplate: {
                    launchTemplateSpecification: { launchTemplateId: template.id, version },
                    overrides: instanceTypes.map((instanceType) => ({ instanceType })),
                },
            },
            // Takes a new node as soon as AWS announces that it may need one back.
            ...(spot && { capacityRebalance: true }),
        };
    }
}
