import * as assert from "node:assert/strict";
import { Network } from "../../infra/network";
import { tagsFor } from "../../infra/tags";
import { counts, known, modes, only, run } from "../support/program";

const tagsOf = tagsFor({ project: "media-cluster", stack: "test", profile: "ant-media", tags: {} });
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
                enableDnsHostnames: true,
                natGateways: { strategy: "Single" },
                subnetStrategy: "Auto",
                subnetSpecs: [
                    { type: "Public", cidrMask: 20 },
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
            assert.equal(only(resources, "aws:cloudwatch/logGroup:LogGroup").inputs.retentionInDays, 90);
            assert.equal(only(resources, "awsx:ec2:Vpc").inputs.natGateways.strategy, "OnePerAz");
        });

        it(`looks at an existing VPC and makes nothing (${mode})`, async () => {
            const network = existing(["subnet-0aaaaaaaaaaaaaa01", "subnet-0aaaaaaaaaaaaaa02"]);
            const { resources, result } = await run(() => new Network("net", { network, tagsOf }), { preview });

            assert.deepEqual(counts(resources), { "media-cluster:network:Network": 1 });
            assert.deepEqual(await known(result.publicSubnetIds), network.publicSubnetIds);
            assert.equal(await known(result.vpcId), network.vpcId);
            assert.equal(await known(result.cidr), "10.0.0.0/16");
        });

        it(`refuses a subnet of another VPC (${mode})`, async () => {
            const network = existing(["subnet-0aaaaaaaaaaaaaa01", "subnet-0cccccccccccccc01"]);

            await assert.rejects(
                run(() => new Network("net", { network, tagsOf }), { preview }),
                /network\.publicSubnetIds: the subnet subnet-0cccccccccccccc01 lies in another VPC than vpc-0123456789abcdef0\./,
            );
        });

        it(`refuses subnets of one zone (${mode})`, async () => {
            const network = existing(["subnet-0aaaaaaaaaaaaaa01", "subnet-0bbbbbbbbbbbbbb01"]);

            await assert.rejects(
                run(() => new Network("net", { network, tagsOf }), { preview }),
                /network\.publicSubnetIds: the subnets must lie in at least two availability zones\./,
            );
        });
    }
});

/** Subnets of the recorded VPC: a and b are public and private, 01 to 03 their zones; c lies in another VPC. */
function existing(publicSubnetIds: string[]) {
    const vpcId = "vpc-0123456789abcdef0";
    const privateSubnetIds = ["subnet-0bbbbbbbbbbbbbb01", "subnet-0bbbbbbbbbbbbbb02"];
    return { kind: "existing", vpcId, publicSubnetIds, privateSubnetIds } as const;
}
