import { healthTimingConsistent as rule } from "../../../../policies/rules/scaling/health-timing-consistent";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

/** Three failed checks, 15 seconds apart: dead after 45. */
const quick = { interval: 15, timeout: 5, unhealthyThreshold: 3 };
const targetGroup = (healthCheck: unknown = null, props: object = {}): PolicyResource => ({
    type: "aws:lb/targetGroup:TargetGroup",
    name: "targets",
    props: { protocol: "HTTP", healthCheck, ...props },
});
const timed = { healthCheckGracePeriod: 300, defaultInstanceWarmup: 120 };
const group = (props: object, ...targets: PolicyResource[]): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    props: { ...timed, ...(targets.length > 0 && { targetGroupArns: targets.map(() => unknown) }), ...props },
    dependsOn: targets.length > 0 ? { targetGroupArns: targets } : {},
});
const attachment = (to: PolicyResource | undefined, target: PolicyResource | undefined): PolicyResource => ({
    type: "aws:autoscaling/attachment:Attachment",
    name: "attachment",
    props: { autoscalingGroupName: unknown, lbTargetGroupArn: unknown },
    dependsOn: { ...(to && { autoscalingGroupName: [to] }), ...(target && { lbTargetGroupArn: [target] }) },
});

const text =
    'The Auto Scaling group "main" must have a grace period, warm-up and health-check timing that fit each other.';
const label = 'Auto Scaling group "main"';
/** A group behind a target group with this health check. */
const checked = (healthCheck: unknown, props: object = {}, target: object = {}) => {
    const targets = targetGroup(healthCheck, target);
    return { resources: [targets, group(props, targets)] };
};
const refused = (...given: Parameters<typeof checked>) => ({ ...checked(...given), says: [text] });
const patient = { maxDetectionSeconds: 90 };
const alb = { ...targetGroup(quick), type: "aws:alb/targetGroup:TargetGroup" };
const slow = { ...targetGroup({ ...quick, interval: 60 }), name: "slow" };
const tight = { ...quick, timeout: null };

