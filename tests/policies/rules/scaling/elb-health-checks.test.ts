import * as assert from "node:assert/strict";
import { elbHealthChecks as rule } from "../../../../policies/rules/scaling/elb-health-checks";
import { fixResource, judge, type PolicyResource, unknown, urnOf } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const group = (props: object, name = "main"): PolicyResource => ({ type: "aws:autoscaling/group:Group", name, props });
const targetGroupArns = [unknown];
const trafficSources = [{ identifier: unknown, type: "elbv2" }];
const elb = { healthCheckType: "ELB", healthCheckGracePeriod: 300 };
const text = 'The Auto Scaling group "main" must use load-balancer health checks.';
const balanced = (props: object) => ({ resources: [group({ targetGroupArns, ...props })] });
const refused = (props: object) => ({ ...balanced(props), says: [text], isFixed: true });

const attached = (type: string, to: PolicyResource | undefined, props: object): PolicyResource => ({
    type,
    name: "attachment",
    props: { autoscalingGroupName: unknown, ...props },
    dependsOn: to ? { autoscalingGroupName: [to] } : {},
});
const attachment = (to?: PolicyResource, props: object = {}) =>
    attached("aws:autoscaling/attachment:Attachment", to, { lbTargetGroupArn: unknown, ...props });
const source = (to?: PolicyResource) =>
    attached("aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment", to, {});
const plain = group({ name: "known", healthCheckType: "EC2" });
const parameters = { minGraceSeconds: 301 };
const label = 'Auto Scaling group "main"';

describeRule(
    rule,
    {
        pass: {
            "load-balancer checks with a grace period": balanced(elb),
            "load-balancer checks for target groups that are not known yet": balanced({
                ...elb,
                targetGroupArns: unknown,
            }),
            "load-balancer checks beside others": balanced({ ...elb, healthCheckType: "EC2, ELB" }),
            "load-balancer checks before others": balanced({ ...elb, healthCheckType: "ELB,EBS" }),
            "load-balancer checks for traffic sources": { resources: [group({ trafficSources, ...elb })] },
            "the shortest grace period": balanced({ ...elb, healthCheckGracePeriod: 60 }),
            "no grace period where none is needed": {
                ...balanced({ ...elb, healthCheckGracePeriod: 0 }),
                parameters: { minGraceSeconds: 0 },
            },
            "the grace period of the configuration": {
                ...balanced({ ...elb, healthCheckGracePeriod: 301 }),
                parameters,
            },
            "load-balancer checks of an attached group": { resources: [attachment(group(elb)), group(elb)] },
            "load-balancer checks of the one group that is attached": {
                resources: [attachment(group(elb)), group(elb), group({ healthCheckType: "EC2" }, "other")],
            },
        },
        fail: {
            "EC2 checks": refused({ ...elb, healthCheckType: "EC2" }),
            "no type of check": refused({ healthCheckGracePeriod: 300 }),
            "a type that only contains the letters": refused({ ...elb, healthCheckType: "EC2,ELBV3" }),
            "no grace period": refused({ healthCheckType: "ELB" }),
            "a grace period of null": refused({ healthCheckType: "ELB", healthCheckGracePeriod: null }),
            "a grace period that is too short": refused({ ...elb, healthCheckGracePeriod: 59 }),
            "EC2 checks for traffic sources": {
                resources: [group({ trafficSources, targetGroupArns: [] })],
                says: [text],
                isFixed: true,
            },
            "a grace period below that of the configuration": { ...refused(elb), parameters },
            "no grace period, where the configuration needs none": {
                ...refused({ healthCheckType: "ELB" }),
                parameters: { minGraceSeconds: 0 },
            },
            "a grace period of null, where the configuration needs none": {
                ...refused({ healthCheckType: "ELB", healthCheckGracePeriod: null }),
                parameters: { minGraceSeconds: 0 },
            },
            "EC2 checks of a group that an attachment puts behind a target group": {
                resources: [attachment(plain), plain],
                says: [text],
            },
            "EC2 checks of a group that an attachment names": {
                resources: [attachment(undefined, { autoscalingGroupName: "known" }), plain],
                says: [text],
            },
            "EC2 checks of a group that a traffic source is attached to": {
                resources: [source(plain), plain],
                says: [text],
            },
            "a grace period of an attached group below that of the configuration": {
                resources: [attachment(group(elb)), group(elb)],
                parameters,
                says: [text],
            },
        },
        unknown: {
            "target groups that may turn out to be none": {
                resources: [group({ targetGroupArns: unknown, healthCheckType: "EC2" })],
                waitsFor: [[label, "targetGroupArns"]],
            },
            "traffic sources that may turn out to be none": {
                resources: [group({ trafficSources: unknown, healthCheckType: "EC2" })],
                waitsFor: [[label, "trafficSources"]],
            },
            "the type of check": {
                ...balanced({ ...elb, healthCheckType: unknown }),
                waitsFor: [[label, "healthCheckType"]],
            },
            "the grace period": {
                ...balanced({ ...elb, healthCheckGracePeriod: unknown }),
                waitsFor: [[label, "healthCheckGracePeriod"]],
            },
            "which group is attached": {
                resources: [attachment(), plain],
                waitsFor: [['target group attachment "attachment"', "autoscalingGroupName"]],
            },
        },
        notApplicable: {
            "groups without target groups": { resources: [group({})] },
            "groups with empty lists": { resources: [group({ targetGroupArns: [], trafficSources: [] })] },
            "attachments to classic load balancers": {
                resources: [attachment(plain, { lbTargetGroupArn: "", elb: "classic" }), plain],
            },
            "other resources": { resources: [{ type: "aws:ec2/vpc:Vpc" }] },
        },
    },
    () => {
        it("fixes nothing else", async () => {
            const fixed = await fixResource(rule, group({ targetGroupArns, minSize: 1, healthCheckGracePeriod: 120 }));

            assert.deepEqual(fixed, {
                targetGroupArns,
                minSize: 1,
                healthCheckGracePeriod: 120,
                healthCheckType: "ELB",
            });
        });

        it("fixes with the grace period of its configuration", async () => {
            const fixed = await fixResource(rule, group({ targetGroupArns, ...elb }), { parameters });

            assert.deepEqual(fixed, { targetGroupArns, ...elb, healthCheckGracePeriod: 301 });
        });

        it("leaves alone groups that list no target groups, or may list none", async () => {
            for (const targetGroupArns of [[], unknown]) {
                assert.equal(await fixResource(rule, group({ targetGroupArns, healthCheckType: "EC2" })), undefined);
            }
            assert.equal(await fixResource(rule, group({ healthCheckType: "EC2" })), undefined);
        });

        it("reports the group and not its attachment", async () => {
            const { findings } = await judge(rule, [attachment(plain), plain]);

            assert.deepEqual(
                findings.map(({ urn }) => urn),
                [urnOf(plain)],
            );
        });
    },
);
