import { z } from "zod";
import * as value from "./values";

/** The part a node plays in the cluster; the value of the tag `media:role`. */
export const nodeRoles = ["origin", "edge", "pool"] as const;

/** The health page of every node, by fleet standard. */
export const STATUS_PATH = "/no-auth/status";

const cpuTargetError =
    "it must be from 10 to below 75, because Ant Media refuses new publishers and players at 75 % CPU";

const domain = z
    .strictObject({
        zone: value.hostName.describe("Existing public hosted zone in Route 53 that all names go into."),
        name: value.hostName.describe("Name of the balancer; inside the zone."),
        ingestName: value.hostName.optional().describe("Name of the RTMP and SRT balancer. Default: ingest.<zone>."),
    })
    .describe("Where the cluster is found by name.");

const zonesError =
    "it must be 2 or 3, or a list of two or three zones such as us-east-1a, because a load balancer needs two zones";
const zones = z.union(
    [
        z.int({ error: zonesError }).min(2, { error: zonesError }).max(3, { error: zonesError }),
        z.array(value.text).min(2, { error: zonesError }).max(3, { error: zonesError }),
    ],
    { error: zonesError },
);

const network = z
    .strictObject({
        cidr: value.vpcCidr.optional().describe("Range of the new VPC."),
        zones: zones
            .optional()
            .describe("Availability zones that the new VPC spans: how many, or which. Zones can be added later."),
        nat: value
            .oneOf("single", "per-zone")
            .optional()
            .describe("NAT gateways of the new VPC, which the database servers use to fetch packages and secrets."),
        vpcId: value.vpcId.optional().describe("Existing VPC, instead of a new one."),
        publicSubnetIds: z.array(value.subnetId).optional().describe("Its subnets for balancers and nodes."),
        privateSubnetIds: z.array(value.subnetId).optional().describe("Its subnets for the database."),
    })
    .describe("A new VPC (cidr, zones, nat) or an existing one (vpcId and subnets).");

const access = z
    .strictObject({
        clients: z.array(value.cidr).describe("Who may publish and play."),
        admins: z.array(value.cidr).describe("Who may open the dashboard. Never the whole internet."),
        betweenNodes: z.array(value.port).describe("TCP ports that nodes of all groups open to each other."),
    })
    .describe("Address ranges and the ports they reach.");

const certificate = z
    .strictObject({ arn: value.certificateArn.describe("ACM certificate in the Region of the cluster.") })
    .describe("Existing certificate. Default: a new one for domain.name, validated through DNS.");

const architecture = value.oneOf("x86_64", "arm64");

const image = z
    .strictObject({
        id: value.imageId.optional().describe("Image to run; a change of this value is an upgrade."),
        owners: z.array(value.text).optional().describe("Accounts or aliases whose images the look-up trusts."),
        name: value.text.optional().describe("Name pattern of the look-up; the newest image that matches is taken."),
        productCode: value.text.optional().describe("Marketplace product that the look-up is limited to."),
        architecture: architecture.describe("Processor architecture of the image."),
    })
    .describe("Pinned by id, or looked up by owners and name when the group is first created.");

const portRange = z.strictObject({
    protocol: value.oneOf("tcp", "udp"),
    from: value.port,
    to: value.port,
});

const health = z
    .strictObject({
        path: value.urlPath.describe("Page that answers 200 on a healthy node."),
        port: value.port.describe("Port of that page."),
        protocol: value.oneOf("HTTP", "HTTPS").default("HTTP").describe("What the node speaks on that port."),
        intervalSeconds: value.integer(5, 300).describe("Time between two checks."),
        timeoutSeconds: value.integer(2, 120).describe("Time a check may take; less than the interval."),
        healthyThreshold: value.integer(2, 10).describe("Passed checks until a node is healthy again."),
        unhealthyThreshold: value.integer(2, 10).describe("Failed checks until a node is unhealthy."),
        graceSeconds: value.integer(60, 3600).describe("Time a new node has before failed checks count."),
    })
    .describe("How balancers and the group judge a node.");

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
                    days: z
                        .array(value.oneOf("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"))
                        .min(1, { error: "it must name at least one day" })
                        .optional()
                        .describe("On which days. Default: every day."),
                    timeZone: value.timeZone.describe("Zone of the time; daylight saving is taken care of."),
                    state: poolState,
                    min: value.integer(0, 100).describe("Nodes that always wait from then on."),
                }),
            )
            .default([])
            .describe("Switches the pool by the time of day. Later deployments leave state and minimum to it."),
    })
    .describe("Nodes that are set up beforehand and wait.");

const group = z.strictObject({
    role: value.oneOf(...nodeRoles),
    software: value
        .oneOf("ant-media", "image")
        .default("ant-media")
        .describe("What makes the server: the program, for Ant Media, or the image alone."),
    setup: value.text.optional().describe("Your own Bash commands for the first boot, as root. No secrets in it."),
    image,
    instanceTypes: z.array(value.instanceType).min(1, { error: "it must name at least one instance type" }),
    size: z.strictObject({
        min: value.integer(0, 100).describe("Nodes that are always there."),
        desired: value.integer(0, 100).describe("Nodes to begin with; later the scaling policy decides."),
        max: value.integer(1, 100).describe("Nodes that are never exceeded."),
    }),
    cpuTarget: z
        .number({ error: cpuTargetError })
        .min(10, { error: cpuTargetError })
        .lt(75, { error: cpuTargetError })
        .optional()
        .describe("Average CPU, in percent, that scaling aims at. Not for pools, which their application scales."),
    health,
    balancing: z
        .strictObject({
            algorithm: value.oneOf("least_outstanding_requests", "round_robin"),
            stickySeconds: value
                .integer(1, 604_800)
                .optional()
                .describe("Life of the cookie that keeps a client on its node. Default: no cookie."),
            deregistrationSeconds: value.integer(0, 3600).describe("Time a leaving node keeps its connections."),
        })
        .describe("How the balancer spreads requests over the group."),
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
        gib: value.integer(16, 16_384, "the media server needs 16 GiB"),
    }),
    publicAddress: value.flag().describe("Whether nodes have public addresses; WebRTC media needs them."),
    ports: z.array(portRange).describe("Ports that clients reach on the node itself."),
});