describeRule(rule, {
    pass: {
        "times that fit each other": checked(quick),
        "detection at the limit": checked({ ...quick, interval: 20 }),
        "more questions at the limit": checked({ ...quick, unhealthyThreshold: 4 }),
        "an answer one second before the next question": checked({ ...quick, timeout: 14 }),
        "a grace period as long as the boot": checked(quick, { healthCheckGracePeriod: 180 }),
        "the grace period of AWS": checked(quick, { healthCheckGracePeriod: null, defaultInstanceWarmup: 345 }),
        "a warm-up as long as grace and detection": checked(quick, { defaultInstanceWarmup: 345 }),
        "no warm-up time at all": checked(quick, { defaultInstanceWarmup: 0 }),
        "the checks of AWS where they are quick enough": { ...checked(null), parameters: patient },
        "a longer boot where the configuration says so": {
            ...checked(quick, { healthCheckGracePeriod: 600 }),
            parameters: { bootSeconds: 600 },
        },
        "the default time to answer of HTTP": checked({ ...tight, interval: 6 }),
        "the default time to answer of HTTPS": checked({ ...tight, interval: 6 }, {}, { protocol: "HTTPS" }),
        "the default time to answer of GENEVE": checked({ ...tight, interval: 6 }, {}, { protocol: "GENEVE" }),
        "the default time to answer of HTTP checks of a TCP group": checked(
            { ...tight, interval: 7, protocol: "HTTP" },
            {},
            { protocol: "TCP" },
        ),
        "the default check of a TCP group": checked({ ...tight, interval: 7 }, {}, { protocol: "TCP" }),
        "the default time to answer of TCP checks": checked(
            { ...tight, interval: 11, protocol: "TCP" },
            {},
            { protocol: "TCP" },
        ),
        "a group that an attachment puts behind the other token": {
            resources: [alb, group({}), attachment(group({}), alb)],
        },
        "a group apart from the one whose checks are slow": {
            resources: [slow, alb, group({}, alb), { ...group({ defaultInstanceWarmup: -1 }), name: "apart" }],
        },
    },
    fail: {
        "detection one question too late": refused({ ...quick, interval: 21 }),
        "one question too many": refused({ ...quick, unhealthyThreshold: 5 }),
        "an answer that takes as long as the next question": refused({ ...quick, timeout: 15 }),
        "a grace period below the boot": refused(quick, { healthCheckGracePeriod: 179 }),
        "no grace period": refused(quick, { healthCheckGracePeriod: 0, defaultInstanceWarmup: 10 }),
        "the grace period of AWS below a longer boot": {
            ...refused(quick, { healthCheckGracePeriod: null }),
            parameters: { bootSeconds: 301 },
        },
        "a warm-up longer than grace and detection": refused(quick, { defaultInstanceWarmup: 346 }),
        "no warm-up": refused(quick, { defaultInstanceWarmup: null }),
        "a warm-up that was taken away": refused(quick, { defaultInstanceWarmup: -1 }),
        "the checks of AWS": refused(null),
        "the interval of AWS": refused({ unhealthyThreshold: 3 }),
        "the checks of AWS above another limit": { ...refused(null), parameters: { maxDetectionSeconds: 89 } },
        "HTTP checks as quick as their answers": refused({ ...tight, interval: 5 }),
        "HTTPS checks as quick as their answers": refused({ ...tight, interval: 5 }, {}, { protocol: "HTTPS" }),
        "GENEVE checks as quick as their answers": refused({ ...tight, interval: 5 }, {}, { protocol: "GENEVE" }),
        "HTTP checks of a TCP group as quick as their answers": refused(
            { ...tight, interval: 6, protocol: "HTTP" },
            {},
            { protocol: "TCP" },
        ),
        "default checks of a TCP group as quick as their answers": refused(
            { ...tight, interval: 6 },
            {},
            { protocol: "TCP" },
        ),
        "TCP checks as quick as their answers": refused(
            { ...tight, interval: 10, protocol: "TCP" },
            {},
            { protocol: "TCP" },
        ),
        "one slow target group of two": { resources: [alb, slow, group({}, alb, slow)], says: [text] },
        "slow checks behind an attachment": {
            resources: [slow, group({}), attachment(group({}), slow)],
            says: [text],
        },
        "what is wrong whatever else is not known yet": refused(
            { ...quick, interval: unknown },
            { healthCheckGracePeriod: 60 },
        ),
    },
    unknown: {
        "an interval": {
            ...checked({ ...quick, interval: unknown }),
            waitsFor: [[label, 'healthCheck.interval of the target group "targets"']],
        },
        "a grace period": {
            ...checked(quick, { healthCheckGracePeriod: unknown }),
            waitsFor: [[label, "healthCheckGracePeriod"]],
        },
        "a warm-up": {
            ...checked(quick, { defaultInstanceWarmup: unknown }),
            waitsFor: [[label, "defaultInstanceWarmup"]],
        },
        "a target group": {
            resources: [alb, group({ targetGroupArns: [unknown] })],
            waitsFor: [[label, 'targetGroupArns.0 of the Auto Scaling group "main"']],
        },
        "another target group of a group that has one": {
            resources: [alb, group({}, alb), attachment(group({}), undefined)],
            waitsFor: [[label, 'lbTargetGroupArn of the target group attachment "attachment"']],
        },
        "whether a group that would not fit is behind a target group": {
            resources: [alb, group({ defaultInstanceWarmup: -1 }), attachment(undefined, alb)],
            waitsFor: [[label, 'autoscalingGroupName of the target group attachment "attachment"']],
        },
    },
    notApplicable: {
        "groups behind no target group": { resources: [alb, group({ defaultInstanceWarmup: -1 })] },
        "stacks without groups": { resources: [alb] },
    },
});
