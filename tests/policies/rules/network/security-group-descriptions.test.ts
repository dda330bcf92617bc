import { securityGroupDescriptions as rule } from "../../../../policies/rules/network/security-group-descriptions";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const description = "Nodes of the group edge";
const group = (props: object = {}, dependsOn = {}): PolicyResource => ({
    type: "aws:ec2/securityGroup:SecurityGroup",
    name: "edge",
    props: { description, ...props },
    dependsOn,
});
const inline = { protocol: "tcp", fromPort: 443, toPort: 443, description: "Viewers" };
const separate = (type: string, props: object = {}): PolicyResource => ({
    type,
    name: "rule",
    props: {
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        description: "Viewers",
        securityGroupId: unknown,
        ...props,
    },
    dependsOn: { securityGroupId: [group()] },
});
const ingressType = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egressType = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const ruleType = "aws:ec2/securityGroupRule:SecurityGroupRule";
const defaultType = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const purpose = 'The security group "edge" must say what it is for.';
const rules = 'Each rule of the security group "edge" must say what it is for.';
const mixed = 'The security group "edge" must keep its rules either inline or separate.';

describeRule(rule, {
    pass: {
        "a group that says what it is for": { resources: [group()] },
        "inline rules that say what they are for": { resources: [group({ ingress: [inline], egress: [inline] })] },
        "separate rules that say what they are for": {
            resources: [group(), separate(ingressType), separate(egressType)],
        },
        "the default security group, which AWS describes": {
            resources: [{ type: defaultType, props: { ingress: [] } }],
        },
        "empty inline lists beside separate rules": {
            resources: [group({ ingress: [], egress: [] }), separate(ingressType)],
        },
        "separate rules of another group": {
            resources: [
                group({ ingress: [inline] }),
                { ...group(), name: "origin" },
                { ...separate(ingressType), dependsOn: { securityGroupId: [{ ...group(), name: "origin" }] } },
            ],
        },
        "separate rules that the provider lists in the group once it exists": {
            resources: [
                group({ id: "sg-1", ingress: [inline], egress: [{ ...inline, protocol: "-1" }] }),
                separate(ingressType),
                { ...separate(egressType, { ipProtocol: "-1" }), name: "other" },
            ],
        },
    },
    fail: {
        "a group without a description": { resources: [group({ description: null })], says: [purpose] },
        "an empty description": { resources: [group({ description: " " })], says: [purpose] },
        "the description that the provider fills in": {
            resources: [group({ description: "Managed by Pulumi" })],
            says: [purpose],
        },
        "an inline rule without a description": {
            resources: [group({ ingress: [inline, { ...inline, description: "" }] })],
            says: [rules],
        },
        "an inline rule for outgoing traffic without a description": {
            resources: [group({ egress: [{ ...inline, description: null }] })],
            says: [rules],
        },
        "a rule of the default security group": {
            resources: [{ type: defaultType, props: { ingress: [{ protocol: "-1" }] } }],
            says: ['Each rule of the default security group "main" must say what it is for.'],
        },
        "a group and its rule": {
            resources: [group({ description: null, ingress: [{ ...inline, description: null }] })],
            says: [purpose, rules],
        },
        "an ingress rule": {
            resources: [separate(ingressType, { description: null }), group()],
            says: ['The ingress rule "rule" must say what it is for.'],
        },
        "an egress rule": {
            resources: [separate(egressType, { description: null }), group()],
            says: ['The egress rule "rule" must say what it is for.'],
        },
        "a rule of the older shape": {
            resources: [separate(ruleType, { description: null }), group()],
            says: ['The security group rule "rule" must say what it is for.'],
        },
        ...Object.fromEntries(
            [ingressType, egressType, ruleType].map((type) => [
                `an inline rule beside ${type}`,
                { resources: [group({ ingress: [inline] }), separate(type)], says: [mixed] },
            ]),
        ),
        "an inline rule for outgoing traffic beside a separate rule": {
            resources: [group({ egress: [inline] }), separate(ingressType)],
            says: [mixed],
        },
        "a default security group with rules in both ways": {
            resources: [
                { type: defaultType, props: { ingress: [inline] } },
                { ...separate(ingressType), dependsOn: { securityGroupId: [{ type: defaultType }] } },
            ],
            says: ['The default security group "main" must keep its rules either inline or separate.'],
        },
        ...Object.fromEntries(
            [{ fromPort: 442 }, { toPort: 444 }, { protocol: "udp" }].map((other) => [
                `an existing group with an inline rule of its own: ${JSON.stringify(other)}`,
                {
                    resources: [
                        group({ id: "sg-1", ingress: [inline, { ...inline, ...other }] }),
                        separate(ingressType),
                    ],
                    says: [mixed],
                },
            ]),
        ),
        "an existing group with an inline rule in the other direction": {
            resources: [group({ id: "sg-1", egress: [inline] }), separate(ingressType)],
            says: [mixed],
        },
    },
    unknown: {
        "a description": {
            resources: [group({ description: unknown })],
            waitsFor: [['security group "edge"', "description"]],
        },
        "the description of an inline rule": {
            resources: [group({ ingress: [{ ...inline, description: unknown }] })],
            waitsFor: [['security group "edge"', "ingress.0.description"]],
        },
        "the group of a separate rule": {
            resources: [group({ ingress: [inline] }), { ...separate(ingressType), dependsOn: {} }],
            waitsFor: [['security group "edge"', 'securityGroupId of the ingress rule "rule"']],
        },
        "inline rules beside separate ones": {
            resources: [group({ ingress: unknown }), separate(ingressType)],
            waitsFor: [
                ['security group "edge"', "ingress"],
                ['security group "edge"', "ingress"],
            ],
        },
    },
    notApplicable: { "other resources": { resources: [{ type: "aws:ec2/vpc:Vpc" }] } },
});
