import { backendProtocolMatchesListener as rule } from "../../../../policies/rules/tls/backend-protocol-matches-listener";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const balancer = (profile?: unknown): PolicyResource => ({
    type: "aws:lb/loadBalancer:LoadBalancer",
    name: "alb",
    props: { arn: "arn:alb", tags: profile === undefined ? {} : { "media:profile": profile } },
});
const target = (protocol: unknown, props: object = {}, name = "edge"): PolicyResource => ({
    type: "aws:lb/targetGroup:TargetGroup",
    name,
    props: { arn: `arn:${name}`, protocol, port: 5080, ...props },
});
const listener = (protocol: unknown, props: object = {}): PolicyResource => ({
    type: "aws:lb/listener:Listener",
    name: "entry",
    props: {
        arn: "arn:entry",
        loadBalancerArn: "arn:alb",
        protocol,
        defaultActions: [{ type: "forward", targetGroupArn: "arn:edge" }],
        ...props,
    },
});
const forwardingRule = (props: object = {}): PolicyResource => ({
    type: "aws:lb/listenerRule:ListenerRule",
    name: "rule",
    props: { listenerArn: "arn:entry", actions: [{ type: "forward", targetGroupArn: "arn:edge" }], ...props },
});
const redirect = { defaultActions: [{ type: "redirect" }] };

const asg = (props: object = {}): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    name: "edge",
    props: { name: "edge", targetGroupArns: ["arn:edge"], launchTemplate: { id: "lt-1" }, ...props },
});
const template = (props: object = {}, name = "edge"): PolicyResource => ({
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    name,
    props: { id: "lt-1", name: "template-1", networkInterfaces: [{ securityGroups: ["sg-edge"] }], ...props },
});
const securityGroup = (name: string, role: string | undefined, props: object = {}): PolicyResource => ({
    type: "aws:ec2/securityGroup:SecurityGroup",
    name,
    props: { id: `sg-${name}`, tags: role === undefined ? {} : { "media:role": role }, ...props },
});
const inlet = (props: object = {}, name = "inlet"): PolicyResource => ({
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    name,
    props: {
        securityGroupId: "sg-edge",
        ipProtocol: "tcp",
        fromPort: 5080,
        toPort: 5080,
        referencedSecurityGroupId: "sg-alb",
        ...props,
    },
});
const groups = [securityGroup("edge", "edge"), securityGroup("alb", "lb")];
const nodes = [asg(), template(), ...groups, inlet()];
const world = { referencedSecurityGroupId: null, cidrIpv4: "0.0.0.0/0" };

/** HTTPS in front of plain HTTP, for a profile that may do so. */
const plainBehindTls = [balancer("ant-media"), listener("HTTPS"), target("HTTP")];
const behind = (...resources: PolicyResource[]) => ({ resources: [...plainBehindTls, ...resources] });
const open = (...resources: PolicyResource[]) => ({
    ...behind(...resources),
    says: ['The target group "edge" must be reachable from the load balancer only, because it serves plain HTTP.'],
});
const openWith = (props: object, ...resources: PolicyResource[]) =>
    open(asg(), template(), ...groups, inlet(props), ...resources);
const pair = (profile: unknown, listenerProtocol: unknown, targetProtocol: unknown) => ({
    resources: [balancer(profile), listener(listenerProtocol), target(targetProtocol)],
});
const mixed = (profile: unknown, listenerProtocol: unknown, targetProtocol: unknown) => ({
    ...pair(profile, listenerProtocol, targetProtocol),
    says: ['The target group "edge" must use the same kind of transport as its listener.'],
});
const waits = (...causes: string[]) => [['target group "edge"', ...causes] as const];

