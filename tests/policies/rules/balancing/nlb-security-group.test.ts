import { nlbSecurityGroup as rule } from "../../../../policies/rules/balancing/nlb-security-group";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const balancer = (props: object = {}, type = "aws:lb/loadBalancer:LoadBalancer"): PolicyResource => ({
    type,
    name: "nlb",
    props: { loadBalancerType: "network", ...props },
});
const bare = 'The network load balancer "nlb" must be created with a security group.';
const open = 'The security group "nodes" must accept ingest ports from the load balancer\'s group only.';

const nodes = (role?: string, props: object = {}, type = "aws:ec2/securityGroup:SecurityGroup"): PolicyResource => ({
    type,
    name: "nodes",
    props: { ...(role && { tags: { "media:role": role } }), ...props },
});
const origin = nodes("origin");
const world = { cidrIpv4: "0.0.0.0/0" };
const ingress = (port: unknown, source: object, owner: PolicyResource | undefined = origin): PolicyResource => ({
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    name: "rule",
    props: { securityGroupId: unknown, ipProtocol: "tcp", fromPort: port, toPort: port, ...source },
    dependsOn: owner ? { securityGroupId: [owner] } : {},
});
const inline = (rules: object, direction = "ingress") => ({
    [direction]: [{ protocol: "tcp", fromPort: 1935, toPort: 1935, ...rules }],
});
const opened = (rule: PolicyResource, owner = origin) => ({ resources: [owner, rule], says: [open] });
const closed = (rule: PolicyResource, owner = origin) => ({ resources: [owner, rule] });

describeRule(rule, {
    pass: {
        "a balancer with a security group": {
            resources: [
                balancer({ securityGroups: ["sg-1"] }),
                balancer({ securityGroups: [unknown] }, "aws:alb/loadBalancer:LoadBalancer"),
            ],
        },
        "streams from a security group, also over UDP": {
            resources: [
                origin,
                { ...ingress(1935, { referencedSecurityGroupId: unknown }), name: "a" },
                { ...ingress(4200, { ipProtocol: "udp", referencedSecurityGroupId: "sg-1" }), name: "b" },
            ],
        },
        "other ports from the world": closed(ingress(1936, world)),
        "messages without ports": closed(ingress(unknown, { ipProtocol: "icmp", ...world })),
        "inline rules that name a group, and everything outwards": {
            resources: [
                nodes("edge", {
                    ...inline({ securityGroups: ["sg-1"] }),
                    ...inline({ cidrBlocks: ["0.0.0.0/0"] }, "egress"),
                }),
            ],
        },
        "ports that the configuration leaves out": {
            ...closed(ingress(1935, world)),
            parameters: { nlbPorts: [4200] },
        },
    },
    fail: {
        "a balancer without a security group": { resources: [balancer()], says: [bare] },
        "a balancer with an empty list": { resources: [balancer({ securityGroups: [] })], says: [bare] },
        "the older token": { resources: [balancer({}, "aws:alb/loadBalancer:LoadBalancer")], says: [bare] },
        "RTMP from the world": opened(ingress(1935, world)),
        "SRT from the world": opened(ingress(4200, { ...world, ipProtocol: "udp" })),
        "RTMPS from the world": opened(ingress(8443, world)),
        "a range of ports around one of them": opened(ingress(0, { ...world, fromPort: 1900, toPort: 2000 })),
        "every protocol": opened(ingress(0, { ...world, ipProtocol: "-1" })),
        "a private range": opened(ingress(1935, { cidrIpv4: "10.0.0.0/16" })),
        "a range that is not known yet": opened(ingress(1935, { cidrIpv6: unknown })),
        "a prefix list": opened(ingress(1935, { prefixListId: unknown })),
        "edge servers": opened(ingress(1935, world, nodes("edge")), nodes("edge")),
        "inline rules": { resources: [nodes("origin", inline({ cidrBlocks: ["10.0.0.0/16"] }))], says: [open] },
        "inline rules of a default group": {
            resources: [
                nodes(
                    "edge",
                    inline({ ipv6CidrBlocks: ["::/0"] }),
                    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
                ),
            ],
            says: ['The default security group "nodes" must accept ingest ports from the load balancer\'s group only.'],
        },
        "rules of the older shape": opened({
            type: "aws:ec2/securityGroupRule:SecurityGroupRule",
            props: { type: "ingress", protocol: "tcp", fromPort: 1935, toPort: 1935, cidrBlocks: ["10.0.0.0/16"] },
            dependsOn: { securityGroupId: [origin] },
        }),
        "a rule that is tagged for servers whose group is elsewhere": {
            resources: [
                ingress(1935, { ...world, securityGroupId: "sg-9", tags: { "media:role": "origin" } }, nodes()),
            ],
            says: ['The ingress rule "rule" must accept ingest ports from the load balancer\'s group only.'],
        },
        "ports of the configuration": {
            ...opened(ingress(9000, world)),
            parameters: { nlbPorts: [9000] },
        },
        "a balancer and servers": { resources: [balancer(), origin, ingress(1935, world)], says: [bare, open] },
    },
    unknown: {
        "a list of groups that is not known yet": {
            resources: [balancer({ securityGroups: unknown })],
            waitsFor: [['load balancer "nlb"', "securityGroups"]],
        },
        "a type that is not known yet": {
            resources: [balancer({ loadBalancerType: unknown })],
            waitsFor: [['load balancer "nlb"', "loadBalancerType"]],
        },
        "a port that is not known yet": {
            resources: [origin, ingress(unknown, world)],
            waitsFor: [['ingress rule "rule"', "fromPort"]],
        },
        "a group that is not known yet": {
            resources: [{ ...ingress(1935, world), dependsOn: {} }],
            waitsFor: [['ingress rule "rule"', "securityGroupId"]],
        },
    },
    notApplicable: {
        "other balancers": {
            resources: [balancer({ loadBalancerType: "application" }), { ...balancer(), props: {} }],
        },
        "groups of other roles": {
            resources: [nodes("lb", inline({ cidrBlocks: ["0.0.0.0/0"] })), ingress(1935, world, nodes("lb"))],
        },
        "pool servers, which take streams themselves": {
            resources: [nodes("pool", inline({ cidrBlocks: ["0.0.0.0/0"] }))],
        },
        "groups without a role": { resources: [nodes(undefined, inline({ cidrBlocks: ["0.0.0.0/0"] }))] },
    },
});
