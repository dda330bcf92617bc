import { Key } from "@pulumi/aws/kms";
import { Topic } from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import { accountAdministers, policyOf } from "./iam";

export interface ScalingTopicArgs {
    readonly account: pulumi.Input<string>;
    readonly tags: Record<string, string>;
}

/** An encrypted topic that Auto Scaling can publish to, and its key. The key that AWS manages for topics lets no service publish. */
export function scalingTopic(
    name: string,
    { account, tags }: ScalingTopicArgs,
    parent: pulumi.CustomResourceOptions,
): { readonly topic: Topic; readonly key: Key } {
    const key = new Key(
        name,
        {
            description: "Scaling events of the media cluster",
            enableKeyRotation: true,
            deletionWindowInDays: 7,
            policy: keyPolicy(account),
            tags,
        },
        parent,
    );
    return { key, topic: new Topic(name, { kmsMasterKeyId: key.arn, tags }, parent) };
}

/**
 * Auto Scaling publishes notifications as its service-linked role. The role is named by a condition instead of as a
 * principal, because AWS refuses a key policy that names a role which an account does not have yet.
 */
function keyPolicy(account: pulumi.Input<string>) {
    return pulumi.jsonStringify(
        policyOf(accountAdministers(account), {
            Sid: "AutoScalingPublishes",
            Effect: "Allow",
            Principal: { AWS: "*" },
            Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
            Resource: "*",
            Condition: {
                StringEquals: { "kms:CallerAccount": account },
                ArnLike: {
                    "aws:PrincipalArn": pulumi.interpolate`arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling*`,
                },
            },
        }),
    );
}
