import { clusterPortsInsideCluster as rule } from "../../../../policies/rules/network/cluster-ports-inside-cluster";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const group = (name: string, role?: string, props: object = {}): PolicyResource => ({
    type: "aws:ec2/securityGroup:SecurityGroup",
    name,
    props: { ...(role && { tags: { "media:role": role } }), ...props },
});
const edge = group("edge", "edge");
const tcp = { ipProtocol: "tcp", fromPort: 5000, toPort: 5000 };
const ingress = (props: object, source?: PolicyResource, owner = edge): PolicyResource => ({
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    name: "rule",
    props: { ...tcp, securityGroupId: unknown, ...(source && { referencedSecurityGroupId: unknown }), ...props },
    dependsOn: { securityGroupId: [owner], ...(source && { referencedSecurityGroupId: [source] }) },
});
const inline = (sources: readonly PolicyResource[], ...rules: object[]): PolicyResource => ({
    ...group("edge", "edge", {
        ingress: rules.map((each) => ({ protocol: "tcp", fromPort: 5000, toPort: 5000, ...each })),
    }),
    dependsOn: { ingress: sources },
});
const says = ['The security group "edge" must keep cluster ports inside the cluster.'];
const from = (role: string | undefined) => {
    const source = group("source", role);
    return [ingress({}, source), edge, source];
};
const range = { cidrIpv4: "10.0.0.0/16" };

describeRule(rule, {
    pass: {
        ...Object.fromEntries(
            ["origin", "edge", "pool", "turn"].map((role) => [
                `connections from ${role} nodes`,
                { resources: from(role) },
            ]),
        ),
        "the own members of a group": { resources: [inline([], { self: true })] },
        "the port below": { resources: [ingress({ fromPort: 4999, toPort: 4999, ...range }), edge] },
        "the port above": { resources: [ingress({ fromPort: 5001, toPort: 5001, ...range }), edge] },
        "a UDP range around the port": {
            resources: [ingress({ ipProtocol: "udp", fromPort: 1024, toPort: 65535, ...range }), edge],
        },
        "outgoing traffic": {
            resources: [
                group("edge", "edge", {
                    egress: [{ protocol: "tcp", fromPort: 5000, toPort: 5000, cidrBlocks: ["10.0.0.0/16"] }],
                }),
            ],
        },
        "ports that the configuration leaves out": {
            resources: [ingress(range), edge],
            parameters: { clusterPorts: [5001] },
        },
        "a source group by its known id": {
            resources: [
                inline([group("lb", "lb")], { securityGroups: ["sg-origin"] }),
                group("origin", "origin", { id: "sg-origin" }),
                group("lb", "lb", { id: "sg-lb" }),
            ],
        },
    },
    fail: {
        "the address range of the VPC": { resources: [ingress(range), edge], says },
        ...Object.fromEntries(
            ["web", "mongo", "lb", undefined].map((role) => [
                `connections from ${role ?? "groups without a role"}`,
                { resources: from(role), says },
            ]),
        ),
        "a prefix list": { resources: [ingress({ prefixListId: "pl-1" }), edge], says },
        "a security group outside the stack": {
            resources: [ingress({ referencedSecurityGroupId: "sg-9" }), edge],
            says,
        },
        "a security group outside the stack beside one inside": {
            resources: [
                inline([group("origin", "origin")], { securityGroups: [unknown] }, { securityGroups: ["sg-9"] }),
                group("origin", "origin"),
            ],
            says,
        },
        "every port": { resources: [ingress({ ipProtocol: "-1", ...range }), edge], says },
        "a range of ports": { resources: [ingress({ fromPort: 4000, toPort: 6000, ...range }), edge], says },
        "the second of the configured ports": {
            resources: [ingress({ fromPort: 5001, toPort: 5001, ...range }), edge],
            parameters: { clusterPorts: [5000, 5001] },
            says,
        },
        "inline rules": { resources: [inline([], { cidrBlocks: ["10.0.0.0/16"] })], says },
        "rules of the older shape": {
            resources: [
                {
                    type: "aws:ec2/securityGroupRule:SecurityGroupRule",
                    props: {
                        type: "ingress",
                        protocol: "tcp",
                        fromPort: 5000,
                        toPort: 5000,
                        sourceSecurityGroupId: unknown,
                    },
                    dependsOn: { securityGroupId: [edge], sourceSecurityGroupId: [group("lb", "lb")] },
                },
                edge,
                group("lb", "lb"),
            ],
            says,
        },
        "the default security group": {
            resources: [
                {
                    ...inline([], { cidrBlocks: ["10.0.0.0/16"] }),
                    type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
                },
            ],
            says: ['The default security group "edge" must keep cluster ports inside the cluster.'],
        },
        "a rule of media servers whose group is not in the stack": {
            resources: [
                {
                    ...ingress({ securityGroupId: "sg-9", tags: { "media:role": "pool" }, ...range }),
                    dependsOn: {},
                },
            ],
            says: ['The ingress rule "rule" must keep cluster ports inside the cluster.'],
        },
    },
    unknown: {
        "the role of the source": {
            resources: [
                ingress({}, { ...group("origin"), props: { tags: unknown } }),
                edge,
                { ...group("origin"), props: { tags: unknown } },
            ],
            waitsFor: [
                ['security group "origin"', "tags"],
                ['ingress rule "rule"', 'tags of the security group "origin"'],
            ],
        },
        "inline rules that share their dependencies": {
            resources: [
                inline([group("origin", "origin"), group("lb", "lb")], { securityGroups: [unknown] }),
                group("origin", "origin"),
                group("lb", "lb"),
            ],
            waitsFor: [['security group "edge"', "ingress"]],
        },
        "a source that depends on nothing": {
            resources: [ingress({ referencedSecurityGroupId: unknown }), edge],
            waitsFor: [['ingress rule "rule"', "referencedSecurityGroupId"]],
        },
    },
    notApplicable: {
        "groups of other roles": { resources: [ingress(range, undefined, group("web", "web")), group("web", "web")] },
        "groups without a role": { resources: [group("other", undefined, { ingress: [{ protocol: "-1" }] })] },
    },
});
