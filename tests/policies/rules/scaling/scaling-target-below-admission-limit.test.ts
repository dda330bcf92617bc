import { scalingTargetBelowAdmissionLimit as rule } from "../../../../policies/rules/scaling/scaling-target-below-admission-limit";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const group = (profile: unknown, name = "main", props: object = {}): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    name,
    props: { tags: [{ key: "media:profile", value: profile }], ...props },
});
const antMedia = group("ant-media");
const tracking = (targetValue: unknown, predefinedMetricType: unknown = "ASGAverageCPUUtilization") => ({
    targetTrackingConfiguration: { targetValue, predefinedMetricSpecification: { predefinedMetricType } },
});
const { targetValue: _, ...cpuOnly } = tracking(0).targetTrackingConfiguration;
const untargeted = { targetTrackingConfiguration: cpuOnly };
const policy = (props: object, owner?: PolicyResource, name = "cpu"): PolicyResource => ({
    type: "aws:autoscaling/policy:Policy",
    name,
    props: { policyType: "TargetTrackingScaling", autoscalingGroupName: unknown, ...props },
    dependsOn: owner ? { autoscalingGroupName: [owner] } : {},
});
const of = (owner: PolicyResource, props: object) => ({ resources: [policy(props, owner), owner] });
const text = (name = "cpu") =>
    `The scaling policy "${name}" must aim below the load at which servers refuse new media sessions.`;
const label = 'scaling policy "cpu"';
const parameters = { admissionLimit: 50 };

describeRule(rule, {
    pass: {
        "a target below the limit": of(antMedia, tracking(74)),
        "a target just below the limit": of(antMedia, tracking(74.9)),
        "a target below the limit of the configuration": { ...of(antMedia, tracking(49)), parameters },
        "a target below the limit, whatever the group is": { resources: [policy(tracking(60))] },
        "a target below the limit, whatever it follows": of(antMedia, tracking(60, unknown)),
    },
    fail: {
        "a target at the limit": { ...of(antMedia, tracking(75)), says: [text()] },
        "a target above the limit": { ...of(antMedia, tracking(80)), says: [text()] },
        "a target at the limit of the configuration": { ...of(antMedia, tracking(50)), parameters, says: [text()] },
        "no target": { ...of(antMedia, untargeted), says: [text()] },
        "a policy that names its group": {
            resources: [
                group("ant-media", "main", { name: "origin-1a2b3c4" }),
                policy({ ...tracking(80), autoscalingGroupName: "origin-1a2b3c4" }),
            ],
            says: [text()],
        },
        "the one of several policies that is wrong": {
            resources: [
                antMedia,
                group("web-app", "web"),
                policy(tracking(60), antMedia, "a"),
                policy(tracking(80), antMedia, "b"),
                policy(tracking(80), group("web-app", "web"), "c"),
            ],
            says: [text("b")],
        },
    },
    unknown: {
        "the target": {
            ...of(antMedia, tracking(unknown)),
            waitsFor: [[label, "targetTrackingConfiguration.targetValue"]],
        },
        "what the policy follows": {
            ...of(antMedia, tracking(80, unknown)),
            waitsFor: [[label, "targetTrackingConfiguration.predefinedMetricSpecification.predefinedMetricType"]],
        },
        "the group": { resources: [policy(tracking(80)), antMedia], waitsFor: [[label, "autoscalingGroupName"]] },
        "the profile of the group": {
            ...of(group(unknown), tracking(80)),
            waitsFor: [[label, 'tags.0.value of the Auto Scaling group "main"']],
        },
    },
    notApplicable: {
        "other profiles": of(group("media-pool"), tracking(80)),
        "groups without a profile": of({ type: "aws:autoscaling/group:Group" }, tracking(80)),
        "groups of other programs": { resources: [policy({ ...tracking(80), autoscalingGroupName: "other" })] },
        "other metrics": of(antMedia, tracking(80, "ASGAverageNetworkOut")),
        "metrics of its own": of(antMedia, {
            targetTrackingConfiguration: { targetValue: 80, customizedMetricSpecification: { metricName: "viewers" } },
        }),
        "other kinds of policies": of(antMedia, { policyType: "SimpleScaling", scalingAdjustment: -1 }),
        "stacks without policies": { resources: [antMedia] },
    },
});
