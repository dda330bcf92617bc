import { defaultNetworkClosed as rule } from "../../../../policies/rules/network/default-network-closed";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const vpc = (name = "main", props: object = {}): PolicyResource => ({ type: "aws:ec2/vpc:Vpc", name, props });
const defaultGroup = (props: object, ...vpcs: PolicyResource[]): PolicyResource => ({
    type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    name: "default",
    props: { vpcId: unknown, ...props },
    dependsOn: { vpcId: vpcs },
});
const closed = { ingress: [], egress: [] };
const everything = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
const says = ['The VPC "main" must have a closed default security group.'];

describeRule(rule, {
    pass: {
        "a default security group without rules": { resources: [vpc(), defaultGroup(closed, vpc())] },
        "one whose rules are absent": { resources: [vpc(), defaultGroup({}, vpc())] },
        "one by the known id of its VPC": {
            resources: [vpc("main", { id: "vpc-1" }), defaultGroup({ ...closed, vpcId: "vpc-1" })],
        },
    },
    fail: {
        "a VPC without a default security group of the program": { resources: [vpc()], says },
        "incoming traffic": {
            resources: [vpc(), defaultGroup({ ...closed, ingress: [everything] }, vpc())],
            says,
        },
        "outgoing traffic": { resources: [vpc(), defaultGroup({ ...closed, egress: [everything] }, vpc())], says },
        "the default security group of another VPC": {
            resources: [vpc(), vpc("other"), defaultGroup(closed, vpc("other"))],
            says,
        },
        "the default security group of a VPC outside the stack": {
            resources: [vpc(), defaultGroup({ ...closed, vpcId: "vpc-9" })],
            says,
        },
        "an open default security group of a VPC that is not known yet": {
            resources: [vpc(), defaultGroup({ ...closed, egress: [everything] })],
            says,
        },
        "the default VPC": {
            resources: [{ type: "aws:ec2/defaultVpc:DefaultVpc" }],
            says: ['The default VPC "main" must not be part of the stack.'],
        },
    },
    unknown: {
        "the rules of the default security group": {
            resources: [vpc(), defaultGroup({ ...closed, ingress: unknown }, vpc())],
            waitsFor: [['VPC "main"', 'ingress of the default security group "default"']],
        },
        "the VPC of the default security group": {
            resources: [vpc(), defaultGroup(closed)],
            waitsFor: [['VPC "main"', 'vpcId of the default security group "default"']],
        },
    },
    notApplicable: { "stacks without a VPC": { resources: [defaultGroup({})] } },
});
