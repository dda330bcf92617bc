import type { PolicyStatement } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";

export interface RegistrarPolicyArgs {
    readonly account: pulumi.Input<string>;
    readonly region: pulumi.Input<string>;
    readonly zoneId: pulumi.Input<string>;
    /** Domain that every node name stands under. */
    readonly nodeDomain: string;
    /** Value of the tag `media:registrar` on the groups that the registrar serves. */
    readonly ownerId: string;
    /** Queue of the scaling events. */
    readonly queueArn: pulumi.Input<string>;
    readonly tableArn: pulumi.Input<string>;
    /** Queue of what the application is told; absent without a webhook. */
    readonly announcementsArn?: pulumi.Input<string>;
}

/**
 * What the registrar may do: read groups and instances, create and delete node names in one zone, answer the lifecycle hooks
 * of its own groups, and keep what it remembers.
 */
export function registrarStatements(args: RegistrarPolicyArgs): PolicyStatement[] {
    const { queueArn, tableArn, announcementsArn } = args;
    const statements: PolicyStatement[] = [
        ...changingRecords(args),
        {
            Sid: "ReadNodes",
            Effect: "Allow",
            Action: [
                "autoscaling:DescribeAutoScalingGroups",
                "autoscaling:DescribeLifecycleHooks",
                "autoscaling:DescribeWarmPool",
                "ec2:DescribeInstanceStatus",
                "ec2:DescribeInstances",
            ],
            // AWS lets nobody limit these to resources.
            Resource: "*",
        },
        answeringHooks(args),
        {
            Sid: "RememberNodes",
            Effect: "Allow",
            Action: ["dynamodb:BatchWriteItem", "dynamodb:DeleteItem", "dynamodb:Query", "dynamodb:UpdateItem"],
            Resource: tableArn,
        },
        {
            Sid: "TakeEvents",
            Effect: "Allow",
            Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
            Resource: queueArn,
        },
    ];
    if (announcementsArn !== undefined) {
        statements.push({
            Sid: "AnnounceNodes",
            Effect: "Allow",
            Action: "sqs:SendMessage",
            Resource: announcementsArn,
        });
    }
    return statements;
}

/**
 * The conditions name the records, types and actions of every change
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html). `Null` closes the gap that
 * `ForAllValues` leaves: it is true when a key is absent.
 */
function changingRecords({ zoneId, nodeDomain }: RegistrarPolicyArgs): PolicyStatement[] {
    const zone = pulumi.interpolate`arn:aws:route53:::hostedzone/${zoneId}`;
    const changed = "route53:ChangeResourceRecordSets";
    return [
        {
            Sid: "ChangeNodeRecords",
            Effect: "Allow",
            Action: changed,
            Resource: zone,
            Condition: {
                "ForAllValues:StringLike": { [`${changed}NormalizedRecordNames`]: [`m-*.${nodeDomain}`] },
                "ForAllValues:StringEquals": {
                    [`${changed}RecordTypes`]: ["A", "AAAA", "TXT"],
                    [`${changed}Actions`]: ["CREATE", "DELETE"],
                },
                Null: { [`${changed}NormalizedRecordNames`]: "false" },
            },
        },
        { Sid: "ReadRecords", Effect: "Allow", Action: "route53:ListResourceRecordSets", Resource: zone },
        { Sid: "FollowChanges", Effect: "Allow", Action: "route53:GetChange", Resource: "arn:aws:route53:::change/*" },
    ];
}

/** Groups are known by their tag, because the function is there before them. */
function answeringHooks({ account, region, ownerId }: RegistrarPolicyArgs): PolicyStatement {
    return {
        Sid: "AnswerHooks",
        Effect: "Allow",
        Action: ["autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"],
        Resource: pulumi.interpolate`arn:aws:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/*`,
        Condition: { StringEquals: { "aws:ResourceTag/media:registrar": ownerId } },
    };
}
