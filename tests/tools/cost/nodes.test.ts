import * as assert from "node:assert/strict";
import { estimate, group, linesOf, planned, template, types, urnOf } from "./planned";

describe("The cost of nodes", () => {
    it("counts the instances, disks and addresses of a group at its three sizes", () => {
        const cost = estimate(group("edge"), template("edge", { monitoring: { enabled: true } }));

        assert.deepEqual(linesOf(cost), [
            "c5.xlarge instances (edge): 2 3 10 0.17/hour",
            "Detailed monitoring (edge): 2 3 10 2.10/month",
            "gp3 disks (edge): 32 48 160 GiB 0.08/month",
            "Public IPv4 of nodes (edge): 2 3 10 0.005/hour",
        ]);
    });

    it("takes the smallest size of a group that names no desired one", () => {
        const cost = estimate(group("edge", { desiredCapacity: undefined }), template("edge"));

        assert.deepEqual(cost.lines[0]?.count, { min: 2, desired: 2, max: 10 });
    });

    it("takes the sizes that schedules set, but not those they leave", () => {
        const action = (name: string, inputs: object) =>
            planned(
                types.action,
                name,
                { ...inputs },
                { madeFrom: { autoscalingGroupName: [urnOf(types.group, "edge")] } },
            );
        const cost = estimate(
            group("edge"),
            template("edge"),
            action("night", { minSize: 0, desiredCapacity: -1, maxSize: -1 }),
            action("day", { minSize: -1, desiredCapacity: 8, maxSize: 20 }),
        );

        assert.deepEqual(cost.lines[0]?.count, { min: 0, desired: 3, max: 20 });
    });

    it("counts a single instance with its root disk, and a volume of its own", () => {
        const instance = planned(types.instance, "mongo", {
            instanceType: "m5.large",
            monitoring: true,
            primaryNetworkInterface: { networkInterfaceId: "[unknown]" },
            rootBlockDevice: { volumeType: "gp3", volumeSize: 16 },
            ebsBlockDevices: [{ deviceName: "/dev/sdf", volumeType: "gp3", volumeSize: 4 }],
        });
        const cost = estimate(instance, planned(types.volume, "data", { type: "gp3", size: 50 }));

        assert.deepEqual(linesOf(cost), [
            "m5.large instances (mongo): 1 0.096/hour",
            "Detailed monitoring (mongo): 1 2.10/month",
            "gp3 disks (mongo): 16 GiB 0.08/month",
            "gp3 disks (mongo): 4 GiB 0.08/month",
            "gp3 disks (data): 50 GiB 0.08/month",
        ]);
    });

    it("names what has no recorded price, and does not guess", () => {
        const cost = estimate(
            group("edge"),
            template("edge", {
                instanceType: "m6i.xlarge",
                blockDeviceMappings: [
                    { ebs: { volumeType: "gp2", volumeSize: 10 } },
                    { ebs: { volumeType: "gp3", volumeSize: 10, iops: 3001 } },
                    { ebs: { volumeType: "gp3", volumeSize: 10, throughput: 126 } },
                    { ebs: { volumeType: "gp3", volumeSize: 10, iops: 3000, throughput: 125 } },
                    { ebs: { volumeSize: 10 } },
                    { virtualName: "ephemeral0" },
                ],
                networkInterfaces: [],
            }),
        );

        assert.deepEqual(linesOf(cost), [
            "m6i.xlarge instances (edge): 2 3 10 ?",
            "gp2 disks (edge): 20 30 100 GiB ?",
            "Faster gp3 disks (edge): 20 30 100 GiB ?",
            "Faster gp3 disks (edge): 20 30 100 GiB ?",
            "gp3 disks (edge): 20 30 100 GiB 0.08/month",
            "Disks of unknown type (edge): 20 30 100 GiB ?",
            "Public IPv4 of nodes, if they have any (edge): 2 3 10 ?",
        ]);
    });

    it("knows neither the type of a group whose launch template is not planned, nor a disk that the image brings", () => {
        const lone = estimate(group("edge"));
        const bare = estimate(group("edge"), template("edge", { blockDeviceMappings: [] }));

        assert.deepEqual(linesOf(lone), ["Instances of unknown type (edge): 2 3 10 ?"]);
        assert.equal(linesOf(bare)[1], "Disks of unknown size (edge): 2 3 10 ?");
    });

    it("takes what is not known yet for unknown", () => {
        const mappings = [{ ebs: { volumeType: "[unknown]", volumeSize: 8 } }, { ebs: { volumeSize: "[unknown]" } }];
        const cost = estimate(
            group("edge", { desiredCapacity: "[unknown]" }),
            template("edge", { instanceType: "[unknown]", blockDeviceMappings: mappings }),
        );

        assert.deepEqual(linesOf(cost).slice(0, 3), [
            "Instances of unknown type (edge): 2 2 10 ?",
            "Disks of unknown type (edge): 16 16 80 GiB ?",
            "Disks of unknown size (edge): 2 2 10 ?",
        ]);
    });

    describe("of several types", () => {
        const mix = (
            overrides: object[],
            instancesDistribution: object = { onDemandPercentageAboveBaseCapacity: 100 },
        ) =>
            estimate(
                group("edge", {
                    launchTemplate: undefined,
                    mixedInstancesPolicy: { instancesDistribution, launchTemplate: { overrides } },
                }),
                template("edge"),
            );
        const own = ({ assumptions }: ReturnType<typeof mix>) => assumptions.filter((text) => text.includes("edge"));

        it("counts the first, and says so", () => {
            const cost = mix([{ instanceType: "c5.4xlarge" }, { instanceType: "c5.xlarge" }]);

            assert.equal(linesOf(cost)[0], "c5.4xlarge instances (edge): 2 3 10 0.68/hour");
            assert.deepEqual(own(cost), ["edge is counted as c5.4xlarge alone, the first of its types."]);
        });

        it("counts Spot nodes at the On-Demand price, and says so", () => {
            const cost = mix([{ instanceType: "c5.xlarge" }], { onDemandPercentageAboveBaseCapacity: 0 });

            assert.equal(linesOf(cost)[0], "c5.xlarge instances (edge): 2 3 10 0.17/hour");
            assert.deepEqual(own(cost), ["Spot nodes of edge are counted at the On-Demand price, which is the most."]);
        });

        it("does not take weights for instances", () => {
            const cost = mix([{ instanceType: "c5.xlarge", weightedCapacity: "4" }]);

            assert.equal(linesOf(cost)[0], "Instances of unknown type (edge): 2 3 10 ?");
            assert.deepEqual(own(cost), []);
        });
    });

    describe("of a warm pool", () => {
        const pool = (warmPool: object, ...others: ReturnType<typeof planned>[]) =>
            estimate(group("pool", { warmPool }), template("pool"), ...others);
        const switches = (input: string, arn = "arn:aws:scheduler:::aws-sdk:autoscaling:putWarmPool") =>
            planned(
                types.schedule,
                "morning",
                { target: { arn, input } },
                { madeFrom: { target: [urnOf(types.group, "pool")] } },
            );
        const counts = (cost: ReturnType<typeof pool>) =>
            linesOf(cost).map((line) => line.replace(/ [\d.]+\/\w+$/, ""));

        it("counts only disks while they are stopped: what the prepared capacity has more than the group", () => {
            assert.deepEqual(counts(pool({ poolState: "Stopped", maxGroupPreparedCapacity: 6, minSize: 1 })), [
                "c5.xlarge instances (pool): 2 3 10",
                "gp3 disks (pool): 32 48 160 GiB",
                "gp3 disks (pool, warm pool): 64 48 16 GiB",
                "Public IPv4 of nodes (pool): 2 3 10",
            ]);
        });

        it("counts instances and addresses while they run", () => {
            assert.deepEqual(counts(pool({ poolState: "Running", maxGroupPreparedCapacity: 6, minSize: 1 })), [
                "c5.xlarge instances (pool): 6 6 11",
                "gp3 disks (pool): 32 48 160 GiB",
                "gp3 disks (pool, warm pool): 64 48 16 GiB",
                "Public IPv4 of nodes (pool): 6 6 11",
            ]);
        });

        for (const maxGroupPreparedCapacity of [undefined, -1]) {
            it(`prepares up to the largest size with a capacity of ${maxGroupPreparedCapacity}`, () => {
                const cost = pool({ poolState: "Stopped", maxGroupPreparedCapacity });

                assert.equal(counts(cost)[2], "gp3 disks (pool, warm pool): 128 112 0 GiB");
            });
        }

        it("has them run in the maximum alone when a schedule switches them, and says so", () => {
            const cost = pool(
                { poolState: "Stopped", maxGroupPreparedCapacity: 6 },
                switches('{"PoolState":"Running","MinSize":3}'),
            );

            assert.equal(counts(cost)[0], "c5.xlarge instances (pool): 2 3 13");
            assert.equal(counts(cost)[2], "gp3 disks (pool, warm pool): 64 48 48 GiB");
            assert.equal(
                cost.assumptions[1],
                "The warm pool of pool is counted as stopped; only the maximum has it running, as its schedule does.",
            );
        });

        for (const [what, schedule] of [
            ["a switch to stopped", switches('{"PoolState":"Stopped","MinSize":0}')],
            [
                "another call",
                switches('{"PoolState":"Running","MinSize":3}', "arn:aws:scheduler:::aws-sdk:ec2:stopInstances"),
            ],
            ["a call that is no JSON", switches("{")],
            ["a call that is not known yet", switches("[unknown]")],
        ] as const) {
            it(`is not led astray by ${what}`, () => {
                const cost = pool({ poolState: "Stopped", maxGroupPreparedCapacity: 6 }, schedule);

                assert.equal(counts(cost)[0], "c5.xlarge instances (pool): 2 3 10");
                assert.equal(cost.assumptions.length, 1);
            });
        }
    });

    describe("in subnets that decide about addresses", () => {
        const subnets = (...given: boolean[]) =>
            given.map((mapPublicIpOnLaunch, index) =>
                planned(types.subnet, `subnet-${index}`, { mapPublicIpOnLaunch }),
            );
        const addresses = (...given: boolean[]) => {
            const all = subnets(...given);
            const madeFrom = { subnetId: all.map(({ urn }) => urn) };
            const inputs = { instanceType: "t3.small", rootBlockDevice: { volumeType: "gp3", volumeSize: 8 } };
            const cost = estimate(planned(types.instance, "web", inputs, { madeFrom }), ...all);
            return linesOf(cost).filter((line) => line.startsWith("Public"));
        };

        it("follows them where they agree", () => {
            assert.deepEqual(addresses(true, true), ["Public IPv4 of nodes (web): 1 0.005/hour"]);
            assert.deepEqual(addresses(false, false), []);
        });

        it("does not know where they differ or are not planned", () => {
            const open = ["Public IPv4 of nodes, if they have any (web): 1 ?"];

            assert.deepEqual([addresses(true, false), addresses()], [open, open]);
        });
    });
});
