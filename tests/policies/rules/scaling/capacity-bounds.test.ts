import { capacityBounds as rule } from "../../../../policies/rules/scaling/capacity-bounds";
import { unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const group = (minSize: unknown, desiredCapacity: unknown, maxSize: unknown, parameters?: object) => ({
    resources: [{ type: "aws:autoscaling/group:Group", props: { minSize, desiredCapacity, maxSize } }],
    ...(parameters && { parameters }),
});
const refused = (...given: Parameters<typeof group>) => ({
    ...group(...given),
    says: ['The Auto Scaling group "main" must keep its sizes in order and below the ceiling.'],
});
const waiting = (property: string, ...given: Parameters<typeof group>) => ({
    ...group(...given),
    waitsFor: [['Auto Scaling group "main"', property]] as const,
});

describeRule(rule, {
    pass: {
        "sizes in order": group(1, 2, 3),
        "one size": group(2, 2, 2),
        "no desired capacity": group(1, null, 4),
        "a maximum at the ceiling": group(1, 2, 100),
        "a group that is switched off": group(0, 0, 0),
        "a higher ceiling": group(1, 2, 200, { ceiling: 200 }),
    },
    fail: {
        "a maximum above the ceiling": refused(1, 2, 101),
        "a maximum above a lower ceiling": refused(1, 2, 11, { ceiling: 10 }),
        "a desired capacity below the minimum": refused(2, 1, 3),
        "a desired capacity of none below the minimum": refused(1, 0, 3),
        "a desired capacity above the maximum": refused(1, 4, 3),
        "a minimum above the maximum": refused(4, null, 3),
        "no minimum": refused(null, null, 3),
        "no maximum": refused(1, null, null),
        "a maximum above the ceiling whatever the rest is": refused(unknown, unknown, 101),
        "a minimum above the maximum whatever is desired": refused(4, unknown, 3),
        "a desired capacity below the minimum whatever the maximum is": refused(2, 1, unknown),
    },
    unknown: {
        "a minimum": waiting("minSize", unknown, 2, 3),
        "a desired capacity": waiting("desiredCapacity", 1, unknown, 3),
        "a maximum": waiting("maxSize", 1, 2, unknown),
    },
    notApplicable: { "other resources": { resources: [{ type: "aws:ec2/vpc:Vpc" }] } },
});
