import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Access } from "../../../infra/network/access";
import type { AccessRule } from "../../../infra/network/access-rules";
import { tagsOf } from "../../support/config";
import { counts, modes, only, run, UNKNOWN } from "../../support/program";

const groups = [
    { name: "alb", role: "lb" },
    { name: "origin", role: "origin" },
] as const;
const rules: AccessRule[] = [
    {
        name: "origin-from-alb-tcp-5080",
        group: "origin",
        direction: "ingress",
        protocol: "tcp",
        from: 5080,
        to: 5080,
        peer: { group: "alb" },
        description: "Requests, from alb",
    },
    {
        name: "alb-from-2001.db8..-32-tcp-443",
        group: "alb",
        direction: "ingress",
        protocol: "tcp",
        from: 443,
        to: 443,
        peer: { cidr: "2001:db8::/32" },
        description: "Port 443 for clients",
    },
    {
        name: "origin-to-anywhere",
        group: "origin",
        direction: "egress",
        protocol: "all",
        peer: { cidr: "0.0.0.0/0" },
        description: "Media",
    },
];

describe("Access", () => {
    for (const { mode, preview } of modes) {
        it(`makes a group for each name and a resource for each rule (${mode})`, async () => {
            const args = { vpcId: "vpc-1", groups, rules, tagsOf };
            const { resources } = await run(() => new Access("dev", args), { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:network:Access": 1,
                "aws:ec2/securityGroup:SecurityGroup": 2,
                "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": 2,
                "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": 1,
            });
            const origin = only(resources, "aws:ec2/securityGroup:SecurityGroup", "dev-origin").inputs;
            assert.equal(origin.description, "Nodes of the group origin");
            assert.deepEqual([origin.ingress, origin.egress], [undefined, undefined]);

            const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
            const fromAlb = only(resources, ingress, "dev-origin-from-alb-tcp-5080");
            const { ipProtocol, fromPort, toPort, cidrIpv4, referencedSecurityGroupId, tags } = fromAlb.inputs;
            assert.deepEqual([ipProtocol, fromPort, toPort, cidrIpv4], ["tcp", 5080, 5080, undefined]);
            assert.deepEqual([...fromAlb.dependsOn].sort(), ["dev-alb", "dev-origin"]);
            assert.equal(tags["media:role"], "origin");
            if (preview) assert.equal(referencedSecurityGroupId, UNKNOWN);
            else assert.match(referencedSecurityGroupId, /^sg-/);
        });

        it(`tells IPv6 ranges from IPv4 ranges, and all ports from one (${mode})`, async () => {
            const args = { vpcId: "vpc-1", groups, rules, tagsOf };
            const { resources } = await run(() => new Access("dev", args), { preview });

            const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
            const ipv6 = only(resources, ingress, "dev-alb-from-2001.db8..-32-tcp-443").inputs;
            assert.deepEqual([ipv6.cidrIpv4, ipv6.cidrIpv6], [undefined, "2001:db8::/32"]);
            const all = only(resources, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").inputs;
            assert.deepEqual([all.ipProtocol, all.fromPort, all.cidrIpv4], ["-1", undefined, "0.0.0.0/0"]);
        });
    }

    it("adds rules to a security group that exists, and names instances by their addresses", async () => {
        const existing = [...groups, { name: "old", role: "web", existingId: "sg-0a" } as const];
        const toHost = (name: string): AccessRule => ({
            name,
            group: "alb",
            direction: "egress",
            protocol: "tcp",
            from: 80,
            to: 80,
            peer: { hosts: "players", instanceId: "i-1" },
            description: "Requests, to players",
        });
        const fromAlb: AccessRule = {
            ...toHost("old-from-alb"),
            group: "old",
            direction: "ingress",
            peer: { group: "alb" },
        };
        const addressOf = (hosts: string, id: string) =>
            hosts === "players" && id === "i-1" ? pulumi.output("10.0.0.11") : undefined;
        const args = {
            vpcId: "vpc-1",
            groups: existing,
            rules: [toHost("alb-to-players"), fromAlb],
            addressOf,
            tagsOf,
        };
        const { resources } = await run(() => new Access("dev", args), { preview: false });

        assert.equal(counts(resources)["aws:ec2/securityGroup:SecurityGroup"], 2);
        const egress = only(resources, "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").inputs;
        assert.deepEqual([egress.cidrIpv4, egress.fromPort, egress.toPort], ["10.0.0.11/32", 80, 80]);
        const ingress = only(resources, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs;
        assert.equal(ingress.securityGroupId, "sg-0a");
        assert.match(ingress.referencedSecurityGroupId, /^sg-/);
        assert.equal(ingress.tags["media:role"], "web");
    });
});
