import { Secret, SecretVersion } from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import { DATABASE_PORT } from "../network/access-rules";
import type { TagsOf } from "../tags";

export interface DatabaseSecretsArgs {
    /** DNS names of the members. */
    readonly hosts: readonly string[];
    /** Certificate of the authority that signed the members', as PEM. */
    readonly authority: pulumi.Output<string>;
    /** Certificate and private key of each member, by its DNS name. */
    readonly certificates: pulumi.Output<Readonly<Record<string, string>>>;
    /** Key of the secrets; absent for the one that AWS manages. */
    readonly kmsKeyArn?: string;
    /** Whether a deleted secret can be had back for 30 days; otherwise it is gone at once, and its name free again. */
    readonly protect: boolean;
    readonly tagsOf: TagsOf;
}

/**
 * Logins of the database, made here and kept in Secrets Manager.
 *
 * Servers read theirs by role at boot, so neither user data nor an image ever holds one. They have letters and digits only,
 * because the server software passes the connection string on without quotes.
 */
export class DatabaseSecrets extends pulumi.ComponentResource {
    /** Secret of the members, as JSON: `{ adminPassword, appPassword, keyFile, authority, certificates }`. */
    readonly memberSecretArn: pulumi.Output<string>;
    /** Secret of the nodes: the connection string. */
    readonly uriSecretArn: pulumi.Output<string>;

    constructor(name: string, args: DatabaseSecretsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:database:DatabaseSecrets", name, args, opts);
        const { hosts, authority, certificates } = args;
        const word = (suffix: string, length: number) =>
            new RandomPassword(`${name}-${suffix}`, { length, special: false }, { parent: this }).result;
        const adminPassword = word("admin", 32);
        const appPassword = word("app", 32);
        const keyFile = word("key-file", 128);
        const members = pulumi.jsonStringify({ adminPassword, appPassword, keyFile, authority, certificates });
        const addresses = hosts.map((host) => `${host}:${DATABASE_PORT}`).join(",");
        // One option and no more: the script that puts a server into cluster mode once took `&` for something else. Drivers
        // find the replica set through its members, and users in the database admin.
        const uri = pulumi.interpolate`mongodb://${APP_USER}:${appPassword}@${addresses}/?tls=true`;
        this.memberSecretArn = this.keep(
            `${name}-members`,
            "Logins, key file and certificates of the database servers",
            members,
            args,
        );
        this.uriSecretArn = this.keep(`${name}-uri`, "Connection string of the media nodes", uri, args);
        this.registerOutputs({ memberSecretArn: this.memberSecretArn, uriSecretArn: this.uriSecretArn });
    }

    /** @returns The ARN, known once the value is stored, so that no server boots before it can read it. */
    private keep(
        name: string,
        description: string,
        secretString: pulumi.Output<string>,
        { kmsKeyArn, protect, tagsOf }: DatabaseSecretsArgs,
    ): pulumi.Output<string> {
        const recoveryWindowInDays = protect ? 30 : 0;
        const tags = tagsOf("mongo", name);
        const key = kmsKeyArn === undefined ? {} : { kmsKeyId: kmsKeyArn };
        const secret = new Secret(name, { description, recoveryWindowInDays, ...key, tags }, { parent: this });
        return new SecretVersion(name, { secretId: secret.id, secretString }, { parent: this }).arn;
    }
}

/** The user that media nodes log in as. */
export const APP_USER = "media";
