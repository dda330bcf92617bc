import { Key } from "@pulumi/aws/kms";
import { Topic, TopicPolicy, TopicSubscription } from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import { accountAdministers, policyOf, tlsOnly } from "../iam";
import type { TagsOf } from "../tags";

export interface AlarmTopicArgs {
    readonly account: pulumi.Input<string>;
    /** Who gets a mail. AWS asks for a confirmation first. */
    readonly email?: string;
    readonly tagsOf: TagsOf;
}

/** Encrypted topic that the alarms of this account are published to. */
export class AlarmTopic extends pulumi.ComponentResource {
    /** ARN of the topic, known once alarms may publish to it. */
    readonly topicArn: pulumi.Output<string>;

    constructor(name: string, args: AlarmTopicArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:monitoring:AlarmTopic", name, args, opts);
        const { account, email, tagsOf } = args;
        const parent = { parent: this };
        const tags = tagsOf("shared", name);
        const key = new Key(
            name,
            {
                description: "Alarms of the media cluster",
                enableKeyRotation: true,
                deletionWindowInDays: 7,
                // The key that AWS manages for topics lets no alarm publish.
                policy: pulumi.jsonStringify(
                    policyOf(
                        accountAdministers(account),
                        letAlarms(account, ["kms:GenerateDataKey*", "kms:Decrypt"], "*"),
                    ),
                ),
                tags,
            },
            parent,
        );
        const topic = new Topic(name, { kmsMasterKeyId: key.arn, tags }, parent);
        // A policy of its own takes the place of the one that a topic has from AWS. Publishing is what TLS has to protect:
        // topics know no action that stands for all.
        const policy = pulumi.jsonStringify(
            policyOf(tlsOnly("sns:Publish", topic.arn), letAlarms(account, "sns:Publish", topic.arn)),
        );
        const published = new TopicPolicy(name, { arn: topic.arn, policy }, parent);
        if (email !== undefined) {
            new TopicSubscription(name, { topic: topic.arn, protocol: "email", endpoint: email }, parent);
        }
        this.topicArn = published.arn;
        this.registerOutputs({ topicArn: this.topicArn });
    }
}

/** Lets alarms of this account do something; CloudWatch says for which account it acts. */
function letAlarms(account: pulumi.Input<string>, actions: string | string[], resource: pulumi.Input<string>) {
    return {
        Sid: "AlarmsPublish",
        Effect: "Allow" as const,
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: actions,
        Resource: resource,
        Condition: { StringEquals: { "aws:SourceAccount": account } },
    };
}
