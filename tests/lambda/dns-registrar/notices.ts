import type { SQSEvent } from "aws-lambda";

/** Messages as Auto Scaling sends them, with invented ids. */

const group = "pool-prod-media";

/** Classic notification, whole. */
export function classic(event: string, instanceId: string, fields: Record<string, unknown> = {}): string {
    return JSON.stringify({
        Service: "AWS Auto Scaling",
        Event: `autoscaling:${event}`,
        AccountId: "345678901234",
        AutoScalingGroupName: group,
        AutoScalingGroupARN: `arn:aws:autoscaling:eu-west-1:345678901234:autoScalingGroup:b83e1d70:autoScalingGroupName/${group}`,
        EC2InstanceId: instanceId,
        ActivityId: "3b06e5d2-9c47-4f1a-a2d8-51e07fb96c14",
        RequestId: "3b06e5d2-9c47-4f1a-a2d8-51e07fb96c14",
        StatusCode: "InProgress",
        StatusMessage: "",
        Progress: 50,
        Time: "2026-10-14T09:41:27.512Z",
        Details: { "Subnet ID": "subnet-04e9b7c2d1a835f60", "Availability Zone": "eu-west-1b" },
        ...fields,
    });
}

/** Lifecycle-hook message. */
export function hook(
    transition: "LAUNCHING" | "TERMINATING",
    instanceId: string,
    fields: Record<string, unknown> = {},
): string {
    return JSON.stringify({
        Service: "AWS Auto Scaling",
        AccountId: "345678901234",
        Time: "2026-10-14T18:02:10.447Z",
        RequestId: "c91f4e07-3a68-48d5-b0b2-e4d7195c6a38",
        AutoScalingGroupName: group,
        LifecycleHookName: transition === "LAUNCHING" ? "launch-ready" : "terminate-drain",
        LifecycleTransition: `autoscaling:EC2_INSTANCE_${transition}`,
        LifecycleActionToken: "5e2d90b7-17fa-4c39-8f64-0ab3d6c85e12",
        EC2InstanceId: instanceId,
        NotificationMetadata: null,
        ...fields,
    });
}

/** EventBridge event. */
export function bridged(detailType: string, instanceId: string, detail: Record<string, unknown> = {}): string {
    return JSON.stringify({
        version: "0",
        id: "a7d3c1e5-8b40-4f92-bd16-39c5e20f7a84",
        source: "aws.autoscaling",
        "detail-type": detailType,
        account: "345678901234",
        region: "eu-west-1",
        time: "2026-10-14T06:00:38Z",
        resources: [],
        detail: { AutoScalingGroupName: group, EC2InstanceId: instanceId, ...detail },
    });
}

/** What a topic sends when it is attached. */
export function testNotice(): string {
    return JSON.stringify({
        Service: "AWS Auto Scaling",
        Time: "2026-10-14T06:00:38Z",
        AccountId: "345678901234",
        Event: "autoscaling:TEST_NOTIFICATION",
        RequestId: "c91f4e07-3a68-48d5-b0b2-e4d7195c6a38",
        AutoScalingGroupName: group,
        AutoScalingGroupARN: "arn:aws:autoscaling:eu-west-1:345678901234:autoScalingGroup:b83e1d70",
    });
}

/** The SNS envelope around a message, as the queue holds it without raw delivery. */
export function wrapped(message: string): string {
    return JSON.stringify({
        Type: "Notification",
        MessageId: "7f0c2a9e-51d4-5b8a-8e3f-77b3c1d20f46",
        TopicArn: "arn:aws:sns:eu-west-1:345678901234:pool-prod-events",
        Subject: "Auto Scaling",
        Message: message,
        Timestamp: "2026-10-14T09:41:27.903Z",
    });
}

/** A batch of the events queue. The messages' ids are `1`, `2` and so on. */
export function batch(...bodies: string[]): SQSEvent {
    return {
        Records: bodies.map((body, index) => ({
            messageId: String(index + 1),
            receiptHandle: "handle",
            body,
            attributes: {
                ApproximateReceiveCount: "1",
                SentTimestamp: "1791970887512",
                SenderId: "AIDAEXAMPLE",
                ApproximateFirstReceiveTimestamp: "1791970887600",
            },
            messageAttributes: {},
            md5OfBody: "",
            eventSource: "aws:sqs",
            eventSourceARN: "arn:aws:sqs:eu-west-1:345678901234:pool-prod-events",
            awsRegion: "eu-west-1",
        })),
    };
}
