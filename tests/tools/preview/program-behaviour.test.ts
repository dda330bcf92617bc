import * as assert from "node:assert/strict";
import { report } from "./previewing";

describe("what the preview gives to programs", () => {
    it("runs transforms of the resource, of its parents from the inside out, then of the stack", async () => {
        const result = await report("transforms");

        const queue = result.resources.find(({ name }) => name === "stamped");
        assert.equal(result.outputs.order, "own inner outer stack ");
        assert.deepEqual(queue?.inputs.tagsAll, { order: "own inner outer stack " });
        assert.equal(result.counts.create, 4);
    });

    it("shows no secret in inputs, outputs, messages or logs", async () => {
        const result = await report("secrets");

        assert.equal(result.code, 0);
        assert.equal(JSON.stringify(result).includes("hush-hush-42"), false);
        assert.deepEqual(result.outputs, {
            given: "[secret]",
            description: "[secret]",
            generated: "[secret]",
            nested: { inside: "[secret]" },
        });
        const told = result.findings.find(({ policyName }) => policyName === "secret-told");
        assert.equal(told?.message, "Its description is [secret].");
        assert.deepEqual(result.notes, [
            "Encrypted configuration cannot be read offline; a placeholder, which the program may refuse, stands for secrets:password.",
        ]);
    });

    it("plans one default provider for every package that the program uses", async () => {
        const result = await report("secrets");

        const providers = result.resources
            .filter(({ implicit }) => implicit)
            .map(({ type, name }) => `${type} ${name}`);
        assert.deepEqual(providers.sort(), [
            "pulumi:providers:aws default_7_48_0",
            "pulumi:providers:random default_4_21_2",
        ]);
    });

    it("takes Region and default tags from the provider that serves a resource", async () => {
        const result = await report("providers");

        const tagsOf = (name: string) =>
            result.resources.find((one) => one.type === "aws:sqs/queue:Queue" && one.name === name);
        assert.deepEqual(tagsOf("north")?.inputs.tagsAll, { team: "own", cost: "1" });
        assert.equal(tagsOf("home")?.inputs.tagsAll, undefined);
        assert.equal(result.outputs.region, "eu-north-1");
        const seen = result.findings.filter(({ policyName }) => policyName === "provider-seen");
        assert.deepEqual(
            seen.map(({ resourceUrn, message }) => [
                resourceUrn.split("::").at(-1),
                message.split(" ").includes("version"),
            ]),
            [
                ["default_7_48_0", true],
                ["north", true],
            ],
        );
    });

    it("puts every resource of a remote network before the pack, and marks it as modelled", async () => {
        const result = await report("network");

        const subnets = result.findings.filter(({ policyName }) => policyName === "subnet-seen");
        assert.deepEqual(
            subnets.map(({ message }) => message),
            ["10.0.16.0/20", "10.0.144.0/20", "10.0.0.0/20", "10.0.128.0/20"].map((range) => `${range} default_7_48_0`),
        );
        assert.equal(result.counts.modelled, 20);
        assert.equal(result.counts.create, 24);
        const component = result.resources.find(({ type }) => type === "awsx:ec2:Vpc");
        assert.deepEqual(component?.inputs, {});
        const route = result.resources.find(({ name, type }) => type.endsWith(":Route") && name === "net-public-1");
        const chain =
            "test:index:Network$awsx:ec2:Vpc$aws:ec2/vpc:Vpc$aws:ec2/subnet:Subnet$aws:ec2/routeTable:RouteTable";
        assert.equal(route?.urn, `urn:pulumi:dev::network::${chain}$aws:ec2/route:Route::net-public-1`);
        assert.deepEqual([route?.file, route?.line], ["index.ts", 20]);
    });

    it("merges configuration with its declaration and keeps the caller's credentials out", async () => {
        const result = await report("configuration");

        assert.deepEqual(result.outputs, {
            profile: "ant-media",
            size: 3,
            network: { zones: 2, nat: "single" },
            account: "012345678901",
            leaked: [],
        });
    });
});
