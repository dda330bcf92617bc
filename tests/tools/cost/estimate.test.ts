import * as assert from "node:assert/strict";
import fc from "fast-check";
import { estimateCost } from "../../../tools/cost/estimate";
import { estimate, group, linesOf, planned, template, types } from "./planned";

const keyType = "aws:kms/key:Key";

describe("The estimate", () => {
    it("has a price of a month for keys, secrets, zones and the metrics of alarms", () => {
        const queries = [{ metric: {} }, { expression: "a + b" }, { metric: {} }];
        const cost = estimate(
            planned(keyType, "key"),
            planned("aws:secretsmanager/secret:Secret", "secret"),
            planned("aws:route53/zone:Zone", "zone"),
            planned(types.alarm, "plain", { metricName: "Drift" }),
            planned(types.alarm, "sum", { metricQueries: queries }),
        );

        assert.deepEqual(linesOf(cost), [
            "KMS keys (key): 1 1/month",
            "Secrets (secret): 1 0.40/month",
            "Hosted zones (zone): 1 0.50/month",
            "Alarms (plain): 1 0.10/month",
            "Alarms (sum): 2 0.10/month",
        ]);
        assert.deepEqual(cost.sum?.monthMicroUsd, { min: 2_200_000, desired: 2_200_000, max: 2_200_000 });
    });

    it("names what depends on use, each service once, and has no line for it", () => {
        const used = {
            "aws:lambda/function:Function": "Lambda",
            "aws:sqs/queue:Queue": "SQS",
            "aws:sns/topic:Topic": "SNS",
            "aws:dynamodb/table:Table": "DynamoDB",
            "aws:scheduler/schedule:Schedule": "EventBridge Scheduler",
            "aws:cloudwatch/logGroup:LogGroup": "logs",
            "aws:s3/bucket:Bucket": "S3",
            "aws:s3/bucketV2:BucketV2": "S3",
        };
        const resources = Object.keys(used).flatMap((type) => [planned(type, "one"), planned(type, "two")]);
        const cost = estimate(...resources);

        assert.deepEqual(cost.byUse, ["traffic", ...new Set(Object.values(used))]);
        assert.deepEqual([cost.lines, cost.sum], [[], undefined]);
    });

    it("includes neither the software fee of a Marketplace image nor what exists", () => {
        const { notIncluded } = estimate();

        assert.ok(notIncluded.includes("software from AWS Marketplace"));
        assert.ok(notIncluded.includes("what exists already"));
    });

    it("does not take prices of us-east-1 for another Region", () => {
        const region = "eu-central-1";
        const cost = estimateCost([planned(keyType, "key", {}, { region })], region);

        assert.deepEqual(linesOf(cost), ["KMS keys (key): 1 ?"]);
        assert.deepEqual([cost.recorded, cost.sum, cost.recordedRegions], [undefined, undefined, ["us-east-1"]]);
    });

    it("prices each resource where it lives", () => {
        const there = planned(keyType, "there", {}, { region: "eu-central-1" });
        const cost = estimate(planned(keyType, "here"), there);

        assert.deepEqual(linesOf(cost), ["KMS keys (here): 1 1/month", "KMS keys (there): 1 ?"]);
        assert.equal(cost.sum?.monthMicroUsd.desired, 1_000_000);
    });

    it("shows exact amounts of the desired size", () => {
        const cost = estimate(planned(types.balancer, "alb", { internal: true }));

        assert.deepEqual(cost.sum, {
            monthMicroUsd: { min: 22_265_000, desired: 22_265_000, max: 22_265_000 },
            usd: { hour: 0.0305, day: 0.732, thirtyDays: 21.96, month: 22.265 },
        });
    });

    it("is the same in whatever order the program registers", () => {
        const resources = [
            group("edge"),
            template("edge"),
            group("origin"),
            template("origin"),
            planned(keyType, "key"),
        ];

        assert.deepEqual(estimate(...resources), estimate(...resources.reverse()));
    });

    it("reminds of the database's snapshots where there are any", () => {
        const images = "images and the snapshots of their volumes";
        const database = [images, "snapshots of the database's volumes"];
        const volume = (finalSnapshot: boolean) =>
            planned(types.volume, "data", { type: "gp3", size: 1, finalSnapshot });

        assert.deepEqual(estimate().remains, [images]);
        assert.deepEqual(estimate(volume(false)).remains, [images]);
        assert.deepEqual(estimate(volume(true)).remains, database);
        assert.deepEqual(estimate(planned("aws:dlm/lifecyclePolicy:LifecyclePolicy", "plan")).remains, database);
    });

    it("sums up exactly the lines with a price, at each size", () => {
        const size = fc.integer({ min: 0, max: 40 });
        const cluster = fc.record({
            instanceType: fc.constantFrom("c5.xlarge", "t3.small", "m7i.large"),
            volumeSize: fc.integer({ min: 1, max: 500 }),
            steps: fc.tuple(size, size, size),
            keys: size,
        });
        fc.assert(
            fc.property(cluster, ({ instanceType, volumeSize, steps: [minSize, more, most], keys }) => {
                const mappings = [{ ebs: { volumeType: "gp3", volumeSize } }];
                const sizes = { minSize, desiredCapacity: minSize + more, maxSize: minSize + more + most };
                const { lines, sum } = estimate(
                    group("edge", sizes),
                    template("edge", { instanceType, blockDeviceMappings: mappings }),
                    ...Array.from({ length: keys }, (_, index) => planned(keyType, `key-${index}`)),
                );

                for (const at of ["min", "desired", "max"] as const) {
                    const added = lines.reduce((total, { monthMicroUsd }) => total + (monthMicroUsd?.[at] ?? 0), 0);
                    const nodes = { min: minSize, desired: minSize + more, max: minSize + more + most }[at];
                    const hourly =
                        { "c5.xlarge": 170_000, "t3.small": 20_800, "m7i.large": 0 }[instanceType] ?? Number.NaN;
                    const expected = nodes * ((hourly + 5_000) * 730 + volumeSize * 80_000) + keys * 1_000_000;

                    assert.equal(sum?.monthMicroUsd[at] ?? 0, added);
                    assert.equal(added, expected);
                }
            }),
        );
    });
});
