import * as assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import type { Kind } from "../../../policies/kinds";
import { type SecurityGroupRule, securityGroupRules } from "../../../policies/parse/security-group-rules";
import { isUnknown } from "../../../policies/properties";
import { unknown } from "../../support/policy-requests";

const parse = (kind: Kind, props: object) => securityGroupRules({ kind, props: unknownCheckingProxy(props) });

const plain = (rule: SecurityGroupRule) => ({
    direction: rule.direction(),
    protocol: rule.protocol(),
    ports: rule.ports(),
    ranges: rule.ranges.map((read) => read()),
    hasRanges: rule.hasRanges(),
    groups: rule.groups.map((read) => read()),
    self: rule.self(),
    hasGroups: rule.hasGroups(),
    prefixLists: rule.prefixLists(),
    prefixListIds: rule.prefixListIds.map((read) => read()),
    description: rule.description(),
});

const ssh = {
    protocol: "tcp",
    ports: { from: 22, to: 22 },
    ranges: [],
    hasRanges: false,
    groups: [],
    hasGroups: false,
    self: false,
    prefixLists: false,
    prefixListIds: [],
    description: undefined,
};

describe("securityGroupRules", () => {
    for (const kind of ["security group", "default security group"] as const) {
        it(`reads the inline rules of a ${kind}`, () => {
            const rules = parse(kind, {
                ingress: [
                    { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"], ipv6CidrBlocks: ["::/0"] },
                    { protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: ["sg-1"], self: true },
                ],
                egress: [{ protocol: "-1", fromPort: 0, toPort: 0, prefixListIds: ["pl-1"] }],
            });

            assert.deepEqual(rules.map(plain), [
                { ...ssh, direction: "ingress", ranges: ["10.0.0.0/8", "::/0"], hasRanges: true },
                { ...ssh, direction: "ingress", groups: ["sg-1"], hasGroups: true, self: true },
                {
                    ...ssh,
                    direction: "egress",
                    protocol: "all",
                    ports: { from: 0, to: 65535 },
                    prefixLists: true,
                    prefixListIds: ["pl-1"],
                },
            ]);
        });
    }

    it("reads rule resources of the older shape", () => {
        const rule = { protocol: "tcp", fromPort: 22, toPort: 22 };
        const [ingress] = parse("security group rule", { ...rule, type: "ingress", cidrBlocks: ["::/0"] }).map(plain);
        const [egress] = parse("security group rule", { ...rule, type: "egress", sourceSecurityGroupId: "sg-1" }).map(
            plain,
        );

        assert.deepEqual(ingress, { ...ssh, direction: "ingress", ranges: ["::/0"], hasRanges: true });
        assert.deepEqual(egress, { ...ssh, direction: "egress", groups: ["sg-1"], hasGroups: true });
    });

    it("reads rule resources with one source", () => {
        const rule = { ipProtocol: "tcp", fromPort: 22, toPort: 22 };
        const [v4] = parse("ingress rule", { ...rule, cidrIpv4: "0.0.0.0/0" }).map(plain);
        const [group] = parse("egress rule", { ...rule, referencedSecurityGroupId: "sg-1" }).map(plain);

        const [list] = parse("ingress rule", {
            ...rule,
            prefixListId: "pl-1",
            cidrIpv4: "",
            description: "Office",
        }).map(plain);

        assert.deepEqual(v4, { ...ssh, direction: "ingress", ranges: ["0.0.0.0/0"], hasRanges: true });
        assert.deepEqual(list, {
            ...ssh,
            direction: "ingress",
            prefixLists: true,
            prefixListIds: ["pl-1"],
            description: "Office",
        });
        assert.deepEqual(group, { ...ssh, direction: "egress", groups: ["sg-1"], hasGroups: true });
    });

    const protocols: [unknown, string][] = [
        ["-1", "all"],
        [-1, "all"],
        ["all", "all"],
        ["ALL", "all"],
        [undefined, "all"],
        ["TCP", "tcp"],
        ["6", "tcp"],
        [17, "udp"],
        ["icmp", "portless"],
        ["icmpv6", "portless"],
        ["50", "portless"],
    ];
    for (const [given, expected] of protocols) {
        it(`takes the protocol ${given} for ${expected}`, () => {
            assert.equal(parse("ingress rule", { ipProtocol: given })[0]?.protocol(), expected);
        });
    }

    it("takes a rule without ports for every port", () => {
        assert.deepEqual(parse("ingress rule", { ipProtocol: "tcp" })[0]?.ports(), { from: 0, to: 65535 });
    });

    it("reads nothing from resources without rules, and survives malformed ones", () => {
        assert.deepEqual(parse("volume", { ingress: [{}] }), []);
        assert.deepEqual(parse("security group", {}), []);
        assert.deepEqual(parse("security group", { ingress: "tcp/22" }), []);
        assert.deepEqual(parse("security group", { ingress: [null, 7] }).map(plain), [
            { ...ssh, direction: "ingress", protocol: "all", ports: { from: 0, to: 65535 } },
            { ...ssh, direction: "ingress", protocol: "all", ports: { from: 0, to: 65535 } },
        ]);
    });

    it("keeps what is known apart from what is not", () => {
        const [first, second] = parse("security group", {
            ingress: [unknown, { protocol: "tcp", fromPort: unknown, toPort: 22, cidrBlocks: [unknown, "::/0"] }],
        });
        assert.ok(first && second);

        assert.equal(first.direction(), "ingress");
        assert.deepEqual([first.protocol, first.ports, first.self, first.prefixLists].map(isUnknown), [
            true,
            true,
            true,
            true,
        ]);
        assert.equal(second.protocol(), "tcp");
        assert.equal(isUnknown(second.ports), true);
        assert.deepEqual(second.ranges.map(isUnknown), [true, false]);
        assert.equal(second.hasRanges(), true);
    });
});
