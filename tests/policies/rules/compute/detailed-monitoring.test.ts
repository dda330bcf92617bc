import * as assert from "node:assert/strict";
import { detailedMonitoring as rule } from "../../../../policies/rules/compute/detailed-monitoring";
import { fixResource, judgeResource, type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const type = "aws:ec2/launchTemplate:LaunchTemplate";
const template = (monitoring: unknown, name = "edge") => ({ type, name, props: { id: `lt-${name}`, monitoring } });
const group = (props: object, dependsOn: PolicyResource["dependsOn"] = {}, name = "edge") => ({
    type: "aws:autoscaling/group:Group",
    name,
    props: { name, ...props },
    dependsOn,
});
const policy = (autoscalingGroupName: unknown, dependsOn: PolicyResource["dependsOn"] = {}) => ({
    type: "aws:autoscaling/policy:Policy",
    props: { autoscalingGroupName },
    dependsOn,
});
const scaled = [group({ launchTemplate: { id: "lt-edge" } }), policy("edge")];
const says = ['The launch template "edge" must use detailed monitoring, because scaling reads it every minute.'];

describeRule(
    rule,
    {
        pass: {
            "detailed monitoring": { resources: [template({ enabled: true }), ...scaled] },
            "detailed monitoring as a text": { resources: [template({ enabled: "true" }), ...scaled] },
            "a group without a policy": {
                resources: [template(null), group({ launchTemplate: { id: "lt-edge" } })],
            },
            "a template without a group": { resources: [template(null, "other"), ...scaled] },
            "a policy of another group": {
                resources: [template(null), scaled[0] as PolicyResource, policy("pool")],
            },
        },
        fail: {
            "no monitoring": { resources: [template(null), ...scaled], says, isFixed: true },
            "monitoring that says nothing": { resources: [template({}), ...scaled], says, isFixed: true },
            "basic monitoring": { resources: [template({ enabled: false }), ...scaled], says, isFixed: true },
            "the right one of two templates": {
                resources: [
                    template(null, "other"),
                    template(null),
                    ...scaled,
                    group({ launchTemplate: { id: "lt-other" } }, {}, "other"),
                ],
                says,
            },
            "one of a template's groups": {
                resources: [
                    template(null),
                    group({ launchTemplate: { id: "lt-edge" } }, {}, "still"),
                    ...scaled,
                    group({ launchTemplate: { id: "lt-edge" } }, {}, "other"),
                ],
                says,
            },
            "a group and a template without names": {
                resources: (() => {
                    const without = { type, name: "edge", props: { id: unknown } };
                    const of = group({ name: unknown, launchTemplate: { id: unknown } }, { launchTemplate: [without] });
                    return [without, of, policy(unknown, { autoscalingGroupName: [of] })];
                })(),
                says,
            },
        },
        unknown: {
            "whether monitoring is detailed": {
                resources: [template({ enabled: unknown }), ...scaled],
                waitsFor: [['launch template "edge"', "monitoring.enabled"]],
            },
            "which template the group starts": {
                resources: [template({}), group({ launchTemplate: { id: unknown } }), policy("edge")],
                waitsFor: [['launch template "edge"', 'launchTemplate.id of the Auto Scaling group "edge"']],
            },
            "which group the policy scales": {
                resources: [template({}), scaled[0] as PolicyResource, policy(unknown)],
                waitsFor: [
                    [
                        'launch template "edge"',
                        'autoscalingGroupName of the scaling policy "main" of the Auto Scaling group "edge"',
                    ],
                ],
            },
        },
        notApplicable: {
            "stacks without launch templates": { resources: scaled },
            "other resources": { resources: [{ type: "aws:ebs/volume:Volume" }] },
        },
    },
    () => {
        it("says nothing about a template alone", async () => {
            assert.equal((await judgeResource(rule, template({}))).verdict, "not applicable");
        });

        it("leaves alone what is not known yet when it fixes", async () => {
            assert.equal(await fixResource(rule, template(unknown)), undefined);
            assert.equal(await fixResource(rule, template({ enabled: unknown })), undefined);
        });
    },
);