describeRule(rule, {
    pass: {
        "HTTPS all the way": pair("generic", "HTTPS", "HTTPS"),
        "HTTP all the way": pair("generic", "HTTP", "HTTP"),
        "codestream with HTTPS all the way": pair("codestream", "HTTPS", "HTTPS"),
        "codestream with HTTP all the way": pair("codestream", "HTTP", "HTTP"),
        "a function behind HTTPS, which has no protocol": pair("generic", "HTTPS", null),
        "a function behind HTTP": pair("generic", "HTTP", null),
        "a listener without a protocol, which is plain": pair("generic", null, "HTTP"),
        "plain HTTP that only the balancer reaches": behind(...nodes),
        "plain HTTP of a streaming backend": {
            resources: [balancer("streaming-backend"), listener("HTTPS"), target("HTTP"), ...nodes],
        },
        "plain HTTP of a web app": {
            resources: [balancer("web-app"), listener("HTTPS"), target("HTTP"), ...nodes],
        },
        "plain HTTP of another profile by configuration": {
            resources: [balancer("generic"), listener("HTTPS"), target("HTTP"), ...nodes],
            parameters: { plainBehindTlsProfiles: ["generic"] },
        },
        "plain HTTP of servers that the stack does not show": behind(),
        "the profile of a listener whose balancer is not in the stack": {
            resources: [
                listener("HTTPS", { loadBalancerArn: "arn:other", tags: { "media:profile": "ant-media" } }),
                target("HTTP"),
            ],
        },
        "open ports beside the target's": behind(
            ...nodes,
            inlet({ ...world, fromPort: 5079, toPort: 5079 }, "below"),
            inlet({ ...world, fromPort: 5081, toPort: 65535 }, "above"),
            inlet({ ...world, ipProtocol: "udp" }, "udp"),
            {
                ...inlet(world, "out"),
                type: "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
            },
        ),
        "what the servers of another group let in": behind(
            ...nodes,
            securityGroup("other", "web"),
            inlet({ ...world, securityGroupId: "sg-other" }, "other"),
        ),
        "outgoing rules of the servers' security group": behind(
            asg(),
            template(),
            securityGroup("edge", "edge", {
                egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
            }),
        ),
        "relations by dependency": behind(
            { ...asg({ launchTemplate: { id: unknown } }), dependsOn: { launchTemplate: [template()] } },
            {
                ...template({ id: unknown, networkInterfaces: [{ securityGroups: [unknown] }] }),
                dependsOn: { networkInterfaces: [securityGroup("edge", "edge")] },
            },
            securityGroup("edge", "edge", { id: unknown }),
            securityGroup("alb", "lb", { id: unknown }),
            {
                ...inlet({ securityGroupId: unknown, referencedSecurityGroupId: unknown }),
                dependsOn: {
                    securityGroupId: [securityGroup("edge", "edge")],
                    referencedSecurityGroupId: [securityGroup("alb", "lb")],
                },
            },
        ),
        "a rule of a group that is not known yet, and harmless": behind(
            ...nodes,
            inlet({ securityGroupId: unknown }, "stray"),
        ),
        "HTTPS whatever the servers let in": {
            resources: [
                balancer("ant-media"),
                listener("HTTPS"),
                target("HTTPS"),
                asg(),
                template(),
                ...groups,
                inlet(world),
            ],
        },
    },
    fail: {
        "HTTPS in front of plain HTTP": mixed("generic", "HTTPS", "HTTP"),
        "HTTPS in front of plain HTTP without a profile": mixed(undefined, "HTTPS", "HTTP"),
        "HTTP in front of HTTPS": mixed("generic", "HTTP", "HTTPS"),
        "HTTP in front of HTTPS where plain targets are allowed": mixed("ant-media", "HTTP", "HTTPS"),
        "no protocol in front of HTTPS": mixed("ant-media", null, "HTTPS"),
        "codestream with HTTPS in front of plain HTTP": mixed("codestream", "HTTPS", "HTTP"),
        "codestream with HTTP in front of HTTPS": mixed("codestream", "HTTP", "HTTPS"),
        "codestream, whatever the configuration says": {
            ...mixed("codestream", "HTTPS", "HTTP"),
            parameters: { plainBehindTlsProfiles: ["codestream"] },
        },
        "a profile that the configuration leaves out": {
            ...mixed("ant-media", "HTTPS", "HTTP"),
            parameters: { plainBehindTlsProfiles: ["web-app"] },
        },
        "a rule of a listener": {
            resources: [balancer("generic"), listener("HTTPS", redirect), forwardingRule(), target("HTTP")],
            says: mixed("", "", "").says,
        },
        "a rule of a listener, by dependency and under the other names of the types": {
            resources: [
                balancer("generic"),
                { ...listener("HTTPS", { ...redirect, arn: unknown }), type: "aws:alb/listener:Listener" },
                {
                    ...forwardingRule({
                        listenerArn: unknown,
                        actions: [{ type: "forward", targetGroupArn: unknown }],
                    }),
                    type: "aws:alb/listenerRule:ListenerRule",
                    dependsOn: {
                        listenerArn: [{ ...listener("HTTPS"), type: "aws:alb/listener:Listener" }],
                        actions: [{ ...target("HTTP"), type: "aws:alb/targetGroup:TargetGroup" }],
                    },
                },
                { ...target("HTTP", { arn: unknown }), type: "aws:alb/targetGroup:TargetGroup" },
            ],
            says: mixed("", "", "").says,
        },
        "one target group of two": {
            resources: [
                balancer("generic"),
                listener("HTTPS", {
                    defaultActions: [
                        { type: "forward", forward: { targetGroups: [{ arn: "arn:good" }, { arn: "arn:edge" }] } },
                    ],
                }),
                target("HTTPS", {}, "good"),
                target("HTTP"),
            ],
            says: mixed("", "", "").says,
        },
        "servers that the world reaches": openWith(world),
        "servers that a range inside reaches": openWith({ referencedSecurityGroupId: null, cidrIpv4: "10.0.0.0/16" }),
        "servers that other servers reach": openWith(
            { referencedSecurityGroupId: "sg-web" },
            securityGroup("web", "web"),
        ),
        "servers that each other reach": open(
            asg(),
            template(),
            securityGroup("edge", "edge", { ingress: [{ protocol: "tcp", fromPort: 5080, toPort: 5080, self: true }] }),
        ),
        "servers that open every protocol": openWith({ ...world, ipProtocol: "-1" }),
        "servers that open a range of ports": openWith({ ...world, fromPort: 5000, toPort: 5080 }),
        "servers that a rule of the older type opens": open(asg(), template(), ...groups, {
            type: "aws:ec2/securityGroupRule:SecurityGroupRule",
            name: "older",
            props: {
                type: "ingress",
                securityGroupId: "sg-edge",
                protocol: "tcp",
                fromPort: 5080,
                toPort: 5090,
                cidrBlocks: ["0.0.0.0/0"],
            },
        }),
        "servers whose template lists security groups itself": open(
            asg(),
            template({ networkInterfaces: null, vpcSecurityGroupIds: ["sg-edge"] }),
            ...groups,
            inlet(world),
        ),
        "a template by name": open(
            asg({ launchTemplate: { name: "template-1" } }),
            template(),
            ...groups,
            inlet(world),
        ),
        "the template of a mixed group": open(
            asg({
                launchTemplate: null,
                mixedInstancesPolicy: {
                    launchTemplate: { launchTemplateSpecification: { launchTemplateId: "lt-1" } },
                },
            }),
            template(),
            ...groups,
            inlet(world),
        ),
        "the template of a mixed group by name": open(
            asg({
                launchTemplate: null,
                mixedInstancesPolicy: {
                    launchTemplate: { launchTemplateSpecification: { launchTemplateName: "template-1" } },
                },
            }),
            template(),
            ...groups,
            inlet(world),
        ),
        "the template of an override": open(
            asg({
                launchTemplate: null,
                mixedInstancesPolicy: {
                    launchTemplate: {
                        launchTemplateSpecification: { launchTemplateId: "lt-other" },
                        overrides: [{ launchTemplateSpecification: { launchTemplateId: "lt-1" } }],
                    },
                },
            }),
            template(),
            ...groups,
            inlet(world),
        ),
        "the template of a mixed group by dependency": open(
            {
                ...asg({
                    launchTemplate: null,
                    mixedInstancesPolicy: {
                        launchTemplate: { launchTemplateSpecification: { launchTemplateId: unknown } },
                    },
                }),
                dependsOn: { mixedInstancesPolicy: [template()] },
            },
            template({ id: unknown }),
            ...groups,
            inlet(world),
        ),
        "a security group of a template by dependency": open(
            asg(),
            {
                ...template({ networkInterfaces: null, vpcSecurityGroupIds: [unknown] }),
                dependsOn: { vpcSecurityGroupIds: [securityGroup("edge", "edge")] },
            },
            ...groups,
            inlet(world),
        ),
        "a plain target although a rule is not known yet": openWith(world, inlet({ ipProtocol: unknown }, "a")),
    },
    unknown: {
        "the protocol of a listener": {
            ...pair("generic", unknown, "HTTP"),
            waitsFor: waits('protocol of the listener "entry"'),
        },
        "the protocol of a target group": { ...pair("generic", "HTTPS", unknown), waitsFor: waits("protocol") },
        "a profile": { ...pair(unknown, "HTTPS", "HTTP"), waitsFor: waits("tags.media:profile") },
        "where a listener leads": {
            resources: [listener("HTTPS", { defaultActions: unknown })],
            waitsFor: [['listener "entry"', "defaultActions"]],
        },
        "whose rule it is": {
            resources: [listener("HTTP"), target("HTTP"), forwardingRule({ listenerArn: unknown })],
            waitsFor: [['listener rule "rule"', "listenerArn"]],
        },
        "the port of a target group": {
            resources: [balancer("ant-media"), listener("HTTPS"), target("HTTP", { port: unknown }), ...nodes],
            waitsFor: waits("port"),
        },
        "which template a group starts": {
            ...behind(asg({ launchTemplate: { id: unknown } })),
            waitsFor: waits('launchTemplate.id of the Auto Scaling group "edge"'),
        },
        "which security groups servers have": {
            ...behind(asg(), template({ networkInterfaces: [{ securityGroups: unknown }] })),
            waitsFor: waits('networkInterfaces.0.securityGroups of the launch template "edge"'),
        },
        "the protocol of a rule": {
            ...behind(asg(), template(), ...groups, inlet({ ...world, ipProtocol: unknown })),
            waitsFor: waits('ipProtocol of the ingress rule "inlet"'),
        },
        "a rule that may be of any group": {
            ...behind(...nodes, inlet({ ...world, securityGroupId: unknown }, "stray")),
            waitsFor: waits('securityGroupId of the ingress rule "stray"'),
        },
        "groups that may be behind the target group": {
            ...behind(asg({ targetGroupArns: [unknown] })),
            waitsFor: waits('targetGroupArns.0 of the Auto Scaling group "edge"'),
        },
    },
    notApplicable: {
        "listeners of network balancers": {
            resources: [listener("TLS"), target("TCP")],
        },
        "rules of a listener that is not in the stack": {
            resources: [forwardingRule({ listenerArn: "arn:other" }), target("HTTP")],
        },
        "listeners that lead to no target group": { resources: [balancer(), listener("HTTP", redirect)] },
        "other resources": { resources: [target("HTTP")] },
    },
});
