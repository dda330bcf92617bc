import * as assert from "node:assert/strict";
import { AccessLogBucket } from "../../infra/logs";
import { tagsOf } from "../support/config";
import { counts, modes, only, run } from "../support/program";

const args = { account: "123456789012", retentionDays: 90, protect: true, tagsOf };

describe("AccessLogBucket", () => {
    for (const { mode, preview } of modes) {
        it(`is private, encrypted, and forgets after the configured time (${mode})`, async () => {
            const { resources } = await run(() => new AccessLogBucket("logs", args), { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:monitoring:AccessLogBucket": 1,
                "aws:s3/bucket:Bucket": 1,
                "aws:s3/bucketOwnershipControls:BucketOwnershipControls": 1,
                "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 1,
                "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 1,
                "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 1,
                "aws:s3/bucketPolicy:BucketPolicy": 1,
            });
            const { bucket: _, ...blocked } = only(
                resources,
                "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
            ).inputs;
            assert.deepEqual(blocked, {
                blockPublicAcls: true,
                blockPublicPolicy: true,
                ignorePublicAcls: true,
                restrictPublicBuckets: true,
            });
            const { rules } = only(
                resources,
                "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
            ).inputs;
            assert.deepEqual(rules, [{ id: "expire", status: "Enabled", filter: {}, expiration: { days: 90 } }]);
        });

        it(`stays with its files when protected, and goes with them otherwise (${mode})`, async () => {
            const kept = await run(() => new AccessLogBucket("logs", args), { preview });
            const dropped = await run(() => new AccessLogBucket("logs", { ...args, protect: false }), { preview });

            const bucket = (resources: typeof kept.resources) => {
                const { inputs, retainOnDelete } = only(resources, "aws:s3/bucket:Bucket");
                return [inputs.forceDestroy, retainOnDelete];
            };
            assert.deepEqual(bucket(kept.resources), [false, true]);
            assert.deepEqual(bucket(dropped.resources), [true, false]);
        });
    }

    it("lets balancers write for this account, and nobody read without TLS", async () => {
        const { resources } = await run(() => new AccessLogBucket("logs", args), { preview: false });

        const [tls, write] = only(resources, "aws:s3/bucketPolicy:BucketPolicy").inputs.policy.Statement;
        assert.deepEqual([tls.Effect, tls.Principal, tls.Action], ["Deny", "*", "s3:*"]);
        assert.deepEqual(tls.Condition, { Bool: { "aws:SecureTransport": "false" } });
        assert.deepEqual(write.Principal, { Service: "logdelivery.elasticloadbalancing.amazonaws.com" });
        assert.match(write.Resource, /^arn:aws:s3:::logs-[0-9a-f]{7}\/\*\/AWSLogs\/123456789012\/\*$/);
    });
});
