import { z } from "zod";
import * as value from "../values";
import { balancer, listener, stream, streamBalancer } from "./balancing";
import { group } from "./groups";
import { access, certificate, domain, network } from "./network";
import { administrator, database, monitoring, registrar } from "./services";
import { hosts } from "./targets";

export type { Listener, ListenerRule, Stream } from "./balancing";
export {
    type Group,
    type Image,
    type Metric,
    type NodeRole,
    nodeRoles,
    type PortRange,
    type Schedule,
    type WarmPool,
} from "./groups";
export { type Balancing, type GroupHealth, type HostHealth, type HostRole, type Hosts, hostRoles } from "./targets";

/** The health page of every node, by fleet standard. */
export const STATUS_PATH = "/no-auth/status";

export const clusterSchema = z.strictObject({
    profile: value.text.describe("Kind of cluster, which decides all defaults."),
    domain: domain.optional(),
    network,
    access,
    certificate: certificate.optional(),
    groups: z.record(value.groupName, group).default({}).describe("Auto Scaling groups by name."),
    hosts: z.record(value.groupName, hosts).default({}).describe("Existing instances by name."),
    listeners: z.array(listener).default([]).describe("What the application load balancer serves."),
    streams: z.array(stream).default([]).describe("What the network load balancer serves."),
    balancer,
    streamBalancer,
    database: database.optional(),
    administrator: administrator.optional(),
    registrar,
    monitoring,
    kmsKeyArn: value.kmsKeyArn
        .optional()
        .describe(
            "Key for disks, data volumes and secrets, whose policy lets Auto Scaling use it. Default: keys that AWS manages.",
        ),
    protect: value.flag().describe("Whether balancers, data and logs are protected from deletion. For production."),
    tags: z.record(z.string(), value.text).describe("Tags for every resource."),
});

export type ClusterSettings = z.infer<typeof clusterSchema>;
