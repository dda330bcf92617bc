import { Permission } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import { BundledFunction } from "../bundled-function";
import type { TagsOf } from "../tags";

export interface TerminationPolicyArgs {
    readonly account: pulumi.Input<string>;
    readonly logRetentionDays: number;
    readonly tagsOf: TagsOf;
}

/** Auto Scaling waits no longer for an answer. */
const TIMEOUT_SECONDS = 2;

/**
 * Chooses the node with the fewest sessions when a group loses one
 * (https://docs.aws.amazon.com/autoscaling/ec2/userguide/lambda-custom-termination-policy.html).
 *
 * Limits: nodes that reported no sessions in the last minutes are never chosen, and when too few can be chosen Auto Scaling asks
 * again later. Auto Scaling does not ask when it replaces unhealthy nodes or when somebody ends a node by name.
 */
export class TerminationPolicy extends pulumi.ComponentResource {
    /** ARN of the function, known once Auto Scaling may call it. */
    readonly arn: pulumi.Output<string>;
    readonly functionName: pulumi.Output<string>;

    constructor(name: string, args: TerminationPolicyArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:nodes:TerminationPolicy", name, args, opts);
        const { account, logRetentionDays, tagsOf } = args;
        const parent = { parent: this };
        const made = new BundledFunction(
            name,
            {
                code: "termination-policy",
                description: "Chooses the emptiest nodes when a group of the media cluster scales in",
                timeoutSeconds: TIMEOUT_SECONDS,
                environment: {},
                // Metrics cannot be limited to a namespace for reading.
                statements: [
                    { Sid: "ReadSessions", Effect: "Allow", Action: "cloudwatch:GetMetricData", Resource: "*" },
                ],
                logRetentionDays,
                tags: tagsOf("shared", name),
            },
            parent,
        );
        const allowed = new Permission(
            name,
            {
                action: "lambda:InvokeFunction",
                function: made.functionName,
                // The group calls by its service-linked role, which exists since the account's first group.
                principal: pulumi.interpolate`arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
            },
            parent,
        );
        this.arn = pulumi.all([made.arn, allowed.id]).apply(([arn]) => arn);
        this.functionName = made.functionName;
        this.registerOutputs({ arn: this.arn, functionName: this.functionName });
    }
}
