import { desiredCapacityOwnedByScaling as rule } from "../../../../policies/rules/scaling/desired-capacity-owned-by-scaling";
import { unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const type = "aws:autoscaling/group:Group";
const group = (desiredCapacity: unknown, ...ignoreChanges: string[]) => ({
    type,
    props: { minSize: 1, desiredCapacity },
    options: { ignoreChanges },
});
const says = ['The Auto Scaling group "main" must not reset its desired capacity on every deployment.'];

describeRule(rule, {
    pass: {
        "a capacity whose changes are ignored": { resources: [group(2, "desiredCapacity")] },
        "a capacity among other ignored properties": { resources: [group(2, "tags", "desiredCapacity")] },
        "a group of which everything is ignored": { resources: [group(2, "*")] },
    },
    fail: {
        "a capacity": { resources: [group(2)], says },
        "a capacity of zero": { resources: [group(0)], says },
        "a capacity that is not known yet": { resources: [group(unknown)], says },
        "a capacity while others are ignored": { resources: [group(2, "desiredCapacityType", "minSize")], says },
    },
    unknown: {},
    neverUnknown: "A capacity that is not known yet is set all the same, and options are always known.",
    notApplicable: {
        "groups without a capacity": { resources: [{ type, props: { minSize: 1 } }] },
        "other resources": { resources: [{ type: "aws:ec2/vpc:Vpc", props: { desiredCapacity: 2 } }] },
    },
});
