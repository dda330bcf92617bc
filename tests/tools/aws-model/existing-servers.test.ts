import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as ipaddr from "ipaddr.js";
import { answer } from "../../../tools/aws-model";
import { images } from "../../../tools/aws-model/images";
import { instances } from "../../../tools/aws-model/instances";
import { networks } from "../../../tools/aws-model/networks";

const ask = (token: string, args: Record<string, unknown>, region = "eu-central-1") =>
    answer({ token, args }, { region });
const instance = (instanceId: string, region?: string) =>
    ask("aws:ec2/getInstance:getInstance", { instanceId }, region);
const securityGroup = (args: Record<string, unknown>) => ask("aws:ec2/getSecurityGroup:getSecurityGroup", args);

/** Names of the properties that the provider's SDK says a function answers with. */
function answered(name: string): string[] {
    const source = readFileSync(require.resolve(`@pulumi/aws/ec2/${name}`).replace(/\.js$/, ".d.ts"), "utf8");
    const result = /export interface Get\w+Result \{([\s\S]*?)\n\}/.exec(source)?.[1] ?? "";
    return [...result.matchAll(/^ {4}readonly (\w+)/gm)].map(([, property = ""]) => property);
}

describe("answers about existing instances", () => {
    it("tell where an instance runs and who reaches it", () => {
        assert.deepEqual(instance("i-0aaaaaaaaaaaaaa02"), {
            id: "i-0aaaaaaaaaaaaaa02",
            instanceId: "i-0aaaaaaaaaaaaaa02",
            arn: "arn:aws:ec2:eu-central-1:123456789012:instance/i-0aaaaaaaaaaaaaa02",
            ami: instance("i-0aaaaaaaaaaaaaa01").ami,
            instanceState: "running",
            instanceType: "c5.xlarge",
            availabilityZone: "eu-central-1b",
            subnetId: "subnet-0aaaaaaaaaaaaaa02",
            privateIp: "10.0.64.12",
            publicIp: "203.0.113.12",
            associatePublicIpAddress: true,
            ipv6Addresses: [],
            vpcSecurityGroupIds: ["sg-0aaaaaaaaaaaaaa01"],
        });
    });

    it("say that a private one has no public address, and that a stopped one is stopped", () => {
        const [hidden, stopped] = [instance("i-0aaaaaaaaaaaaaa04"), instance("i-0aaaaaaaaaaaaaa07")];

        assert.deepEqual([hidden.publicIp, hidden.associatePublicIpAddress], ["", false]);
        assert.deepEqual([hidden.instanceState, stopped.instanceState], ["running", "stopped"]);
    });

    it("lead to the architecture through the image, in every Region, unless the image is not recorded", () => {
        const architectureOf = (id: string, region: string) => {
            const filters = [{ name: "image-id", values: [instance(id, region).ami] }];
            return ask("aws:ec2/getAmi:getAmi", { filters }, region).architecture;
        };

        for (const region of ["eu-central-1", "us-east-1"]) {
            assert.equal(architectureOf("i-0aaaaaaaaaaaaaa01", region), "x86_64");
            assert.equal(architectureOf("i-0aaaaaaaaaaaaaa08", region), "arm64");
            assert.equal(architectureOf("i-0cccccccccccccc01", region), undefined);
        }
        assert.equal(instance("i-0cccccccccccccc01").ami, "ami-0cccccccccccccc01");
    });

    it("have no property that the provider does not answer", () => {
        for (const [name, given] of [
            ["getInstance", instance("i-0aaaaaaaaaaaaaa01")],
            ["getSecurityGroup", securityGroup({ id: "sg-0aaaaaaaaaaaaaa01" })],
            ["getSubnet", ask("aws:ec2/getSubnet:getSubnet", { id: "subnet-0aaaaaaaaaaaaaa01" })],
            ["getVpc", ask("aws:ec2/getVpc:getVpc", { id: "vpc-0123456789abcdef0" })],
        ] as const) {
            const known = answered(name);
            assert.ok(known.includes("arn"), name);
            assert.deepEqual(
                Object.keys(given).filter((key) => !known.includes(key)),
                [],
                name,
            );
        }
    });

    it("exist for recorded instances that are asked for by id alone", () => {
        const running = { name: "instance-state-name", values: ["running"] };
        for (const args of [
            { instanceId: "i-0123456789abcdef0" },
            { filters: [running] },
            { instanceId: "i-0aaaaaaaaaaaaaa01", filters: [running] },
            { instanceId: "i-0aaaaaaaaaaaaaa01", instanceTags: { Name: "media" } },
        ]) {
            assert.throws(() => ask("aws:ec2/getInstance:getInstance", args), {
                name: "UnansweredQuestionError",
                message: /getInstance with the arguments .* Add one in tools\/aws-model\/instances\.ts\.$/,
            });
        }
    });
});

