import * as assert from "node:assert/strict";
import { answer, zonesOf } from "../../../tools/aws-model";

const context = { region: "eu-central-1" };
const ask = (token: string, args: Record<string, unknown> = {}) => answer({ token, args }, context);

const image = (owners: string[], name: string, architecture?: string) => {
    const filters = [{ name: "name", values: [name] }];
    if (architecture) filters.push({ name: "architecture", values: [architecture] });
    return ask("aws:ec2/getAmi:getAmi", { owners, filters, mostRecent: true });
};

describe("answer", () => {
    it("chooses recorded images by owner, name and architecture", () => {
        const marketplace = image(["aws-marketplace"], "AntMedia-AWS-Marketplace-EE-*");
        const arm = image(["amazon"], "al2023-ami-2023.*-arm64");
        const ubuntu = image(["099720109477"], "ubuntu/images/hvm-ssd*/ubuntu-*-24.04-*", "x86_64");

        assert.equal(marketplace.architecture, "x86_64");
        assert.equal(arm.architecture, "arm64");
        assert.match(String(arm.name), /^al2023-ami-2023\..*-arm64$/);
        assert.match(String(ubuntu.name), /24\.04-amd64/);
        assert.match(String(ubuntu.id), /^ami-0[0-9a-f]{16}$/);
        assert.equal(new Set([marketplace.id, arm.id, ubuntu.id]).size, 3);
    });

    it("gives each Region its own image id, the same every time", () => {
        const args = { owners: ["amazon"], filters: [{ name: "name", values: ["al2023-*-x86_64"] }] };
        const [here, again, there] = ["eu-central-1", "eu-central-1", "us-east-1"].map(
            (region) => answer({ token: "aws:ec2/getAmi:getAmi", args }, { region }).id,
        );

        assert.equal(here, again);
        assert.notEqual(here, there);
    });

    it("knows the image that a public parameter names", () => {
        const path = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64";

        const parameter = ask("aws:ssm/getParameter:getParameter", { name: path });

        assert.equal(parameter.value, image(["amazon"], "al2023-ami-*-arm64").id);
    });

    it("lists the zones of the Region", () => {
        const zones = ask("aws:index/getAvailabilityZones:getAvailabilityZones");

        assert.deepEqual(zones.names, ["eu-central-1a", "eu-central-1b", "eu-central-1c"]);
        assert.equal(zonesOf("us-east-1").length, 6);
    });

    it("answers who asks and where", () => {
        assert.equal(ask("aws:index/getCallerIdentity:getCallerIdentity").accountId, "123456789012");
        assert.equal(ask("aws:index/getRegion:getRegion").region, "eu-central-1");
        assert.equal(ask("aws:index/getPartition:getPartition").partition, "aws");
        assert.equal(
            answer({ token: "aws:index/getPartition:getPartition", args: {} }, { region: "cn-north-1" }).partition,
            "aws-cn",
        );
    });

    it("answers about hosted zones with one id per name", () => {
        const zone = ask("aws:route53/getZone:getZone", { name: "example.org." });

        assert.equal(zone.name, "example.org");
        assert.match(String(zone.zoneId), /^Z0[0-9A-F]{7}$/);
        assert.equal(zone.zoneId, ask("aws:route53/getZone:getZone", { name: "example.org" }).zoneId);
    });

    it("takes a zone that is named by its id, and does not invent what it is called", () => {
        const zone = ask("aws:route53/getZone:getZone", { zoneId: "Z0123456789ABCDEFGHIJ" });

        assert.equal(zone.zoneId, "Z0123456789ABCDEFGHIJ");
        assert.equal("name" in zone, false);
    });

    it("answers about recorded networks only, and says where to record another", () => {
        const subnet = ask("aws:ec2/getSubnet:getSubnet", { id: "subnet-0aaaaaaaaaaaaaa02" });

        assert.equal(subnet.availabilityZone, "eu-central-1b");
        assert.equal(subnet.vpcId, ask("aws:ec2/getVpc:getVpc", { id: "vpc-0123456789abcdef0" }).id);
        for (const [token, id] of [
            ["aws:ec2/getSubnet:getSubnet", "subnet-1"],
            ["aws:ec2/getVpc:getVpc", "vpc-1"],
        ] as const) {
            assert.throws(() => ask(token, { id }), {
                name: "UnansweredQuestionError",
                message: new RegExp(`${token}.*tools/aws-model/networks\\.ts\\.$`),
            });
        }
    });

    it("tells which subnets of a network have IPv6", () => {
        const blocks = ["subnet-0aaaaaaaaaaaaaa02", "subnet-0bbbbbbbbbbbbbb02"].map(
            (id) => ask("aws:ec2/getSubnet:getSubnet", { id }).ipv6CidrBlock,
        );

        assert.deepEqual(blocks, ["2001:db8:0:a01::/64", ""]);
        assert.equal(
            ask("aws:ec2/getVpc:getVpc", { id: "vpc-0123456789abcdef0" }).ipv6CidrBlock,
            "2001:db8:0:a00::/56",
        );
        assert.equal(ask("aws:ec2/getVpc:getVpc", { id: "vpc-0fedcba9876543210" }).ipv6CidrBlock, "");
    });

    it("answers about an image that is named by its id alone, without what nobody can know", () => {
        const id = "ami-0123456789abcdef0";
        const owners = ["self"];

        const unknown = ask("aws:ec2/getAmi:getAmi", { owners, filters: [{ name: "image-id", values: [id] }] });

        assert.deepEqual(unknown, {
            owners,
            filters: [{ name: "image-id", values: [id] }],
            id,
            imageId: id,
            arn: `arn:aws:ec2:eu-central-1::image/${id}`,
        });
    });

    it("answers fully about a recorded image that is named by its id", () => {
        const { id } = image(["amazon"], "al2023-ami-2023.*-arm64");

        const found = ask("aws:ec2/getAmi:getAmi", { filters: [{ name: "image-id", values: [id] }] });

        assert.deepEqual([found.id, found.architecture, found.ownerId], [id, "arm64", "137112412989"]);
        assert.throws(
            () => ask("aws:ec2/getAmi:getAmi", { owners: ["self"], filters: [{ name: "image-id", values: [id] }] }),
            /because no recorded image matches them/,
        );
    });

    it("does not guess about an image that is searched for by more than its id, or by a pattern", () => {
        const byId = { name: "image-id", values: ["ami-0123456789abcdef0"] };
        const searches = [
            { filters: [{ name: "image-id", values: ["ami-0123456789abcde*"] }] },
            { filters: [{ name: "image-id", values: ["ami-0123456789abcdef0", "ami-0123456789abcdef1"] }] },
            { filters: [{ name: "image-id", values: [] }] },
            { filters: [{ name: "name", values: ["ami-0123456789abcdef0"] }] },
            { filters: [byId, { name: "architecture", values: ["arm64"] }] },
            { filters: [byId], nameRegex: "^golden" },
        ];

        for (const search of searches) {
            assert.throws(() => ask("aws:ec2/getAmi:getAmi", search), {
                name: "UnansweredQuestionError",
                message: /because no recorded image matches them\. Add one in tools\/aws-model\/images\.ts\.$/,
            });
        }
    });

    it("offers the instance types that are asked for, everywhere", () => {
        const filters = [{ name: "instance-type", values: ["c7g.large"] }];

        const offers = ask("aws:ec2/getInstanceTypeOfferings:getInstanceTypeOfferings", {
            filters,
            locationType: "availability-zone",
        });

        assert.deepEqual(offers.instanceTypes, ["c7g.large", "c7g.large", "c7g.large"]);
        assert.deepEqual(offers.locations, zonesOf("eu-central-1"));
    });

    it("names token, arguments and file when nothing is recorded", () => {
        assert.throws(() => ask("aws:ec2/getEips:getEips", { tags: {}, filters: [] }), {
            name: "UnansweredQuestionError",
            message:
                "The program asks AWS through aws:ec2/getEips:getEips with the arguments filters, tags, and there is no " +
                "recorded answer. Add one in tools/aws-model/answers.ts.",
        });
        assert.throws(() => image(["self"], "golden-*"), /because no recorded image matches them/);
    });
});
