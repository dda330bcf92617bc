import * as assert from "node:assert/strict";
import { Network, subnetFault } from "../../../infra/network/network";
import { tagsOf } from "../../support/config";
import { counts, known, modes, only, run } from "../../support/program";

const newNetwork = { kind: "new", cidr: "10.0.0.0/16", zones: 2, nat: "single" } as const;

describe("Network", () => {
    for (const { mode, preview } of modes) {
        it(`makes a VPC and closes its default security group (${mode})`, async () => {
            const { resources } = await run(() => new Network("net", { network: newNetwork, tagsOf }), { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:network:Network": 1,
                "awsx:ec2:Vpc": 1,
                "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": 1,
            });
            assert.deepEqual(only(resources, "awsx:ec2:Vpc").inputs, {
                cidrBlock: "10.0.0.0/16",
                numberOfAvailabilityZones: 2,
                availabilityZoneCidrMask: 18,
                enableDnsHostnames: true,
                natGateways: { strategy: "Single" },
                subnetStrategy: "Auto",
                subnetSpecs: [
                    { type: "Public", cidrMask: 20, tags: { "media:role": "lb" } },
                    { type: "Private", cidrMask: 20 },
                ],
                tags: {
                    Name: "net",
                    project: "media-cluster",
                    env: "test",
                    "media:role": "shared",
                    "media:profile": "ant-media",
                },
            });
            const closed = only(resources, "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup").inputs;
            assert.deepEqual([closed.ingress, closed.egress], [[], []]);
        });

        it(`records flow logs where asked, for as long as asked (${mode})`, async () => {
            const args = {
                network: { ...newNetwork, zones: 3, nat: "per-zone" as const },
                flowLogRetentionDays: 90,
                tagsOf,
            };
            const { resources } = await run(() => new Network("net", args), { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:network:Network": 1,
                "awsx:ec2:Vpc": 1,
                "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": 1,
                "aws:cloudwatch/logGroup:LogGroup": 1,
                "aws:iam/role:Role": 1,
                "aws:iam/rolePolicy:RolePolicy": 1,
                "aws:ec2/flowLog:FlowLog": 1,
            });
            assert.equal(only(resources, "aws:ec2/flowLog:FlowLog").inputs.trafficType, "ALL");
            const [write] = only(resources, "aws:iam/rolePolicy:RolePolicy").inputs.policy.Statement;
            assert.deepEqual(
                [write.Effect, write.Action],
                [
                    "Allow",
                    ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams"],
                ],
            );
            const [trust] = only(resources, "aws:iam/role:Role").inputs.assumeRolePolicy.Statement;
            assert.deepEqual(trust.Principal, { Service: "vpc-flow-logs.amazonaws.com" });
            assert.equal(only(resources, "aws:cloudwatch/logGroup:LogGroup").inputs.retentionInDays, 90);
            assert.equal(only(resources, "awsx:ec2:Vpc").inputs.natGateways.strategy, "OnePerAz");
        });

        it(`takes the zones that are named (${mode})`, async () => {
            const network = { ...newNetwork, cidr: "10.0.0.0/17", zones: ["us-east-1b", "us-east-1d"] };
            const { resources } = await run(() => new Network("net", { network, tagsOf }), { preview });

            const { numberOfAvailabilityZones, availabilityZoneNames, availabilityZoneCidrMask } = only(
                resources,
                "awsx:ec2:Vpc",
            ).inputs;
            assert.deepEqual(
                [numberOfAvailabilityZones, availabilityZoneNames, availabilityZoneCidrMask],
                [undefined, ["us-east-1b", "us-east-1d"], 19],
            );
        });

        it(`has no private subnets where nothing needs a way out (${mode})`, async () => {
            const network = { ...newNetwork, nat: "none" as const };
            const { resources } = await run(() => new Network("net", { network, tagsOf }), { preview });

            const { natGateways, subnetSpecs } = only(resources, "awsx:ec2:Vpc").inputs;
            assert.deepEqual(natGateways, { strategy: "None" });
            assert.deepEqual(subnetSpecs, [{ type: "Public", cidrMask: 20, tags: { "media:role": "lb" } }]);
        });

        it(`looks at an existing VPC and makes nothing (${mode})`, async () => {
            const network = existing(["subnet-0aaaaaaaaaaaaaa01", "subnet-0aaaaaaaaaaaaaa02"]);
            const { resources, result } = await run(() => new Network("net", { network, tagsOf }), { preview });

            assert.deepEqual(counts(resources), { "media-cluster:network:Network": 1 });
            assert.deepEqual(await known(result.public.ids), network.publicSubnetIds);
            assert.ok(result.public.zones);
            assert.deepEqual(await known(result.public.zones), ["us-east-1a", "us-east-1b"]);
            assert.equal(await known(result.vpcId), network.vpcId);
            assert.deepEqual(await known(result.cidrs), ["10.0.0.0/16"]);
        });
    }
});

describe("Network, in a VPC of several ranges", () => {
    it("knows all of them", async () => {
        const vpcId = "vpc-0fedcba9876543210";
        const publicSubnetIds = ["subnet-0cccccccccccccc01"];
        const network = { kind: "existing", vpcId, publicSubnetIds, privateSubnetIds: [] } as const;
        const { result } = await run(() => new Network("net", { network, tagsOf }), { preview: true });

        assert.deepEqual(await known(result.cidrs), ["10.1.0.0/16", "100.64.0.0/16"]);
    });
});

describe("subnetFault", () => {
    const subnet = (id: string, availabilityZone: string, vpcId = "vpc-1") => ({ id, availabilityZone, vpcId });

    it("finds nothing wrong with subnets of two zones in the VPC", () => {
        assert.equal(subnetFault("vpc-1", [subnet("subnet-1", "a"), subnet("subnet-2", "b")], false), undefined);
    });

    it("names a subnet of another VPC", () => {
        const subnets = [subnet("subnet-1", "a"), subnet("subnet-2", "b", "vpc-2")];

        assert.equal(
            subnetFault("vpc-1", subnets, false),
            "names subnet-2, which lies in another VPC than network.vpcId.",
        );
    });

    it("refuses two subnets of one zone, of which a balancer takes one only", () => {
        const subnets = [subnet("subnet-1", "a"), subnet("subnet-2", "b"), subnet("subnet-3", "a")];

        assert.equal(subnetFault("vpc-1", subnets, false), "must name subnets that each lie in a zone of their own.");
    });

    it("wants IPv6 ranges for a balancer that has IPv6", () => {
        const ipv6 = { ...subnet("subnet-1", "a"), ipv6CidrBlock: "2001:db8::/64" };
        const ipv4 = { ...subnet("subnet-2", "b"), ipv6CidrBlock: "" };

        assert.equal(
            subnetFault("vpc-1", [ipv6, ipv4], true),
            "names subnet-2, which has no IPv6 range; balancer.ipAddressType dualstack needs one.",
        );
        assert.equal(subnetFault("vpc-1", [ipv6, ipv4], false), undefined);
        assert.equal(subnetFault("vpc-1", [ipv6], true), undefined);
    });
});

/** Subnets of the recorded VPC: a and b are public and private, 01 to 03 their zones. */
function existing(publicSubnetIds: string[]) {
    const vpcId = "vpc-0123456789abcdef0";
    const privateSubnetIds = ["subnet-0bbbbbbbbbbbbbb01", "subnet-0bbbbbbbbbbbbbb02"];
    return { kind: "existing", vpcId, publicSubnetIds, privateSubnetIds } as const;
}
