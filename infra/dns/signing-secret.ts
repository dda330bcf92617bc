import { Secret, SecretVersion } from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { TagsOf } from "../tags";

export interface SigningSecretArgs {
    /** Whether a deleted secret can be had back for 30 days; otherwise it is gone at once, and its name free again. */
    readonly protect: boolean;
    readonly tagsOf: TagsOf;
}

/** As many characters as the hash function behind the signature takes bytes in one block. */
const LENGTH = 64;

/** Secret that webhooks are signed with, made here and kept in Secrets Manager. */
export class SigningSecret extends pulumi.ComponentResource {
    /** Known once there is a value, so that nothing has to be sent unsigned. */
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: SigningSecretArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:dns:SigningSecret", name, args, opts);
        const { protect, tagsOf } = args;
        const parent = { parent: this };
        const secretString = new RandomPassword(name, { length: LENGTH, special: false }, parent).result;
        const secret = new Secret(
            name,
            {
                description: "Signs the webhooks of the media cluster",
                recoveryWindowInDays: protect ? 30 : 0,
                tags: tagsOf("dns", name),
            },
            parent,
        );
        // The value before a rotation stays readable as AWSPREVIOUS, until the application knows the new one.
        const kept = { ...parent, retainOnDelete: true };
        this.arn = new SecretVersion(name, { secretId: secret.id, secretString }, kept).arn;
        this.registerOutputs({ arn: this.arn });
    }
}
