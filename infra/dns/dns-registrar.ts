import { Table } from "@pulumi/aws/dynamodb";
import { EventSourceMapping } from "@pulumi/aws/lambda";
import { Record } from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import { BundledFunction } from "../bundled-function";
import type { TagsOf } from "../tags";
import { NodeZone } from "./node-zone";
import { RegistrarMessages } from "./registrar-messages";
import { registrarStatements } from "./registrar-policy";
import { farewellRun, scheduleRuns } from "./registrar-runs";
import { Webhooks } from "./webhooks";

export interface DnsRegistrarArgs {
    readonly account: pulumi.Input<string>;
    readonly region: pulumi.Input<string>;
    /** Public hosted zone that the domain of the node names is delegated from. */
    readonly parentZoneId: pulumi.Input<string>;
    /** Domain that every node name stands under. */
    readonly nodeDomain: string;
    /** Mark by which the registrar knows its own records and groups: 8 hex digits. */
    readonly ownerId: string;
    readonly address: "public" | "private";
    readonly ttlSeconds: number;
    /** Minutes between two comparisons of all records with all nodes. */
    readonly everyMinutes: number;
    /** Where the application is told of nodes; absent when nobody is. */
    readonly webhookUrl?: string;
    /** Whether the queries for node names are logged. */
    readonly logQueries: boolean;
    readonly logRetentionDays: number;
    /** Whether secret and zone are protected from deletion. */
    readonly protect: boolean;
    readonly tagsOf: TagsOf;
}

/** What alarms watch of the registrar. */
export interface RegistrarHealth {
    readonly everyMinutes: number;
    readonly functionName: pulumi.Input<string>;
    /** Queue of the scaling events. */
    readonly queueName: pulumi.Input<string>;
    /** Queue for events that nobody could handle. */
    readonly deadLetterQueueName: pulumi.Input<string>;
    readonly webhooks?: {
        readonly functionName: pulumi.Input<string>;
        /** Queue for announcements that could not be delivered. */
        readonly deadLetterQueueName: pulumi.Input<string>;
    };
}

const TIMEOUT_SECONDS = 120;

/** Runs at a time for the queue of events, which is the fewest that AWS lets one ask for. */
const QUEUE_CONCURRENCY = 2;

/** Keeps one DNS record per node: scaling events wake a function, which compares records with the nodes that are there. */
export class DnsRegistrar extends pulumi.ComponentResource {
    readonly topicArn: pulumi.Output<string>;
    readonly hookRoleArn: pulumi.Output<string>;
    /** Queue for what nobody could handle. */
    readonly deadLetterQueueArn: pulumi.Output<string>;
    /** Mark of its records and groups. */
    readonly ownerId: string;
    /** Hosted zone that holds the records. */
    readonly zoneId: pulumi.Output<string>;
    readonly functionName: pulumi.Output<string>;
    /** Secret that webhooks are signed with; absent without a webhook. */
    readonly webhookSecretArn?: pulumi.Output<string>;
    readonly health: RegistrarHealth;

