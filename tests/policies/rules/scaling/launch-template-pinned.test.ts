import { launchTemplatePinned as rule } from "../../../../policies/rules/scaling/launch-template-pinned";
import { unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const group = (props: object) => ({ resources: [{ type: "aws:autoscaling/group:Group", props }] });
const single = (version: unknown) => group({ launchTemplate: { id: "lt-1", version } });
const mixed = (version: unknown, ...overrides: unknown[]) =>
    group({
        mixedInstancesPolicy: {
            launchTemplate: { launchTemplateSpecification: { launchTemplateId: "lt-1", version }, overrides },
        },
    });
const override = (version: unknown) => ({ launchTemplateSpecification: { version } });
const says = ['The Auto Scaling group "main" must use a numbered version of a launch template.'];
const label = 'Auto Scaling group "main"';

describeRule(rule, {
    pass: {
        "a number": single("3"),
        "a number of several digits": single("120"),
        "a number that is none in text": single(7),
        "a number that the template will give": group({ launchTemplate: { id: unknown, version: unknown } }),
        "a number in a mixed group": mixed("12", { instanceType: "c5.large" }),
        "a number that the template will give in a mixed group": mixed(unknown),
        "numbers in overrides": mixed("1", override("2"), override(unknown)),
        "an empty launch configuration": group({ launchConfiguration: "", launchTemplate: { version: "1" } }),
    },
    fail: {
        $Latest: { ...single("$Latest"), says },
        $Default: { ...single("$Default"), says },
        "no version": { ...group({ launchTemplate: { id: "lt-1" } }), says },
        "an empty version": { ...single(""), says },
        "a version of zero": { ...single("0"), says },
        "a number with something before it": { ...single("v3"), says },
        "a number with something behind it": { ...single("3-beta"), says },
        "no template": { ...group({}), says },
        "a launch configuration": { ...group({ launchConfiguration: "lc", launchTemplate: { version: "1" } }), says },
        "a launch configuration whose name is not known yet": { ...group({ launchConfiguration: unknown }), says },
        "$Latest in a mixed group": { ...mixed("$Latest"), says },
        "$Latest in an override": { ...mixed("1", override("$Latest")), says },
        "$Latest in the second override": { ...mixed("1", override("1"), override("$Latest")), says },
        "$Latest in an override behind one that is not known yet": {
            ...mixed("1", unknown, override("$Latest")),
            says,
        },
    },
    unknown: {
        "a template of which nothing is known": {
            ...group({ launchTemplate: unknown }),
            waitsFor: [[label, "launchTemplate"]],
        },
        "an override of which nothing is known": {
            ...mixed("1", unknown),
            waitsFor: [[label, "mixedInstancesPolicy.launchTemplate.overrides.0"]],
        },
    },
    notApplicable: { "other resources": { resources: [{ type: "aws:ec2/vpc:Vpc" }] } },
});
