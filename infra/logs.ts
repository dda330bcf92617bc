import {
    Bucket,
    BucketLifecycleConfiguration,
    BucketOwnershipControls,
    BucketPolicy,
    BucketPublicAccessBlock,
    BucketServerSideEncryptionConfiguration,
} from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { policyOf, tlsOnly } from "./iam";
import type { TagsOf } from "./tags";

export interface AccessLogBucketArgs {
    readonly account: pulumi.Input<string>;
    /** Days after which a log file is deleted. */
    readonly retentionDays: number;
    /** Whether the bucket stays when the stack is destroyed; otherwise its files go with it. */
    readonly protect: boolean;
    readonly tagsOf: TagsOf;
}

/** Private bucket that load balancers write their access logs to. */
export class AccessLogBucket extends pulumi.ComponentResource {
    /** Name of the bucket, known once balancers may write to it. */
    readonly bucketName: pulumi.Output<string>;

    constructor(name: string, args: AccessLogBucketArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:monitoring:AccessLogBucket", name, args, opts);
        const { account, retentionDays, protect, tagsOf } = args;
        // A bucket that stays keeps its policies, and stays private.
        const parent = { parent: this, retainOnDelete: protect };
        const bucket = new Bucket(name, { forceDestroy: !protect, tags: tagsOf("log", name) }, parent);
        const ofBucket = { bucket: bucket.id };
        new BucketOwnershipControls(name, { ...ofBucket, rule: { objectOwnership: "BucketOwnerEnforced" } }, parent);
        // Balancers can write to buckets under S3's own key only.
        const rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }];
        new BucketServerSideEncryptionConfiguration(name, { ...ofBucket, rules }, parent);
        const blocked = new BucketPublicAccessBlock(
            name,
            {
                ...ofBucket,
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
            },
            parent,
        );
        const expiry = [{ id: "expire", status: "Enabled", filter: {}, expiration: { days: retentionDays } }];
        new BucketLifecycleConfiguration(name, { ...ofBucket, rules: expiry }, parent);
        const policy = policyOf(tlsOnly("s3:*", [bucket.arn, pulumi.interpolate`${bucket.arn}/*`]), {
            Sid: "BalancersWrite",
            Effect: "Allow",
            Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
            Action: "s3:PutObject",
            Resource: pulumi.interpolate`${bucket.arn}/*/AWSLogs/${account}/*`,
        });
        const writable = new BucketPolicy(name, { ...ofBucket, policy }, { ...parent, dependsOn: blocked });
        // A balancer tries to write as soon as it exists.
        this.bucketName = writable.bucket;
        this.registerOutputs({ bucketName: this.bucketName });
    }
}
