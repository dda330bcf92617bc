import { LogGroup, LogResourcePolicy } from "@pulumi/aws/cloudwatch";
import { QueryLog } from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import { policyOf } from "../iam";
import type { TagsOf } from "../tags";

export interface QueryLoggingArgs {
    readonly account: pulumi.Input<string>;
    readonly zoneId: pulumi.Input<string>;
    readonly zoneArn: pulumi.Input<string>;
    /** Domain of the zone. */
    readonly domain: string;
    readonly retentionDays: number;
    readonly tagsOf: TagsOf;
}

/** Route 53 writes to log groups of this Region only, wherever the cluster is. */
const region = "us-east-1";

/**
 * Log of the queries that a public hosted zone answers
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/query-logs.html).
 */
export class QueryLogging extends pulumi.ComponentResource {
    constructor(name: string, args: QueryLoggingArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:dns:QueryLogging", name, args, opts);
        const { account, zoneId, zoneArn, domain, retentionDays, tagsOf } = args;
        const parent = { parent: this };
        const logs = new LogGroup(
            name,
            {
                region,
                namePrefix: `/aws/route53/${domain}-`,
                retentionInDays: retentionDays,
                tags: tagsOf("dns", name),
            },
            parent,
        );
        const policyDocument = policyOf({
            Sid: "ZoneWrites",
            Effect: "Allow",
            Principal: { Service: "route53.amazonaws.com" },
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: pulumi.interpolate`${logs.arn}:*`,
            Condition: {
                StringEquals: { "aws:SourceAccount": account },
                ArnEquals: { "aws:SourceArn": zoneArn },
            },
        });
        const allowed = new LogResourcePolicy(
            name,
            { region, policyName: `${pulumi.getProject()}-${name}`, policyDocument },
            parent,
        );
        // Route 53 tries to write when it is told where to.
        new QueryLog(name, { zoneId, cloudwatchLogGroupArn: logs.arn }, { ...parent, dependsOn: allowed });
        this.registerOutputs();
    }
}