const queryRule = z.strictObject({
    priority: value
        .integer(1, 50_000)
        .optional()
        .describe("Order among the rules of the listener. Default: its place in the list, from 1."),
    query: z
        .strictObject({ key: value.text, value: value.text })
        .describe("Query-string parameter to match; case does not matter."),
    to: value.groupName.describe("Group that matching requests go to."),
});

const listener = z.strictObject({
    port: value.port,
    protocol: value.oneOf("HTTP", "HTTPS"),
    from: value.oneOf("clients", "admins").default("clients").describe("Who may connect, see access."),
    to: value.groupName.optional().describe("Group that receives the requests."),
    redirectTo: value.port.optional().describe("HTTPS listener that requests are sent to instead."),
    targetPort: value.port.default(5080).describe("Port of the node."),
    targetProtocol: value.oneOf("HTTP", "HTTPS").default("HTTP"),
    rules: z.array(queryRule).default([]).describe("Checked by priority, before `to`."),
});

const stream = z.strictObject({
    port: value.port,
    protocol: value.oneOf("TCP", "UDP"),
    to: value.groupName.describe("Group that receives the stream."),
});

const database = z
    .strictObject({
        members: z.union([z.literal(1), z.literal(3)], {
            error: "it must be 1 or 3, because a replica set needs an odd number to elect a primary",
        }),
        instanceType: value.instanceType,
        image,
        disk: z.strictObject({ gib: value.integer(10, 16_384).describe("Size of the data volume of each member.") }),
        backup: z.strictObject({ keepDays: value.integer(1, 365).describe("Days that daily snapshots are kept.") }),
    })
    .describe("MongoDB on servers of its own, in private subnets. The number of members is chosen once.");

const registrar = z
    .strictObject({
        enabled: value.flag().describe("Whether nodes get names of their own."),
        address: value.oneOf("public", "private").describe("Which address of a node its name leads to."),
        ttlSeconds: value.integer(1, 300).describe("Time resolvers may keep a node's address."),
        label: value.label.describe("Label below domain.zone that all node names stand under, in a zone of their own."),
        everyMinutes: value.integer(1, 60).describe("Time between two comparisons of all records with all nodes."),
        webhook: z
            .strictObject({ url: value.webhookUrl.describe("Address that signed messages about nodes are sent to.") })
            .optional()
            .describe("Who is told that nodes come and go. Default: nobody."),
        privateInPublicZone: value
            .flag()
            .default(false)
            .describe("Whether anybody may look up private addresses; needed where address is private."),
    })
    .describe("Keeps one DNS name per node.");

const monitoring = z.strictObject({
    accessLogs: value
        .flag()
        .optional()
        .describe("Whether the balancer writes access logs. Default: the value of protect."),
    flowLogs: value.flag().optional().describe("Whether the VPC records flow logs. Default: the value of protect."),
    queryLogs: value
        .flag()
        .optional()
        .describe("Whether the queries for node names are logged. Default: the value of protect."),
    alarms: value.flag().optional().describe("Whether there are alarms. Default: the value of protect."),
    email: value.mailAddress
        .optional()
        .describe("Who gets a mail when an alarm changes, once the first mail of AWS is confirmed. Default: nobody."),
    logRetentionDays: z
        .union(
            [7, 14, 30, 60, 90, 180, 365].map((days) => z.literal(days)),
            { error: "it must be 7, 14, 30, 60, 90, 180 or 365" },
        )
        .describe("Days that logs are kept."),
});

const administrator = z
    .strictObject({ email: value.mailAddress.describe("Login of the dashboard; the server tells it to its vendor.") })
    .describe("First user of the dashboard. Default login: administrator.");

export const clusterSchema = z.strictObject({
    profile: value.text.describe("Kind of cluster, which decides all defaults."),
    domain: domain.optional(),
    network,
    access,
    certificate: certificate.optional(),
    groups: z.record(value.groupName, group),
    listeners: z.array(listener),
    streams: z.array(stream),
    idleTimeoutSeconds: value
        .integer(60, 4000)
        .describe("Time the balancer keeps a silent connection, which a quiet WebSocket is."),
    database,
    administrator: administrator.optional(),
    registrar,
    monitoring,
    protect: value.flag().describe("Whether balancers, data and logs are protected from deletion. For production."),
    tags: z.record(z.string(), value.text).describe("Tags for every resource."),
});

export type ClusterSettings = z.infer<typeof clusterSchema>;
export type Group = z.infer<typeof group>;
export type WarmPool = z.infer<typeof warmPool>;
export type Image = z.infer<typeof image>;
export type Listener = z.infer<typeof listener>;
export type Stream = z.infer<typeof stream>;
export type Health = z.infer<typeof health>;
export type PortRange = z.infer<typeof portRange>;
export type NodeRole = (typeof nodeRoles)[number];
