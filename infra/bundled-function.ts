import { existsSync } from "node:fs";
import { LogGroup } from "@pulumi/aws/cloudwatch";
import { type PolicyStatement, Role, RolePolicy } from "@pulumi/aws/iam";
import { Function as LambdaFunction } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import { policyOf, trustOf } from "./iam";

export interface BundledFunctionArgs {
    /** Folder below `lambda/` whose `dist/index.js` is the code. */
    readonly code: string;
    readonly description: string;
    readonly timeoutSeconds: number;
    /** Executions at a time, which the account keeps free for this function. Absent: as many as the account has left. */
    readonly reservedConcurrency?: number;
    readonly environment: Readonly<Record<string, pulumi.Input<string>>>;
    /** What the function may do besides writing its own logs and traces. */
    readonly statements: readonly PolicyStatement[];
    readonly logRetentionDays: number;
    readonly tags: Record<string, string>;
}

/** Name of the cluster in logs, metrics and announcements of its functions. */
export function clusterName(): string {
    return `${pulumi.getProject()}-${pulumi.getStack()}`;
}

/** Namespace of the metrics that the functions publish. */
export const METRICS_NAMESPACE = "MediaCluster";

/** A function of the project with its log group and a role of its own. */
export class BundledFunction extends pulumi.ComponentResource {
    readonly arn: pulumi.Output<string>;
    readonly functionName: pulumi.Output<string>;

    /** @throws pulumi.RunError when the code was not built. */
    constructor(name: string, args: BundledFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:functions:BundledFunction", name, args, opts);
        const { code, environment, statements, tags } = args;
        const parent = { parent: this };
        const bundle = `lambda/${code}/dist/index.js`;
        if (!existsSync(bundle)) {
            throw new pulumi.RunError(
                `The function's code ${bundle} is missing. Run \`npm run build\` in the project's folder.`,
            );
        }
        const logs = new LogGroup(name, { retentionInDays: args.logRetentionDays, tags }, parent);
        const role = new Role(name, { assumeRolePolicy: trustOf("lambda.amazonaws.com"), tags }, parent);
        const policy = policyOf(...statements, ...writingLogsAndTraces(logs.arn));
        const allowed = new RolePolicy(name, { role: role.id, policy }, parent);
        const made = new LambdaFunction(
            name,
            {
                description: args.description,
                runtime: "nodejs22.x",
                architectures: ["arm64"],
                handler: "index.handler",
                code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.FileAsset(bundle) }),
                role: role.arn,
                memorySize: 256,
                timeout: args.timeoutSeconds,
                reservedConcurrentExecutions: args.reservedConcurrency,
                environment: {
                    variables: {
                        ...environment,
                        CLUSTER: clusterName(),
                        POWERTOOLS_SERVICE_NAME: code,
                        POWERTOOLS_METRICS_NAMESPACE: METRICS_NAMESPACE,
                    },
                },
                loggingConfig: { logFormat: "JSON", logGroup: logs.name },
                tracingConfig: { mode: "Active" },
                tags,
            },
            { ...parent, dependsOn: allowed },
        );
        this.arn = made.arn;
        this.functionName = made.name;
        this.registerOutputs({ arn: this.arn, functionName: this.functionName });
    }
}

/** Traces cannot be limited to resources. */
function writingLogsAndTraces(logGroupArn: pulumi.Output<string>): PolicyStatement[] {
    return [
        {
            Sid: "WriteLogs",
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: pulumi.interpolate`${logGroupArn}:*`,
        },
        {
            Sid: "WriteTraces",
            Effect: "Allow",
            Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
            Resource: "*",
        },
    ];
}
