import { Role, RolePolicy } from "@pulumi/aws/iam";
import { TopicSubscription } from "@pulumi/aws/sns";
import { Queue, QueuePolicy } from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { policyOf, tlsOnly, trustOf } from "../iam";
import { scalingTopic } from "../scaling-topic";
import type { TagsOf } from "../tags";

export interface RegistrarMessagesArgs {
    readonly account: pulumi.Input<string>;
    /** Time the function may take, in seconds; a message stays hidden for six times as long. */
    readonly functionTimeout: number;
    readonly tagsOf: TagsOf;
}

const DAY = 24 * 60 * 60;

/** The way of a scaling event to the function: an encrypted topic, a queue behind it, and a queue for what nobody could handle. */
export class RegistrarMessages extends pulumi.ComponentResource {
    /** Topic that groups publish to, known once it leads somewhere. */
    readonly topicArn: pulumi.Output<string>;
    readonly queueArn: pulumi.Output<string>;
    readonly queueName: pulumi.Output<string>;
    /** Name of the queue for what nobody could handle. */
    readonly deadLetterQueueName: pulumi.Output<string>;
    readonly deadLetterQueueArn: pulumi.Output<string>;
    /** Role by which Auto Scaling publishes lifecycle hooks. */
    readonly hookRoleArn: pulumi.Output<string>;

    constructor(name: string, args: RegistrarMessagesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:dns:RegistrarMessages", name, args, opts);
        const { account, functionTimeout, tagsOf } = args;
        const parent = { parent: this };
        const tags = tagsOf("dns", name);

        const { topic, key } = scalingTopic(name, { account, tags }, parent);

        const deadLetters = new Queue(
            `${name}-dead-letters`,
            {
                sqsManagedSseEnabled: true,
                messageRetentionSeconds: 14 * DAY,
                tags: tagsOf("dns", `${name}-dead-letters`),
            },
            parent,
        );
        const queue = new Queue(
            name,
            {
                sqsManagedSseEnabled: true,
                messageRetentionSeconds: 4 * DAY,
                visibilityTimeoutSeconds: 6 * functionTimeout,
                redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 10 }),
                tags,
            },
            parent,
        );
        for (const [own, target] of [
            [name, queue],
            [`${name}-dead-letters`, deadLetters],
        ] as const) {
            const policy = queuePolicy(target.arn, topic.arn);
            new QueuePolicy(own, { queueUrl: target.url, policy }, parent);
        }
        const subscription = new TopicSubscription(
            name,
            {
                topic: topic.arn,
                protocol: "sqs",
                endpoint: queue.arn,
                rawMessageDelivery: true,
                redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn }),
            },
            parent,
        );

        const hookRole = new Role(
            `${name}-hooks`,
            { assumeRolePolicy: trustOf("autoscaling.amazonaws.com"), tags: tagsOf("dns", `${name}-hooks`) },
            parent,
        );
        const publish = policyOf(
            { Effect: "Allow", Action: "sns:Publish", Resource: topic.arn },
            { Effect: "Allow", Action: ["kms:GenerateDataKey", "kms:Decrypt"], Resource: key.arn },
        );
        const publishing = new RolePolicy(`${name}-hooks`, { role: hookRole.id, policy: publish }, parent);

        this.topicArn = subscription.topic;
        this.queueArn = queue.arn;
        this.queueName = queue.name;
        this.deadLetterQueueName = deadLetters.name;
        this.deadLetterQueueArn = deadLetters.arn;
        // Auto Scaling sends a test message when a hook is made, and refuses the hook when it cannot.
        this.hookRoleArn = pulumi.all([hookRole.arn, publishing.id]).apply(([arn]) => arn);
        this.registerOutputs({ topicArn: this.topicArn, queueArn: this.queueArn, hookRoleArn: this.hookRoleArn });
    }
}

function queuePolicy(queueArn: pulumi.Output<string>, topicArn: pulumi.Output<string>) {
    return pulumi.jsonStringify(
        policyOf(tlsOnly("sqs:*", queueArn), {
            Sid: "TopicDelivers",
            Effect: "Allow",
            Principal: { Service: "sns.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: queueArn,
            Condition: { ArnEquals: { "aws:SourceArn": topicArn } },
        }),
    );
}
