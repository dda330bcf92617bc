import { Secret, SecretVersion } from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import type { TagsOf } from "../tags";

export interface AdministratorSecretArgs {
    /** Login of the dashboard. Default: `administrator`. */
    readonly email?: string;
    /** Key of the secret; absent for the one that AWS manages. */
    readonly kmsKeyArn?: string;
    /** Whether a deleted secret can be had back for 30 days; otherwise it is gone at once, and its name free again. */
    readonly protect: boolean;
    readonly tagsOf: TagsOf;
}

/**
 * First login of the servers' dashboard, and the key that signs tokens for their REST, made here and kept in Secrets Manager.
 *
 * Nodes read it by their role at boot. Another password here changes no user that is there already.
 */
export class AdministratorSecret extends pulumi.ComponentResource {
    /** Secret as JSON: `{ email, password, jwtKey }`. Known once the value is stored, so that no node boots before. */
    readonly arn: pulumi.Output<string>;

    constructor(name: string, args: AdministratorSecretArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:nodes:AdministratorSecret", name, args, opts);
        const { email = "administrator", kmsKeyArn, protect, tagsOf } = args;
        const parent = { parent: this };
        const word = (suffix: string, length: number) =>
            new RandomPassword(`${name}-${suffix}`, { length, special: false }, parent).result;
        const login = { email, password: word("password", 32), jwtKey: word("jwt-key", 48) };
        const secret = new Secret(
            name,
            {
                description: "First login of the dashboard, and the key of its REST",
                recoveryWindowInDays: protect ? 30 : 0,
                ...(kmsKeyArn !== undefined && { kmsKeyId: kmsKeyArn }),
                tags: tagsOf("shared", name),
            },
            parent,
        );
        const secretString = pulumi.jsonStringify(login);
        this.arn = new SecretVersion(name, { secretId: secret.id, secretString }, parent).arn;
        this.registerOutputs({ arn: this.arn });
    }
}
