import type { PolicyDocument } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policyOf } from "./iam";

export interface RegistrarPolicyArgs {
    readonly logGroupArn: pulumi.Input<string>;
    readonly queueArn: pulumi.Input<string>;
    readonly zoneId: pulumi.Input<string>;
    /** Domain that every node name stands under. */
    readonly nodeDomain: string;
}

/**
 * What the function may do: read groups and instances, and create and delete node names in one zone.
 *
 * The conditions name the records, types and actions of every change
 * (https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html). `Null` closes the gap that
 * `ForAllValues` leaves: it is true when a key is absent. Reading groups and instances cannot be limited to resources.
 */
export function registrarPolicy({ logGroupArn, queueArn, zoneId, nodeDomain }: RegistrarPolicyArgs): PolicyDocument {
    const zone = pulumi.interpolate`arn:aws:route53:::hostedzone/${zoneId}`;
    const changed = "route53:ChangeResourceRecordSets";
    return policyOf(
        {
            Sid: "ChangeNodeRecords",
            Effect: "Allow",
            Action: changed,
            Resource: zone,
            Condition: {
                "ForAllValues:StringLike": { [`${changed}NormalizedRecordNames`]: [`m-*.${nodeDomain}`] },
                "ForAllValues:StringEquals": {
                    [`${changed}RecordTypes`]: ["A", "TXT"],
                    [`${changed}Actions`]: ["CREATE", "DELETE"],
                },
                Null: { [`${changed}NormalizedRecordNames`]: "false" },
            },
        },
        { Sid: "ReadRecords", Effect: "Allow", Action: "route53:ListResourceRecordSets", Resource: zone },
        {
            Sid: "ReadNodes",
            Effect: "Allow",
            Action: ["autoscaling:DescribeAutoScalingGroups", "autoscaling:DescribeWarmPool", "ec2:DescribeInstances"],
            Resource: "*",
        },
        {
            Sid: "TakeEvents",
            Effect: "Allow",
            Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
            Resource: queueArn,
        },
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
    );
}
