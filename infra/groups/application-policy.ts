import type { Group as AutoScalingGroup } from "@pulumi/aws/autoscaling";
import { Policy } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import type { Group } from "../config/schema";
import { policyOf } from "../iam";

/**
 * What the application's own role needs to scale a group: set the capacity, end a node, protect busy nodes, answer the
 * drain, and switch a warm pool that follows the day. On this group only; Auto Scaling knows no way to limit reading to a group.
 *
 * That a node ends with a smaller capacity is the caller's to say: no condition can demand it
 * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html).
 */
export function applicationPolicy(
    name: string,
    group: AutoScalingGroup,
    { warmPool }: Group,
    tags: Record<string, string>,
    parent: pulumi.CustomResourceOptions,
): Policy {
    const policy = policyOf(
        {
            Sid: "ScaleTheGroup",
            Effect: "Allow",
            Action: [
                "autoscaling:SetDesiredCapacity",
                "autoscaling:TerminateInstanceInAutoScalingGroup",
                "autoscaling:SetInstanceProtection",
                "autoscaling:CompleteLifecycleAction",
                "autoscaling:RecordLifecycleActionHeartbeat",
                // A pool without a schedule is the deployment's, which would undo what the application does.
                ...(warmPool && warmPool.schedule.length > 0 ? ["autoscaling:PutWarmPool"] : []),
            ],
            Resource: group.arn,
        },
        {
            Sid: "SeeTheNodes",
            Effect: "Allow",
            Action: [
                "autoscaling:DescribeAutoScalingGroups",
                "autoscaling:DescribeAutoScalingInstances",
                "autoscaling:DescribeWarmPool",
            ],
            Resource: "*",
        },
    );
    return new Policy(
        `${name}-application`,
        { description: "For the application that scales the group: attach it to the application's role", policy, tags },
        parent,
    );
}
