import { ingressRuleHasSource as rule } from "../../../../policies/rules/network/ingress-rule-has-source";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const ports = { protocol: "udp", fromPort: 50000, toPort: 60000 };
const group = (...ingress: unknown[]): PolicyResource => ({
    type: "aws:ec2/securityGroup:SecurityGroup",
    props: { ingress },
});
const inline = (source: object) => group({ ...ports, ...source });
const ingress = (source: object): PolicyResource => ({
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    props: { ipProtocol: "udp", fromPort: 50000, toPort: 60000, ...source },
});
const older = (props: object): PolicyResource => ({
    type: "aws:ec2/securityGroupRule:SecurityGroupRule",
    props: { type: "ingress", ...ports, ...props },
});
const passing = (make: (source: object) => PolicyResource, sources: readonly object[]) =>
    Object.fromEntries(
        sources.map((source) => {
            const resource = make(source);
            return [`${JSON.stringify(source)} in ${resource.type}`, { resources: [resource] }];
        }),
    );
const says = ['Each ingress rule of the security group "main" must name a source.'];

describeRule(rule, {
    pass: {
        ...passing(inline, [
            { cidrBlocks: ["10.0.0.0/8"] },
            { ipv6CidrBlocks: ["::/0"] },
            { securityGroups: [unknown] },
            { prefixListIds: ["pl-1"] },
            { self: true },
            { cidrBlocks: unknown, self: true },
        ]),
        ...passing(older, [
            { cidrBlocks: ["10.0.0.0/8"] },
            { ipv6CidrBlocks: ["::/0"] },
            { sourceSecurityGroupId: unknown },
            { prefixListIds: ["pl-1"] },
            { self: true },
            { type: "egress" },
        ]),
        ...passing(ingress, [
            { cidrIpv4: unknown },
            { cidrIpv6: "::/0" },
            { referencedSecurityGroupId: unknown },
            { prefixListId: unknown },
        ]),
        "a group without rules": { resources: [group()] },
        "outgoing traffic": {
            resources: [{ type: "aws:ec2/securityGroup:SecurityGroup", props: { egress: [ports] } }],
        },
    },
    fail: {
        "an inline rule without a source": { resources: [inline({})], says },
        "empty sources": {
            resources: [
                inline({ cidrBlocks: [], ipv6CidrBlocks: [], securityGroups: [], prefixListIds: [], self: false }),
            ],
            says,
        },
        "the second rule": { resources: [group({ ...ports, self: true }, ports)], says },
        "the default security group": {
            resources: [{ ...inline({}), type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup" }],
            says: ['Each ingress rule of the default security group "main" must name a source.'],
        },
        "an ingress rule": { resources: [ingress({})], says: ['The ingress rule "main" must name a source.'] },
        "an empty range": {
            resources: [ingress({ cidrIpv4: "" })],
            says: ['The ingress rule "main" must name a source.'],
        },
        "a rule of the older shape": {
            resources: [older({})],
            says: ['The security group rule "main" must name a source.'],
        },
    },
    unknown: {
        ...Object.fromEntries(
            ["cidrBlocks", "ipv6CidrBlocks", "securityGroups", "prefixListIds", "self"].map((property) => [
                `${property} that may be empty`,
                {
                    resources: [inline({ [property]: unknown })],
                    waitsFor: [['security group "main"', `ingress.0.${property}`]] as const,
                },
            ]),
        ),
        "rules that are not known yet": {
            resources: [{ type: "aws:ec2/securityGroup:SecurityGroup", props: { ingress: unknown } }],
            waitsFor: [['security group "main"', "ingress"]],
        },
    },
    notApplicable: {
        "egress rules": { resources: [{ type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule" }] },
    },
});
