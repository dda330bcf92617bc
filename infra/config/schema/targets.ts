import { z } from "zod";
import * as value from "../values";

const matcherError =
    "it must be 200, because a wider matcher takes nodes for healthy that refuse or drain sessions (410, 503)";

/** What balancers ask, of groups and of hosts alike. */
const check = {
    path: value.urlPath.describe("Page that answers 200 on a healthy node."),
    protocol: value
        .oneOf("HTTP", "HTTPS")
        .optional()
        .describe("What the node speaks on that port. Default: HTTP; the protocol of requests where port is left out."),
    matcher: z
        .union([z.literal(200), z.literal("200")], { error: matcherError })
        .default(200)
        .describe("Status of a healthy node; nothing but 200."),
    intervalSeconds: value.integer(5, 300).describe("Time between two checks."),
    timeoutSeconds: value.integer(2, 120).describe("Time a check may take; less than the interval."),
    healthyThreshold: value.integer(2, 10).describe("Passed checks until a node is healthy again."),
    unhealthyThreshold: value.integer(2, 10).describe("Failed checks until a node is unhealthy."),
};

export const groupHealth = z
    .strictObject({
        ...check,
        port: value.port.describe("Port of that page."),
        graceSeconds: value.integer(60, 3600).describe("Time a new node has before failed checks count."),
    })
    .describe("How balancers and the group judge a node.");

const hostHealth = z
    .strictObject({
        ...check,
        port: value.port
            .optional()
            .describe("Port of that page. Default: the port that requests go to. Streams need one."),
    })
    .describe("How balancers judge a host.");

export const balancing = z
    .strictObject({
        algorithm: value.oneOf("least_outstanding_requests", "round_robin"),
        stickySeconds: value
            .integer(1, 604_800)
            .optional()
            .describe("Life of the cookie that keeps a client on its node. Default: no cookie."),
        slowStartSeconds: value
            .integer(30, 900)
            .optional()
            .describe("Time in which a new node gets its full share. Not with least_outstanding_requests."),
        deregistrationSeconds: value.integer(0, 3600).describe("Time a leaving node keeps its connections."),
    })
    .describe("How the balancer spreads requests.");

/** The part a host plays in the cluster. */
export const hostRoles = ["origin", "edge", "web"] as const;

export const hosts = z
    .strictObject({
        role: value.oneOf(...hostRoles).default("web"),
        instanceIds: z
            .array(value.instanceId)
            .min(1, { error: "it must name at least one instance" })
            .describe("Existing EC2 instances, which are registered and otherwise left alone."),
        health: hostHealth,
        balancing,
        securityGroupId: value.securityGroupId
            .optional()
            .describe(
                "Security group of these instances, which then gets rules that let the balancers in. Default: no existing group is changed; the output hostRules says what to open.",
            ),
    })
    .describe("Existing instances that balancers send to.");

export type HostRole = (typeof hostRoles)[number];
export type GroupHealth = z.infer<typeof groupHealth>;
export type HostHealth = z.infer<typeof hostHealth>;
export type Balancing = z.infer<typeof balancing>;
export type Hosts = z.infer<typeof hosts>;
