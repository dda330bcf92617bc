import { z } from "zod";
import * as value from "../values";
import { balancing, groupHealth } from "./targets";

/** The part a node plays in the cluster; the value of the tag `media:role`. */
export const nodeRoles = ["origin", "edge", "pool", "web"] as const;

export const image = z
    .strictObject({
        id: value.imageId.optional().describe("Image to run; a change of this value is an upgrade."),
        owners: z.array(value.text).optional().describe("Accounts or aliases whose images the look-up trusts."),
        name: value.text.optional().describe("Name pattern of the look-up; the newest image that matches is taken."),
        productCode: value.text.optional().describe("Marketplace product that the look-up is limited to."),
        architecture: value.oneOf("x86_64", "arm64").describe("Processor architecture of the image."),
    })
    .describe("Pinned by id, or looked up by owners and name when the group is first created.");

const portRange = z.strictObject({
    protocol: value.oneOf("tcp", "udp"),
    from: value.port,
    to: value.port,
});

const days = z
    .array(value.oneOf("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"))
    .min(1, { error: "it must name at least one day" })
    .optional()
    .describe("On which days. Default: every day.");

const poolState = value.oneOf("Stopped", "Running", "Hibernated");

const warmPool = z
    .strictObject({
        state: poolState.default("Stopped").describe("How nodes wait: stopped nodes cost their disks only."),
        min: value.integer(0, 100).default(0).describe("Nodes that always wait."),
        maxPrepared: value.integer(1, 100).describe("Nodes in service and waiting together that are never exceeded."),
        reuse: value.flag().default(false).describe("Whether nodes go back to the pool when the group scales in."),
        schedule: z
            .array(
                z.strictObject({
                    at: value.timeOfDay.describe("When the pool is switched."),
                    days,
                    timeZone: value.timeZone.describe("Zone of the time; daylight saving is taken care of."),
                    state: poolState,
                    min: value.integer(0, 100).describe("Nodes that always wait from then on."),
                }),
            )
            .default([])
            .describe("Switches the pool by the time of day. Later deployments leave state and minimum to it."),
    })
    .describe("Nodes that are set up beforehand and wait.");

const metric = z
    .strictObject({
        namespace: value.text.describe("CloudWatch namespace, such as MediaCluster/Nodes."),
        name: value.text.describe("Name of the metric, such as Sessions."),
        dimensions: z
            .record(z.string(), value.text)
            .default({})
            .describe("Dimensions beside AutoScalingGroupName, which is always the group's own name."),
        target: z
            .number({ error: "it must be a number above 0" })
            .positive({ error: "it must be a number above 0" })
            .describe("Average for each node that scaling aims at."),
    })
    .describe("Figure for each node that falls as nodes are added, such as viewers.");

const schedule = z.strictObject({
    at: value.timeOfDay.describe("When the sizes change."),
    days,
    timeZone: value.timeZone.describe("Zone of the time; daylight saving is taken care of."),
    min: value.integer(0, 100).optional().describe("Nodes that are always there from then on."),
    desired: value.integer(0, 100).optional().describe("Nodes to have at that moment."),
    max: value.integer(1, 100).optional().describe("Nodes that are never exceeded from then on."),
});

const spot = z
    .strictObject({
        onDemandBase: value.integer(0, 100).describe("Nodes that are never Spot."),
        onDemandPercentage: value.integer(0, 100).default(0).describe("Share beyond those that is not Spot either."),
    })
    .describe("Takes spare capacity, which AWS may take back within two minutes, whatever sessions there are.");

export const group = z.strictObject({
    role: value.oneOf(...nodeRoles),
    software: value
        .oneOf("ant-media", "image")
        .describe("What sets up a node: Ant Media Server joins its cluster; an image brings its own server."),
    setup: value.text
        .optional()
        .describe(
            "Bash commands of the first boot, before the server starts or joins. CLUSTER_HOSTS and NODE_ADDRESS are set. No secrets.",
        ),
    secretArns: z
        .array(value.secretArn)
        .default([])
        .describe("Existing secrets that nodes may read by their role, such as that of their certificate."),
    image,
    instanceTypes: z.array(value.instanceType).min(1, { error: "it must name at least one instance type" }),
    spot: spot.optional(),
    size: z.strictObject({
        min: value.integer(0, 100).describe("Nodes that are always there."),
        desired: value.integer(0, 100).describe("Nodes to begin with; later the scaling policy decides."),
        max: value.integer(1, 100).describe("Nodes that are never exceeded."),
    }),
    schedules: z
        .array(schedule)
        .default([])
        .describe("Changes the sizes by the time of day. Later deployments leave the sizes to it."),
    cpuTarget: z
        .number({ error: "it must be a number from 10 to 90" })
        .min(10, { error: "it must be a number from 10 to 90" })
        .max(90, { error: "it must be a number from 10 to 90" })
        .optional()
        .describe(
            "Average CPU, in percent, that scaling aims at; below 75 with Ant Media. Not for pools, which their application scales.",
        ),
    metric: metric.optional(),
    health: groupHealth,
    balancing: balancing.optional().describe("How balancers spread requests over the group. Not for pools."),
    drain: z
        .strictObject({
            maxMinutes: value
                .integer(5, 1500, "Auto Scaling lets a hook of 15 minutes wait for 25 hours in all")
                .describe("Time a node has to finish its sessions before it is terminated."),
            sessionsUrl: value.localUrl
                .optional()
                .describe("Page of the node that tells its sessions, so that a drain ends with the last one."),
            emptiestFirst: value
                .flag()
                .default(false)
                .describe("Whether the node with the fewest sessions leaves first."),
        })
        .describe("What happens before a node leaves."),
    warmPool: warmPool.optional(),
    disk: z.strictObject({
        gib: value.integer(8, 16_384),
    }),
    publicAddress: value.flag().describe("Whether nodes have public addresses; WebRTC media needs them."),
    ports: z.array(portRange).describe("Ports that clients reach on the node itself."),
});

export type Group = z.infer<typeof group>;
export type WarmPool = z.infer<typeof warmPool>;
export type Metric = z.infer<typeof metric>;
export type Schedule = z.infer<typeof schedule>;
export type Image = z.infer<typeof image>;
export type PortRange = z.infer<typeof portRange>;
export type NodeRole = (typeof nodeRoles)[number];