describe("answers about existing security groups", () => {
    it("tell the VPC of a group", () => {
        assert.deepEqual(securityGroup({ id: "sg-0aaaaaaaaaaaaaa01" }), {
            id: "sg-0aaaaaaaaaaaaaa01",
            vpcId: "vpc-0123456789abcdef0",
            name: "media",
            description: "media",
            arn: "arn:aws:ec2:eu-central-1:123456789012:security-group/sg-0aaaaaaaaaaaaaa01",
        });
        assert.equal(securityGroup({ id: "sg-0cccccccccccccc01" }).vpcId, "vpc-0fedcba9876543210");
    });

    it("exist for recorded groups only, in the VPC where they are", () => {
        for (const args of [
            { id: "sg-0123456789abcdef0" },
            { name: "media" },
            { id: "sg-0aaaaaaaaaaaaaa01", vpcId: "vpc-0fedcba9876543210" },
        ]) {
            assert.throws(() => securityGroup(args), {
                name: "UnansweredQuestionError",
                message: /no such security group is recorded\. Add one in tools\/aws-model\/networks\.ts\.$/,
            });
        }
    });
});

describe("the recorded data", () => {
    const subnets = Object.entries(networks).flatMap(([vpcId, vpc]) =>
        Object.entries(vpc.subnets).map(([id, subnet]) => ({ id, vpcId, vpc, ...subnet })),
    );
    const contains = (range: string, inner: string) => {
        const [address] = ipaddr.parseCIDR(inner.includes("/") ? inner : `${inner}/32`);
        return address.match(ipaddr.parseCIDR(range));
    };

    it("puts every subnet into the ranges of its VPC", () => {
        for (const { id, vpc, cidrBlock, ipv6CidrBlock } of subnets) {
            assert.ok(contains(vpc.cidrBlock, cidrBlock), id);
            if (ipv6CidrBlock) assert.ok(contains(vpc.ipv6CidrBlock ?? "::/128", ipv6CidrBlock), id);
        }
    });

    it("gives every instance a subnet that holds its address, security groups of the same VPC, and an image", () => {
        for (const [id, { subnetId, privateIp, vpcSecurityGroupIds, image }] of Object.entries(instances)) {
            const subnet = subnets.find((one) => one.id === subnetId) ?? assert.fail(`${id} has no subnet`);
            assert.ok(contains(subnet.cidrBlock, privateIp), id);
            for (const group of vpcSecurityGroupIds) assert.ok(group in subnet.vpc.securityGroups, `${id} ${group}`);
            assert.ok(image.startsWith("ami-") || images.some(({ name }) => name === image), id);
        }
    });

    it("has instances in all zones, a stopped one, one of each architecture and one in another VPC", () => {
        const placed = Object.entries(instances).map(([id, { subnetId, state }]) => {
            const { vpcId, zone } = subnets.find((one) => one.id === subnetId) ?? assert.fail(id);
            return `${vpcId.slice(4, 8)} ${zone} ${state} ${id.slice(-2)}`;
        });

        assert.deepEqual(placed, [
            "0123 0 running 01",
            "0123 1 running 02",
            "0123 2 running 03",
            "0123 0 running 04",
            "0123 1 running 05",
            "0123 2 running 06",
            "0123 0 stopped 07",
            "0123 1 running 08",
            "0fed 0 running 01",
        ]);
    });
});
