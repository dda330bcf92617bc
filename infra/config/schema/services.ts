import { z } from "zod";
import * as value from "../values";
import { image } from "./groups";

export const database = z
    .strictObject({
        members: z
            .union([z.literal(1), z.literal(3)], {
                error: "it must be 1 or 3, because a replica set needs an odd number to elect a primary",
            })
            .optional(),
        instanceType: value.instanceType.optional(),
        image: image.optional(),
        disk: z
            .strictObject({ gib: value.integer(10, 16_384).describe("Size of the data volume of each member.") })
            .optional(),
        backup: z
            .strictObject({ keepDays: value.integer(1, 365).describe("Days that daily snapshots are kept.") })
            .optional(),
        uri: value.databaseUri
            .optional()
            .describe(
                "Connection string of an existing MongoDB, Atlas, DocumentDB or Redis, as secret: pulumi config set --secret --path database.uri",
            ),
        unencrypted: value
            .flag()
            .default(false)
            .describe("Accepts a connection string without TLS, over which logins and stream data travel in the open."),
    })
    .describe(
        "MongoDB on servers of its own, in private subnets, whose number is chosen once; or an existing database by its connection string.",
    );

export const administrator = z
    .strictObject({ email: value.mailAddress.describe("Login of the dashboard; the server tells it to its vendor.") })
    .describe("First user of the dashboard. Default login: administrator.");

export const registrar = z
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

export const monitoring = z.strictObject({
    accessLogs: value
        .flag()
        .optional()
        .describe("Whether the balancer writes access logs. Default: the value of protect."),
    logBucket: value.bucketName
        .optional()
        .describe("Existing bucket for access logs, whose policy lets balancers write. Default: a new one."),
    flowLogs: value.flag().optional().describe("Whether the VPC records flow logs. Default: the value of protect."),
    queryLogs: value
        .flag()
        .optional()
        .describe("Whether the queries for node names are logged. Default: the value of protect."),
    alarms: value.flag().optional().describe("Whether there are alarms. Default: the value of protect."),
    topicArn: value.topicArn
        .optional()
        .describe("Existing topic that alarms publish to, whose policy and key let them. Default: a new one."),
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