    constructor(
        private readonly name: string,
        private readonly args: DnsRegistrarArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("media-cluster:dns:DnsRegistrar", name, args, opts);
        const { account, nodeDomain, ownerId, everyMinutes, tagsOf } = args;
        const parent = { parent: this };
        const messages = new RegistrarMessages(name, { account, functionTimeout: TIMEOUT_SECONDS, tagsOf }, parent);
        const { zoneId } = this.createZone();
        const webhooks = this.createWebhooks();
        const registrar = this.createFunction(zoneId, messages, webhooks);
        new EventSourceMapping(
            name,
            {
                eventSourceArn: messages.queueArn,
                functionName: registrar.arn,
                // One run serves a whole burst of events.
                batchSize: 1000,
                maximumBatchingWindowInSeconds: 5,
                scalingConfig: { maximumConcurrency: QUEUE_CONCURRENCY },
                functionResponseTypes: ["ReportBatchItemFailures"],
                tags: tagsOf("dns", name),
            },
            parent,
        );
        // A second deployment with the same mark fails here, instead of deleting the first one's records.
        const owner = new Record(
            `${name}-owner`,
            { zoneId, name: `_mc-${ownerId}.${nodeDomain}`, type: "TXT", ttl: 60, records: [`mc1;o=${ownerId}`] },
            parent,
        );
        scheduleRuns(`${name}-schedule`, { account, functionArn: registrar.arn, everyMinutes, tagsOf }, parent);
        // A deployment that failed at the mark must remove no names when it is destroyed. What comes first also goes last: the
        // notifier is still there when the run announces that the nodes are gone.
        const after = webhooks ? [owner, webhooks] : [owner];
        farewellRun(`${name}-farewell`, registrar.functionName, { ...parent, dependsOn: after });

        this.topicArn = messages.topicArn;
        this.hookRoleArn = messages.hookRoleArn;
        this.deadLetterQueueArn = messages.deadLetterQueueArn;
        this.ownerId = ownerId;
        this.zoneId = zoneId;
        this.functionName = registrar.functionName;
        this.webhookSecretArn = webhooks?.secretArn;
        const { queueName, deadLetterQueueName } = messages;
        this.health = {
            everyMinutes,
            functionName: this.functionName,
            queueName,
            deadLetterQueueName,
            webhooks: webhooks && {
                functionName: webhooks.functionName,
                deadLetterQueueName: webhooks.deadLetterQueueName,
            },
        };
        this.registerOutputs({ topicArn: this.topicArn, hookRoleArn: this.hookRoleArn });
    }

    private createZone(): NodeZone {
        const { account, parentZoneId, nodeDomain, logQueries, logRetentionDays, protect, tagsOf } = this.args;
        const queryLogDays = logQueries ? logRetentionDays : undefined;
        return new NodeZone(
            `${this.name}-zone`,
            { account, parentZoneId, nodeDomain, queryLogDays, protect, tagsOf },
            { parent: this },
        );
    }

    private createWebhooks(): Webhooks | undefined {
        const { webhookUrl: url, protect, logRetentionDays, tagsOf } = this.args;
        if (url === undefined) return undefined;
        return new Webhooks(`${this.name}-webhooks`, { url, protect, logRetentionDays, tagsOf }, { parent: this });
    }

    private createFunction(
        zoneId: pulumi.Output<string>,
        { queueArn }: RegistrarMessages,
        webhooks?: Webhooks,
    ): BundledFunction {
        const { name, args } = this;
        const { account, region, nodeDomain, ownerId, tagsOf } = args;
        const tags = tagsOf("dns", name);
        // The lease of the run that may write, and a cache of the nodes: neither is worth a backup.
        const table = new Table(
            name,
            {
                billingMode: "PAY_PER_REQUEST",
                hashKey: "kind",
                rangeKey: "id",
                attributes: ["kind", "id"].map((key) => ({ name: key, type: "S" })),
                tags,
            },
            { parent: this },
        );
        const announcementsArn = webhooks?.queueArn;
        const reach = { zoneId, nodeDomain, ownerId, queueArn, tableArn: table.arn, announcementsArn };
        return new BundledFunction(
            name,
            {
                code: "dns-registrar",
                description: "Keeps one DNS record per node of the media cluster",
                timeoutSeconds: TIMEOUT_SECONDS,
                // One more for the schedule. Still more would only meet the account's limit on DNS changes.
                reservedConcurrency: QUEUE_CONCURRENCY + 1,
                environment: {
                    ZONE_ID: zoneId,
                    NODE_DOMAIN: nodeDomain,
                    RECORD_TTL: String(args.ttlSeconds),
                    OWNER_ID: ownerId,
                    ADDRESS: args.address,
                    TABLE_NAME: table.name,
                    ...(webhooks && { ANNOUNCEMENTS_QUEUE_URL: webhooks.queueUrl }),
                },
                statements: registrarStatements({ account, region, ...reach }),
                logRetentionDays: args.logRetentionDays,
                tags,
            },
            { parent: this },
        );
    }
}
