import { leastOutstandingWithoutSlowStart as rule } from "../../../../policies/rules/balancing/least-outstanding-without-slow-start";
import { unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const least = { loadBalancingAlgorithmType: "least_outstanding_requests" };
const targetGroup = (props: object, type = "aws:lb/targetGroup:TargetGroup") => ({ type, props });
const refused = (props: object, type?: string) => ({
    resources: [targetGroup(props, type)],
    says: ['The target group "main" must not combine least outstanding requests with slow start.'],
});

describeRule(rule, {
    pass: {
        "least outstanding requests without a slow start": {
            resources: [targetGroup(least), targetGroup({ ...least, slowStart: 0 })],
        },
        "a slow start of another algorithm": {
            resources: [
                targetGroup({ slowStart: 30 }),
                targetGroup({ loadBalancingAlgorithmType: "round_robin", slowStart: unknown }),
            ],
        },
        "no slow start, whatever the algorithm turns out to be": {
            resources: [targetGroup({ loadBalancingAlgorithmType: unknown })],
        },
    },
    fail: {
        "both together": refused({ ...least, slowStart: 30 }),
        "the shortest slow start": refused({ ...least, slowStart: 1 }),
        "both together under the older token": refused({ ...least, slowStart: 900 }, "aws:alb/targetGroup:TargetGroup"),
    },
    unknown: {
        "a slow start that is not known yet": {
            resources: [targetGroup({ ...least, slowStart: unknown })],
            waitsFor: [['target group "main"', "slowStart"]],
        },
        "an algorithm that is not known yet": {
            resources: [targetGroup({ loadBalancingAlgorithmType: unknown, slowStart: 30 })],
            waitsFor: [['target group "main"', "loadBalancingAlgorithmType"]],
        },
    },
    notApplicable: { "other resources": { resources: [{ type: "aws:lb/listener:Listener" }] } },
});
