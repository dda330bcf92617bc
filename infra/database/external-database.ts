import { Secret, SecretVersion } from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";
import type { SensitiveText } from "../config/sensitive-text";
import type { TagsOf } from "../tags";

export interface ExternalDatabaseArgs {
    readonly uri: SensitiveText;
    /** Key of the secret; absent for the one that AWS manages. */
    readonly kmsKeyArn?: string;
    /** Whether the deleted secret can be had back for 30 days; otherwise it is gone at once, and its name free again. */
    readonly protect: boolean;
    readonly tagsOf: TagsOf;
}

/** The connection string of a database that somebody else runs, in Secrets Manager, where nodes read it by role. */
export class ExternalDatabase extends pulumi.ComponentResource {
    /** None: the connection string alone tells where the database is. */
    readonly hosts: readonly string[] = [];
    /** Public authorities sign the certificates of databases that are services. */
    readonly authority = undefined;
    /** Secret with the connection string, known once it is stored. */
    readonly uriSecretArn: pulumi.Output<string>;

    constructor(
        name: string,
        { uri, kmsKeyArn, protect, tagsOf }: ExternalDatabaseArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("media-cluster:database:ExternalDatabase", name, {}, opts);
        const secret = new Secret(
            name,
            {
                description: "Connection string of the media nodes",
                recoveryWindowInDays: protect ? 30 : 0,
                ...(kmsKeyArn !== undefined && { kmsKeyId: kmsKeyArn }),
                tags: tagsOf("mongo", name),
            },
            { parent: this },
        );
        const secretString = pulumi.secret(uri.reveal());
        this.uriSecretArn = new SecretVersion(name, { secretId: secret.id, secretString }, { parent: this }).arn;
        this.registerOutputs({ uriSecretArn: this.uriSecretArn });
    }
}
