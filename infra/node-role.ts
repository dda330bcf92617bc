import { InstanceProfile, Role, RolePolicy, RolePolicyAttachment } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policyOf, trustOf } from "./iam";
import type { Role as MediaRole, TagsOf } from "./tags";

export interface NodeRoleArgs {
    readonly role: MediaRole;
    /** Secrets that the instances read at boot. */
    readonly secretArns: readonly pulumi.Input<string>[];
    readonly tagsOf: TagsOf;
}

/** What instances of one kind may do: be reached by Session Manager, and read their own secrets. */
export class NodeRole extends pulumi.ComponentResource {
    readonly profileArn: pulumi.Output<string>;
    readonly profileName: pulumi.Output<string>;

    constructor(name: string, args: NodeRoleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:nodes:NodeRole", name, args, opts);
        const { role: mediaRole, secretArns, tagsOf } = args;
        const parent = { parent: this };
        const tags = tagsOf(mediaRole, name);
        const role = new Role(name, { assumeRolePolicy: trustOf("ec2.amazonaws.com"), tags }, parent);
        const policyArn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
        const managed = new RolePolicyAttachment(`${name}-session-manager`, { role: role.name, policyArn }, parent);
        const secrets = policyOf({
            Effect: "Allow",
            Action: "secretsmanager:GetSecretValue",
            Resource: [...secretArns],
        });
        const reading = new RolePolicy(`${name}-secrets`, { role: role.id, policy: secrets }, parent);
        // Whoever waits for the profile waits for its permissions, without which a first boot fails.
        const allowed = { ...parent, dependsOn: [managed, reading] };
        const profile = new InstanceProfile(name, { role: role.name, tags }, allowed);
        this.profileArn = profile.arn;
        this.profileName = profile.name;
        this.registerOutputs({ profileArn: this.profileArn });
    }
}
