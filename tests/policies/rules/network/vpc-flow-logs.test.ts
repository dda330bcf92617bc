import { vpcFlowLogs as rule } from "../../../../policies/rules/network/vpc-flow-logs";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const vpc = (name = "main", props: object = {}): PolicyResource => ({ type: "aws:ec2/vpc:Vpc", name, props });
const flowLog = (trafficType: unknown, ...vpcs: PolicyResource[]): PolicyResource => ({
    type: "aws:ec2/flowLog:FlowLog",
    name: "flows",
    props: { vpcId: unknown, trafficType },
    dependsOn: { vpcId: vpcs },
});
const says = ['The VPC "main" must record flow logs.'];

describeRule(rule, {
    pass: {
        "all traffic": { resources: [vpc(), flowLog("ALL", vpc())] },
        "refused traffic": { resources: [vpc(), flowLog("REJECT", vpc())] },
        "a flow log by the known id of its VPC": {
            resources: [
                vpc("main", { id: "vpc-1" }),
                { ...flowLog("ALL"), props: { vpcId: "vpc-1", trafficType: "ALL" } },
            ],
        },
        "one of two flow logs": {
            resources: [vpc(), flowLog("ACCEPT", vpc()), { ...flowLog("ALL", vpc()), name: "second" }],
        },
    },
    fail: {
        "a VPC without flow logs": { resources: [vpc()], says },
        "accepted traffic alone": { resources: [vpc(), flowLog("ACCEPT", vpc())], says },
        "no traffic type": { resources: [vpc(), flowLog(null, vpc())], says },
        "the flow log of another VPC": { resources: [vpc(), vpc("other"), flowLog("ALL", vpc("other"))], says },
        "the flow log of a subnet": {
            resources: [vpc(), { ...flowLog("ALL"), props: { subnetId: "subnet-1", trafficType: "ALL" } }],
            says,
        },
    },
    unknown: {
        "the traffic type": {
            resources: [vpc(), flowLog(unknown, vpc())],
            waitsFor: [['VPC "main"', 'trafficType of the flow log "flows"']],
        },
        "the VPC of the flow log": {
            resources: [vpc(), flowLog("ALL")],
            waitsFor: [['VPC "main"', 'vpcId of the flow log "flows"']],
        },
    },
    notApplicable: { "stacks without a VPC": { resources: [flowLog("ALL")] } },
});
