import { InstanceProfile, type PolicyStatement, Role, RolePolicy, RolePolicyAttachment } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policyOf, trustOf } from "../iam";
import type { Role as MediaRole, TagsOf } from "../tags";

/** What an instance of a group says to AWS about itself. */
export interface GroupMembership {
    readonly account: pulumi.Input<string>;
    readonly region: pulumi.Input<string>;
    /** Whether it publishes how many sessions it has. */
    readonly reportsSessions: boolean;
}

export interface NodeRoleArgs {
    readonly role: MediaRole;
    /** Secrets that the instances read at boot; empty for those that read none. */
    readonly secretArns: readonly pulumi.Input<string>[];
    /** Key of those secrets; absent for the one that AWS manages. */
    readonly kmsKeyArn?: string;
    /** Absent for instances that are in no Auto Scaling group. */
    readonly membership?: GroupMembership;
    readonly tagsOf: TagsOf;
}

/** Namespace of what nodes say about themselves. */
const NODE_METRICS = "MediaCluster/Nodes";

/** What instances of one kind may do: be reached by Session Manager, read their own secrets, and answer their group's hooks. */
export class NodeRole extends pulumi.ComponentResource {
    readonly profileArn: pulumi.Output<string>;
    readonly profileName: pulumi.Output<string>;

    constructor(name: string, args: NodeRoleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:nodes:NodeRole", name, args, opts);
        const { role: mediaRole, secretArns, kmsKeyArn, membership, tagsOf } = args;
        const parent = { parent: this };
        const tags = tagsOf(mediaRole, name);
        const role = new Role(name, { assumeRolePolicy: trustOf("ec2.amazonaws.com"), tags }, parent);
        const policyArn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
        const managed = new RolePolicyAttachment(`${name}-session-manager`, { role: role.name, policyArn }, parent);
        const permissions: pulumi.Resource[] = [managed];
        if (secretArns.length > 0) {
            const policy = policyOf(
                { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: [...secretArns] },
                ...(kmsKeyArn === undefined ? [] : [openingSecrets(kmsKeyArn)]),
            );
            permissions.push(new RolePolicy(`${name}-secrets`, { role: role.id, policy }, parent));
        }
        if (membership) {
            const statements = answeringHooks(membership, tags);
            if (membership.reportsSessions) statements.push(reportingSessions);
            const policy = policyOf(...statements);
            permissions.push(new RolePolicy(`${name}-hooks`, { role: role.id, policy }, parent));
        }
        // Whoever waits for the profile waits for its permissions, without which a first boot fails.
        const allowed = { ...parent, dependsOn: permissions };
        const profile = new InstanceProfile(name, { role: role.name, tags }, allowed);
        this.profileArn = profile.arn;
        this.profileName = profile.name;
        this.registerOutputs({ profileArn: this.profileArn });
    }
}

/** With a key of one's own, whoever reads a secret needs the key as well, by way of Secrets Manager only. */
function openingSecrets(kmsKeyArn: string): PolicyStatement {
    const service = `secretsmanager.${kmsKeyArn.split(":")[3]}.amazonaws.com`;
    return {
        Sid: "OpenSecrets",
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: kmsKeyArn,
        Condition: { StringEquals: { "kms:ViaService": service } },
    };
}

/**
 * The role is made before the group, so the group is named by its tags, of which no two groups of a stack share all three
 * (https://docs.aws.amazon.com/autoscaling/ec2/userguide/autoscaling-tagging.html). Reading cannot be limited.
 */
function answeringHooks({ account, region }: GroupMembership, tags: Record<string, string>): PolicyStatement[] {
    const own = ["project", "env", "Name"].map((key) => [`aws:ResourceTag/${key}`, tags[key] ?? ""]);
    return [
        {
            Sid: "AnswerHooks",
            Effect: "Allow",
            Action: ["autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"],
            Resource: pulumi.interpolate`arn:aws:autoscaling:${region}:${account}:autoScalingGroup:*:autoScalingGroupName/*`,
            Condition: { StringEquals: Object.fromEntries(own) },
        },
        { Sid: "FindGroup", Effect: "Allow", Action: "autoscaling:DescribeAutoScalingInstances", Resource: "*" },
    ];
}

const reportingSessions: PolicyStatement = {
    Sid: "ReportSessions",
    Effect: "Allow",
    Action: "cloudwatch:PutMetricData",
    Resource: "*",
    Condition: { StringEquals: { "cloudwatch:namespace": NODE_METRICS } },
};
