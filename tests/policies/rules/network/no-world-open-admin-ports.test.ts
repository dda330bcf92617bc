import * as assert from "node:assert/strict";
import { noWorldOpenAdminPorts as rule } from "../../../../policies/rules/network/no-world-open-admin-ports";
import { judgeResource, type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const world = "0.0.0.0/0";
const group = (...ingress: unknown[]) => ({ type: "aws:ec2/securityGroup:SecurityGroup", props: { ingress } });
const inline = (props: object) => group({ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: [world], ...props });
const ingress = (props: object) => ({
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    props: { ipProtocol: "tcp", fromPort: 22, toPort: 22, ...props },
});
const ending = "must not open administration ports to the world.";

describeRule(
    rule,
    {
        pass: { "SSH from a named range": { resources: [inline({ cidrBlocks: ["203.0.113.0/24"] })] } },
        fail: {
            "SSH from everywhere": { resources: [inline({})], says: [`The security group "main" ${ending}`] },
        },
        unknown: {
            "a range that is not known yet": {
                resources: [ingress({ cidrIpv4: unknown })],
                waitsFor: [['ingress rule "main"', "cidrIpv4"]],
            },
        },
        notApplicable: { "other resources": { resources: [{ type: "aws:ec2/vpc:Vpc" }] } },
    },
    () => {
        const failing: [string, string, PolicyResource][] = [
            ["SSH in a security group", "security group", inline({})],
            ["RDP", "security group", inline({ fromPort: 3389, toPort: 3389 })],
            ["a range that contains SSH", "security group", inline({ fromPort: 20, toPort: 25 })],
            ["IPv6", "security group", inline({ cidrBlocks: [], ipv6CidrBlocks: ["::/0"] })],
            ["half of the internet", "security group", inline({ cidrBlocks: ["128.0.0.0/1"] })],
            ["a range that cannot be read", "security group", inline({ cidrBlocks: ["everybody"] })],
            ["the second range", "security group", inline({ cidrBlocks: ["10.0.0.0/16", world] })],
            ["a range behind one that is not known yet", "security group", inline({ cidrBlocks: [unknown, world] })],
            [
                "the second rule",
                "security group",
                group(unknown, { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [world] }),
            ],
            [
                "the default security group",
                "default security group",
                { ...inline({}), type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup" },
            ],
            [
                "a rule resource",
                "security group rule",
                {
                    type: "aws:ec2/securityGroupRule:SecurityGroupRule",
                    props: { type: "ingress", protocol: "tcp", fromPort: 0, toPort: 65535, cidrBlocks: [world] },
                },
            ],
            ["an ingress rule", "ingress rule", ingress({ cidrIpv4: world })],
            ["an ingress rule for IPv6", "ingress rule", ingress({ cidrIpv6: "2000::/3" })],
            ["every protocol", "ingress rule", ingress({ ipProtocol: "-1", cidrIpv4: world })],
            ["a protocol number", "ingress rule", ingress({ ipProtocol: "6", cidrIpv4: world })],
        ];
        for (const [name, kind, resource] of failing) {
            it(`refuses ${name}`, async () => {
                assert.deepEqual((await judgeResource(rule, resource)).texts, [`The ${kind} "main" ${ending}`]);
            });
        }

        const passing: [string, PolicyResource][] = [
            ["SSH from a named range", inline({ cidrBlocks: ["203.0.113.0/24"] })],
            ["SSH from a range of /8", inline({ cidrBlocks: ["10.0.0.0/8"] })],
            ["SSH from a security group that is not known yet", ingress({ referencedSecurityGroupId: unknown })],
            ["other ports", inline({ fromPort: 443, toPort: 443 })],
            [
                "other ports from a range that is not known yet",
                inline({ fromPort: 443, toPort: 443, cidrBlocks: unknown }),
            ],
            ["ICMP, whose types are not ports", inline({ protocol: "icmp", fromPort: 8, toPort: 30 })],
            [
                "egress",
                {
                    type: "aws:ec2/securityGroup:SecurityGroup",
                    props: { egress: [{ protocol: "-1", cidrBlocks: [world] }] },
                },
            ],
            ["a group without rules", { type: "aws:ec2/securityGroup:SecurityGroup", props: {} }],
        ];
        for (const [name, resource] of passing) {
            it(`accepts ${name}`, async () => {
                assert.equal((await judgeResource(rule, resource)).verdict, "pass");
            });
        }

        it("says which value it waits for", async () => {
            const { texts } = await judgeResource(rule, ingress({ cidrIpv4: unknown }));

            assert.deepEqual(texts, [
                'Not yet known: the ingress rule "main" can be judged once cidrIpv4 has a value.',
            ]);
        });

        it("takes the ports of its configuration", async () => {
            const settings = { parameters: { ports: [5900] } };

            assert.equal((await judgeResource(rule, inline({}), settings)).verdict, "pass");
            const vnc = inline({ fromPort: 5900, toPort: 5900 });
            assert.equal((await judgeResource(rule, vnc, settings)).verdict, "violation");
        });

        it("does not apply to egress rules and other resources", async () => {
            const egress = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";

            assert.equal((await judgeResource(rule, { type: egress })).verdict, "not applicable");
            assert.equal((await judgeResource(rule, { type: "aws:ec2/vpc:Vpc" })).verdict, "not applicable");
        });
    },
);
