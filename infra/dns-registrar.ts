import { existsSync } from "node:fs";
import { LogGroup } from "@pulumi/aws/cloudwatch";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import { EventSourceMapping, Function as LambdaFunction } from "@pulumi/aws/lambda";
import { Record } from "@pulumi/aws/route53";
import { Schedule } from "@pulumi/aws/scheduler";
import * as pulumi from "@pulumi/pulumi";
import { policyOf, trustOf } from "./iam";
import { RegistrarMessages } from "./registrar-messages";
import { registrarPolicy } from "./registrar-policy";
import type { TagsOf } from "./tags";

export interface DnsRegistrarArgs {
    readonly account: pulumi.Input<string>;
    /** Hosted zone that holds the records. */
    readonly zoneId: pulumi.Input<string>;
    /** Domain that every node name stands under. */
    readonly nodeDomain: string;
    /** Mark by which the registrar knows its own records and groups: 8 hex digits. */
    readonly ownerId: string;
    readonly address: "public" | "private";
    readonly ttlSeconds: number;
    /** Minutes between two comparisons of all records with all nodes. */
    readonly everyMinutes: number;
    readonly logRetentionDays: number;
    readonly tagsOf: TagsOf;
}

const bundle = "lambda/dns-registrar/dist/index.js";
const TIMEOUT_SECONDS = 120;

/** Keeps one DNS record per node: scaling events wake a function, which compares records with the nodes that are there. */
export class DnsRegistrar extends pulumi.ComponentResource {
    readonly topicArn: pulumi.Output<string>;
    readonly hookRoleArn: pulumi.Output<string>;
    /** Name of the queue for events that nobody could handle. */
    readonly deadLetterQueueName: pulumi.Output<string>;

    constructor(
        private readonly name: string,
        private readonly args: DnsRegistrarArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("media-cluster:dns:DnsRegistrar", name, args, opts);
        const { account, zoneId, nodeDomain, ownerId, tagsOf } = args;
        const parent = { parent: this };
        const messages = new RegistrarMessages(name, { account, functionTimeout: TIMEOUT_SECONDS, tagsOf }, parent);
        const registrar = this.createFunction(messages);
        new EventSourceMapping(
            name,
            {
                eventSourceArn: messages.queueArn,
                functionName: registrar.arn,
                // One run serves a whole burst of events.
                batchSize: 1000,
                maximumBatchingWindowInSeconds: 5,
                scalingConfig: { maximumConcurrency: 2 },
                functionResponseTypes: ["ReportBatchItemFailures"],
                tags: tagsOf("dns", name),
            },
            parent,
        );
        this.schedule(registrar);
        // A second deployment with the same mark fails here, instead of deleting the first one's records.
        new Record(
            `${name}-owner`,
            { zoneId, name: `_mc-${ownerId}.${nodeDomain}`, type: "TXT", ttl: 60, records: [`mc1;o=${ownerId}`] },
            parent,
        );
        this.topicArn = messages.topicArn;
        this.hookRoleArn = messages.hookRoleArn;
        this.deadLetterQueueName = messages.deadLetterQueueName;
        this.registerOutputs({ topicArn: this.topicArn, hookRoleArn: this.hookRoleArn });
    }

    private createFunction(messages: RegistrarMessages): LambdaFunction {
        const { name, args } = this;
        const { zoneId, nodeDomain, ownerId, tagsOf } = args;
        const parent = { parent: this };
        const tags = tagsOf("dns", name);
        if (!existsSync(bundle)) {
            throw new pulumi.RunError(
                `The function's code ${bundle} is missing. Run \`npm run build\` in the project's folder.`,
            );
        }
        const logs = new LogGroup(name, { retentionInDays: args.logRetentionDays, tags }, parent);
        const role = new Role(name, { assumeRolePolicy: trustOf("lambda.amazonaws.com"), tags }, parent);
        const policy = registrarPolicy({ logGroupArn: logs.arn, queueArn: messages.queueArn, zoneId, nodeDomain });
        const allowed = new RolePolicy(name, { role: role.id, policy }, parent);
        return new LambdaFunction(
            name,
            {
                description: "Keeps one DNS record per node of the media cluster",
                runtime: "nodejs22.x",
                architectures: ["arm64"],
                handler: "index.handler",
                code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.FileAsset(bundle) }),
                role: role.arn,
                memorySize: 256,
                timeout: TIMEOUT_SECONDS,
                // Two for the queue, one for the schedule. More would only meet the account's limit on DNS changes.
                reservedConcurrentExecutions: 3,
                environment: {
                    variables: {
                        ZONE_ID: zoneId,
                        NODE_DOMAIN: nodeDomain,
                        RECORD_TTL: String(args.ttlSeconds),
                        OWNER_ID: ownerId,
                        ADDRESS: args.address,
                        CLUSTER: `${pulumi.getProject()}-${pulumi.getStack()}`,
                        POWERTOOLS_SERVICE_NAME: "dns-registrar",
                    },
                },
                loggingConfig: { logFormat: "JSON", logGroup: logs.name },
                tracingConfig: { mode: "Active" },
                tags,
            },
            { ...parent, dependsOn: allowed },
        );
    }

    private schedule(registrar: LambdaFunction): void {
        const { account, everyMinutes, tagsOf } = this.args;
        const name = `${this.name}-schedule`;
        const parent = { parent: this };
        const assumeRolePolicy = trustOf("scheduler.amazonaws.com", { StringEquals: { "aws:SourceAccount": account } });
        const role = new Role(name, { assumeRolePolicy, tags: tagsOf("dns", name) }, parent);
        const invoke = policyOf({ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: registrar.arn });
        const allowed = new RolePolicy(name, { role: role.id, policy: invoke }, parent);
        new Schedule(
            name,
            {
                description: "Compares all node records with all nodes, so that a lost event costs minutes at most",
                scheduleExpression: everyMinutes === 1 ? "rate(1 minute)" : `rate(${everyMinutes} minutes)`,
                flexibleTimeWindow: { mode: "OFF" },
                target: {
                    arn: registrar.arn,
                    roleArn: role.arn,
                    input: JSON.stringify({ source: "mc.registrar", mode: "reconcile", reason: "schedule" }),
                    retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 300 },
                },
            },
            { ...parent, dependsOn: allowed },
        );
    }
}
