import * as assert from "node:assert/strict";
import { drainHookPresent as rule } from "../../../../policies/rules/scaling/drain-hook-present";
import { judgeStack, type PolicyResource, unknown, urnOf } from "../../../support/policy-requests";

const TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";
const hook = { lifecycleTransition: TERMINATING, heartbeatTimeout: 900 };
const group = (role: string, props: object = {}, name = "main"): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    name,
    props: {
        tags: [
            { key: "Name", value: unknown },
            { key: "media:role", value: role },
        ],
        ...props,
    },
});
const hookOf = (owner: PolicyResource | undefined, props: object = {}): PolicyResource => ({
    type: "aws:autoscaling/lifecycleHook:LifecycleHook",
    name: "drain",
    props: { ...hook, autoscalingGroupName: unknown, ...props },
    dependsOn: owner ? { autoscalingGroupName: [owner] } : {},
});
const text = (role: string) =>
    `The ${role} group "main" must hold leaving servers with a termination hook until they are drained.`;

describe("P09 drain-hook-present", () => {
    for (const role of ["origin", "edge", "pool", "turn"]) {
        it(`demands a termination hook of ${role} groups`, async () => {
            const bare = group(role);
            const { findings } = await judgeStack(rule, [bare]);

            assert.deepEqual(findings, [{ level: "mandatory", text: text(role), urn: urnOf(bare) }]);
            const holding = group(role, { initialLifecycleHooks: [hook] });
            assert.equal((await judgeStack(rule, [holding])).verdict, "pass");
        });
    }

    it("accepts a hook of its own that depends on the group or names it", async () => {
        const origin = group("origin", { name: "origin-1a2b3c4" });

        assert.equal((await judgeStack(rule, [origin, hookOf(origin)])).verdict, "pass");
        const named = hookOf(undefined, { autoscalingGroupName: "origin-1a2b3c4" });
        assert.equal((await judgeStack(rule, [origin, named])).verdict, "pass");
    });

    it("does not take the hook of another group for its own", async () => {
        const other = group("edge", { initialLifecycleHooks: [hook] }, "other");

        const { texts } = await judgeStack(rule, [hookOf(other), group("origin"), other]);

        assert.deepEqual(texts, [text("origin")]);
    });

    it("takes AWS's hour for a hook without a heartbeat", async () => {
        const initialLifecycleHooks = [{ lifecycleTransition: TERMINATING }];

        assert.equal((await judgeStack(rule, [group("edge", { initialLifecycleHooks })])).verdict, "pass");
    });

    const useless = {
        "launching hook": { ...hook, lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING" },
        "heartbeat below the minimum": { ...hook, heartbeatTimeout: 299 },
        "heartbeat that AWS refuses": { ...hook, heartbeatTimeout: 7201 },
    };
    for (const [name, bad] of Object.entries(useless)) {
        it(`refuses: ${name}`, async () => {
            const edge = group("edge", { initialLifecycleHooks: [bad] });

            assert.deepEqual((await judgeStack(rule, [edge])).texts, [text("edge")]);
        });
    }

    it("demands that a hundred heartbeats cover the longest drain", async () => {
        const edge = group("edge", { initialLifecycleHooks: [{ ...hook, heartbeatTimeout: 60 }] });
        const parameters = { minHeartbeatSeconds: 30 };

        assert.equal((await judgeStack(rule, [edge], { parameters })).texts.length, 1);
        const shorter = { ...parameters, maxDrainSeconds: 6000 };
        assert.equal((await judgeStack(rule, [edge], { parameters: shorter })).verdict, "pass");
    });

    it("says which value of which hook it waits for", async () => {
        const origin = group("origin");
        const { texts } = await judgeStack(rule, [origin, hookOf(origin, { heartbeatTimeout: unknown })]);

        assert.deepEqual(texts, [
            'Not yet known: the Auto Scaling group "main" can be judged once heartbeatTimeout of the lifecycle hook "drain" has a value.',
        ]);
    });

    it("says when it cannot know which group a hook belongs to", async () => {
        const { texts } = await judgeStack(rule, [group("origin"), hookOf(undefined)]);

        assert.deepEqual(texts, [
            'Not yet known: the Auto Scaling group "main" can be judged once autoscalingGroupName of the lifecycle hook "drain" has a value.',
        ]);
    });

    it("waits for a role that is not known yet, and judges the other groups meanwhile", async () => {
        const veiled = { ...group("edge", { tags: unknown }), name: "a" };

        const { texts } = await judgeStack(rule, [veiled, group("origin")]);

        assert.deepEqual(texts, [
            text("origin"),
            'Not yet known: the Auto Scaling group "a" can be judged once tags has a value.',
        ]);
    });

    it("does not apply to stacks without media groups", async () => {
        assert.equal((await judgeStack(rule, [])).verdict, "not applicable");
        assert.equal((await judgeStack(rule, [group("web")])).verdict, "not applicable");
        assert.equal((await judgeStack(rule, [group("web", {}, "w"), group("edge")])).verdict, "violation");
    });
});
