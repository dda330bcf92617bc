import { z } from "zod";
import * as value from "../values";

const weights = z
    .record(value.groupName, value.integer(0, 999))
    .optional()
    .describe("Shares of several targets, such as { blue: 90, green: 10 }, instead of `to`.");

const several = <Item extends z.ZodType>(item: Item) =>
    z.array(item).min(1, { error: "it must have at least one entry" });

const rule = z
    .strictObject({
        priority: value
            .integer(1, 50_000)
            .optional()
            .describe("Order among the rules of the listener. Default: its place in the list, from 1."),
        query: z
            .strictObject({ key: value.text, value: value.text })
            .optional()
            .describe("Query-string parameter to match; case does not matter."),
        host: several(value.hostPattern).optional().describe("Host names to match, with * and ? as wildcards."),
        path: several(value.pathPattern)
            .optional()
            .describe("Paths to match, with * and ? as wildcards; case matters."),
        header: z
            .strictObject({ name: value.headerName, values: several(value.text) })
            .optional()
            .describe("Request header and the values to match, with * and ? as wildcards."),
        source: several(value.cidr).optional().describe("Address ranges of clients to match."),
        to: value.groupName.optional().describe("Group or hosts that matching requests go to."),
        weights,
    })
    .describe("All conditions of a rule must hold.");

export const listener = z.strictObject({
    port: value.port,
    protocol: value.oneOf("HTTP", "HTTPS"),
    from: value.oneOf("clients", "admins").default("clients").describe("Who may connect, see access."),
    to: value.groupName.optional().describe("Group or hosts that receive the requests."),
    weights,
    redirectTo: value.port.optional().describe("HTTPS listener that requests are sent to instead."),
    targetPort: value.port.optional().describe("Port of the node. Default: the port of its health page."),
    targetProtocol: value.oneOf("HTTP", "HTTPS").default("HTTP").describe("What the node speaks on that port."),
    rules: z.array(rule).default([]).describe("Checked by priority, before `to`."),
});

export const stream = z.strictObject({
    port: value.port,
    protocol: value
        .oneOf("TCP", "UDP", "TCP_UDP", "TLS")
        .describe(
            "TCP for RTMP and for RTMPS that nodes decrypt, TLS for RTMPS that the balancer decrypts, UDP for SRT.",
        ),
    to: value.groupName.describe("Group or hosts that receive the stream."),
    targetPort: value.port.optional().describe("Port of the node. Default: that of the stream."),
    health: z
        .strictObject({
            intervalSeconds: value.integer(5, 300).optional(),
            healthyThreshold: value.integer(2, 10).optional(),
            unhealthyThreshold: value.integer(2, 10).optional(),
        })
        .optional()
        .describe("Timing of the stream balancer's checks, where it differs from that of the target's health."),
});

export const balancer = z
    .strictObject({
        scheme: value
            .oneOf("internet-facing", "internal")
            .describe("internal: private addresses only, in the private subnets."),
        ipAddressType: value
            .oneOf("ipv4", "dualstack")
            .describe("dualstack: also IPv6, in an existing network whose subnets have IPv6 ranges."),
        idleTimeoutSeconds: value
            .integer(60, 4000)
            .describe("Time the balancer keeps a silent connection, which a quiet WebSocket is."),
    })
    .describe("Application load balancer, which serves the listeners.");

export const streamBalancer = z
    .strictObject({
        scheme: value.oneOf("internet-facing", "internal").describe("Like balancer.scheme."),
    })
    .describe("Network load balancer, which serves the streams; IPv4 only, because UDP to IPv4 nodes demands it.");

export type Listener = z.infer<typeof listener>;
export type ListenerRule = z.infer<typeof rule>;
export type Stream = z.infer<typeof stream>;
