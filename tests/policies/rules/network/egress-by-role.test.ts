import { egressByRole as rule } from "../../../../policies/rules/network/egress-by-role";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const everything = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
const group = (role: string | undefined, ...egress: object[]): PolicyResource => ({
    type: "aws:ec2/securityGroup:SecurityGroup",
    name: "servers",
    props: { egress, ...(role && { tags: { "media:role": role } }) },
});
const egress = (role: string | undefined, props: object = {}): PolicyResource => ({
    type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    name: "rule",
    props: {
        ipProtocol: "-1",
        cidrIpv4: "0.0.0.0/0",
        securityGroupId: unknown,
        ...(role && { tags: { "media:role": role } }),
        ...props,
    },
});
const older = (owner: PolicyResource | undefined, props: object = {}): PolicyResource => ({
    type: "aws:ec2/securityGroupRule:SecurityGroupRule",
    name: "rule",
    props: { type: "egress", ...everything, securityGroupId: unknown, ...props },
    ...(owner && { dependsOn: { securityGroupId: [owner] } }),
});
const says = ['The security group "servers" must limit outgoing traffic.'];
const ports = (fromPort: number, toPort: number) => ({ ...everything, protocol: "tcp", fromPort, toPort });

describeRule(rule, {
    pass: {
        ...Object.fromEntries(
            ["origin", "edge", "pool", "turn", "web", "lb"].map((role) => [
                `everything for ${role}`,
                { resources: [group(role, everything)] },
            ]),
        ),
        "one port to every address": { resources: [group("mongo", ports(443, 443))] },
        "every port but the first": { resources: [group("mongo", ports(2, 65535))] },
        "every port but the last": { resources: [group("mongo", ports(0, 65534))] },
        "everything inside the network": { resources: [group("mongo", { ...everything, cidrBlocks: ["10.0.0.0/8"] })] },
        "ICMP to every address": {
            resources: [group("mongo", { ...everything, protocol: "icmp", fromPort: -1, toPort: -1 })],
        },
        "no outgoing traffic at all": { resources: [group("mongo")] },
        "incoming traffic": {
            resources: [{ ...group("mongo"), props: { ingress: [everything], tags: { "media:role": "mongo" } } }],
        },
        "roles that the configuration names": {
            resources: [group("log", everything)],
            parameters: { openRoles: ["log"] },
        },
        "a rule of the older shape for incoming traffic": {
            resources: [older(group("mongo"), { type: "ingress" }), group("mongo")],
        },
        "a rule of the older shape of media servers": { resources: [older(group("edge")), group("edge")] },
    },
    fail: {
        "everything for the database": { resources: [group("mongo", everything)], says },
        "everything for functions": { resources: [group("dns", everything)], says },
        "everything over IPv6": {
            resources: [group("log", { ...everything, cidrBlocks: [], ipv6CidrBlocks: ["::/0"] })],
            says,
        },
        "every TCP port": { resources: [group("mongo", ports(1, 65535))], says },
        "every UDP port": { resources: [group("mongo", { ...ports(0, 65535), protocol: "udp" })], says },
        "the second rule": { resources: [group("mongo", ports(443, 443), everything)], says },
        "roles that the configuration leaves out": {
            resources: [group("edge", everything)],
            parameters: { openRoles: ["lb"] },
            says,
        },
        "the default security group": {
            resources: [{ ...group("shared", everything), type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup" }],
            says: ['The default security group "servers" must limit outgoing traffic.'],
        },
        "an egress rule": {
            resources: [egress("mongo")],
            says: ['The egress rule "rule" must limit outgoing traffic.'],
        },
        "an egress rule without tags, by its group": {
            resources: [{ ...egress(undefined), dependsOn: { securityGroupId: [group("mongo")] } }, group("mongo")],
            says: ['The egress rule "rule" must limit outgoing traffic.'],
        },
        "a rule of the older shape, by its group": {
            resources: [older(group("mongo")), group("mongo")],
            says: ['The security group rule "rule" must limit outgoing traffic.'],
        },
    },
    unknown: {
        "the role of a group": {
            resources: [{ ...group(undefined), props: { egress: [everything], tags: unknown } }],
            waitsFor: [['security group "servers"', "tags"]],
        },
        "addresses that are not known yet": {
            resources: [group("mongo", { ...everything, cidrBlocks: [unknown] })],
            waitsFor: [['security group "servers"', "egress.0.cidrBlocks.0"]],
        },
        "the group of a rule": {
            resources: [older(undefined)],
            waitsFor: [['security group rule "rule"', "securityGroupId"]],
        },
    },
    notApplicable: {
        "groups without a role": { resources: [group(undefined, everything)] },
        "rules of groups without a role": { resources: [older(group(undefined)), group(undefined)] },
        "rules of groups outside the stack": { resources: [older(undefined, { securityGroupId: "sg-9" })] },
        "ingress rules": { resources: [{ type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule" }] },
    },
});
