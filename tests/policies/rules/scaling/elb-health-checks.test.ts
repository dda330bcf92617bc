import * as assert from "node:assert/strict";
import { elbHealthChecks as rule } from "../../../../policies/rules/scaling/elb-health-checks";
import { fixResource, judgeResource, judgeStack, unknown, urnOf } from "../../../support/policy-requests";

const type = "aws:autoscaling/group:Group";
const group = (props: object) => ({ type, props });
const targetGroupArns = [unknown];
const elb = { healthCheckType: "ELB", healthCheckGracePeriod: 300 };
const text = 'The Auto Scaling group "main" must use load-balancer health checks.';

describe("P05 elb-health-checks", () => {
    it("accepts load-balancer checks with a grace period, also beside others", async () => {
        const resources = [
            group({ targetGroupArns, ...elb }),
            group({ targetGroupArns: unknown, ...elb }),
            group({ targetGroupArns, ...elb, healthCheckType: "EC2, ELB" }),
            group({ trafficSources: [{ identifier: unknown, type: "elbv2" }], ...elb }),
        ];
        for (const resource of resources) assert.equal((await judgeResource(rule, resource)).verdict, "pass");
    });

    const failing = {
        "EC2 checks": { ...elb, healthCheckType: "EC2" },
        "no type of check": { healthCheckGracePeriod: 300 },
        "no grace period": { healthCheckType: "ELB" },
        "a grace period that is too short": { ...elb, healthCheckGracePeriod: 59 },
    };
    for (const [name, props] of Object.entries(failing)) {
        it(`refuses ${name}, and fixes it`, async () => {
            const fixed = await fixResource(rule, group({ targetGroupArns, ...props }));

            assert.deepEqual((await judgeResource(rule, group({ targetGroupArns, ...props }))).texts, [text]);
            assert.equal((await judgeResource(rule, group(fixed ?? {}))).verdict, "pass");
        });
    }

    it("fixes nothing else", async () => {
        const fixed = await fixResource(rule, group({ targetGroupArns, minSize: 1, healthCheckGracePeriod: 120 }));

        assert.deepEqual(fixed, { targetGroupArns, minSize: 1, healthCheckGracePeriod: 120, healthCheckType: "ELB" });
        assert.equal(await fixResource(rule, group({ targetGroupArns, ...elb })), undefined);
        assert.equal(await fixResource(rule, group({ healthCheckType: "EC2" })), undefined);
    });

    it("does not apply to groups without target groups", async () => {
        for (const props of [{}, { targetGroupArns: [] }]) {
            assert.equal((await judgeResource(rule, group(props))).verdict, "not applicable");
        }
    });

    it("waits for target groups that may turn out to be none", async () => {
        const { texts } = await judgeResource(rule, group({ targetGroupArns: unknown, healthCheckType: "EC2" }));

        assert.deepEqual(texts, [
            'Not yet known: the Auto Scaling group "main" can be judged once targetGroupArns has a value.',
        ]);
    });

    it("takes the grace period of its configuration", async () => {
        const settings = { parameters: { minGraceSeconds: 301 } };

        assert.deepEqual((await judgeResource(rule, group({ targetGroupArns, ...elb }), settings)).texts, [text]);
    });

    describe("in the stack", () => {
        const attachment = (props: object, to?: ReturnType<typeof group>) => ({
            type: "aws:autoscaling/attachment:Attachment",
            props: { lbTargetGroupArn: unknown, autoscalingGroupName: unknown, ...props },
            dependsOn: to ? { autoscalingGroupName: [to] } : {},
        });
        const plain = group({ name: "known", healthCheckType: "EC2" });

        it("judges groups that an attachment puts behind a target group", async () => {
            const { findings } = await judgeStack(rule, [attachment({}, plain), plain]);

            assert.deepEqual(findings, [{ level: "mandatory", text, urn: urnOf(plain) }]);
            const good = group(elb);
            assert.equal((await judgeStack(rule, [attachment({}, good), good])).verdict, "pass");
        });

        it("finds the group by its name and through traffic sources as well", async () => {
            const byName = attachment({ autoscalingGroupName: "known" });
            const source = {
                ...attachment({}, plain),
                type: "aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment",
            };

            assert.deepEqual((await judgeStack(rule, [byName, plain])).texts, [text]);
            assert.deepEqual((await judgeStack(rule, [source, plain])).texts, [text]);
        });

        it("says when it cannot know which group is attached", async () => {
            const { texts } = await judgeStack(rule, [attachment({}), plain]);

            assert.deepEqual(texts, [
                'Not yet known: the target group attachment "main" can be judged once autoscalingGroupName has a value.',
            ]);
        });

        it("does not apply without attachments to target groups", async () => {
            const classic = attachment({ lbTargetGroupArn: "", elb: "classic" }, plain);

            assert.equal((await judgeStack(rule, [plain])).verdict, "not applicable");
            assert.equal((await judgeStack(rule, [classic, plain])).verdict, "not applicable");
        });
    });
});
