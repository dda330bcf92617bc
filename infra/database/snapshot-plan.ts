import { LifecyclePolicy } from "@pulumi/aws/dlm";
import { Role, RolePolicyAttachment } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { trustOf } from "../iam";
import type { TagsOf } from "../tags";

export interface SnapshotPlanArgs {
    /** Value of the tag `media:backup` on the volumes that the plan covers. */
    readonly target: string;
    /** Days that a snapshot is kept. */
    readonly keepDays: number;
    readonly tagsOf: TagsOf;
}

/** Daily snapshots of volumes, by Data Lifecycle Manager. */
export class SnapshotPlan extends pulumi.ComponentResource {
    constructor(name: string, args: SnapshotPlanArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:database:SnapshotPlan", name, args, opts);
        const { target, keepDays, tagsOf } = args;
        const parent = { parent: this };
        const tags = tagsOf("mongo", name);
        const role = new Role(name, { assumeRolePolicy: trustOf("dlm.amazonaws.com"), tags }, parent);
        const policyArn = "arn:aws:iam::aws:policy/service-role/AWSDataLifecycleManagerServiceRole";
        const allowed = new RolePolicyAttachment(name, { role: role.name, policyArn }, parent);
        new LifecyclePolicy(
            name,
            {
                description: `Daily snapshots of ${target}`,
                executionRoleArn: role.arn,
                state: "ENABLED",
                policyDetails: {
                    resourceTypes: ["VOLUME"],
                    targetTags: { "media:backup": target },
                    schedules: [
                        {
                            name: "daily",
                            createRule: { interval: 24, intervalUnit: "HOURS", times: "03:00" },
                            retainRule: { interval: keepDays, intervalUnit: "DAYS" },
                            copyTags: true,
                        },
                    ],
                },
                tags,
            },
            { ...parent, dependsOn: allowed },
        );
        this.registerOutputs({});
    }
}
