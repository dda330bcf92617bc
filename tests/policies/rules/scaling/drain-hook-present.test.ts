import * as assert from "node:assert/strict";
import { drainHookPresent as rule } from "../../../../policies/rules/scaling/drain-hook-present";
import { judge, type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const lifecycleTransition = "autoscaling:EC2_INSTANCE_TERMINATING";
const hook = { lifecycleTransition, heartbeatTimeout: 900 };
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

const bare = group("edge");
const holding = (...initialLifecycleHooks: unknown[]) => ({ resources: [group("edge", { initialLifecycleHooks })] });
const useless = (...hooks: unknown[]) => ({ ...holding(...hooks), says: [text("edge")] });
const beats = (heartbeatTimeout: unknown) => ({ ...hook, heartbeatTimeout });
const short = { minHeartbeatSeconds: 30 };
const label = 'Auto Scaling group "main"';
const foreign = group("edge", { initialLifecycleHooks: [hook] }, "other");

describeRule(
    rule,
    {
        pass: {
            ...Object.fromEntries(
                ["origin", "edge", "pool", "turn"].map((role) => [
                    `a termination hook of a group of role ${role}`,
                    { resources: [group(role, { initialLifecycleHooks: [hook] })] },
                ]),
            ),
            "a hook of its own that depends on the group": { resources: [bare, hookOf(bare)] },
            "a hook of its own that names the group": {
                resources: [
                    group("origin", { name: "origin-1a2b3c4" }),
                    hookOf(undefined, { autoscalingGroupName: "origin-1a2b3c4" }),
                ],
            },
            "the hour that AWS takes without a heartbeat": holding({ lifecycleTransition }),
            "the shortest heartbeat": holding(beats(300)),
            "the longest heartbeat": holding(beats(7200)),
            "the shortest heartbeat of the configuration": {
                ...holding(beats(120)),
                parameters: { minHeartbeatSeconds: 120 },
            },
            "the second of several hooks": holding({ ...hook, lifecycleTransition: "other" }, hook),
            "a good hook beside one that is not known yet": holding(unknown, hook),
            "a good hook beside one of a group that is not known yet": {
                resources: [group("edge", { initialLifecycleHooks: [hook] }), hookOf(undefined)],
            },
            "a hundred heartbeats that last for the whole drain": { ...holding(beats(72)), parameters: short },
            "48 hours, for the longest drain of all": {
                ...holding(beats(7200)),
                parameters: { maxDrainSeconds: 172_800 },
            },
            "a separate hook that makes up for a useless one of the same name": {
                resources: [
                    group("edge", { initialLifecycleHooks: [{ ...beats(60), name: "drain" }] }),
                    hookOf(group("edge"), { name: "drain" }),
                ],
            },
        },
        fail: {
            "a group without hooks": { resources: [group("origin")], says: [text("origin")] },
            ...Object.fromEntries(
                ["edge", "pool", "turn"].map((role) => [
                    `a group of role ${role} without hooks`,
                    { resources: [group(role)], says: [text(role)] },
                ]),
            ),
            "a launching hook": useless({ ...hook, lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING" }),
            "a heartbeat below the minimum": useless(beats(299)),
            "a heartbeat that AWS refuses": useless(beats(7201)),
            "a heartbeat below the minimum of the configuration": {
                ...useless(beats(119)),
                parameters: { minHeartbeatSeconds: 120 },
            },
            "a hundred heartbeats that end before the drain": { ...useless(beats(71)), parameters: short },
            "48 hours, for a drain that takes longer": {
                ...useless(beats(7200)),
                parameters: { maxDrainSeconds: 172_801 },
            },
            "the hook of another group": {
                resources: [hookOf(foreign), group("origin"), foreign],
                says: [text("origin")],
            },
            "a separate hook that is useless, instead of a good one of the same name": {
                resources: [
                    group("edge", { initialLifecycleHooks: [{ ...hook, name: "drain" }] }),
                    hookOf(group("edge"), { name: "drain", heartbeatTimeout: 60 }),
                ],
                says: [text("edge")],
            },
            "a useless hook of a group that is not known yet": {
                resources: [bare, hookOf(undefined, { heartbeatTimeout: 60 })],
                says: [text("edge")],
            },
            "the one of several groups that has no hook": {
                resources: [group("web", {}, "web"), bare, foreign],
                says: [text("edge")],
            },
        },
        unknown: {
            "the heartbeat of a hook": {
                resources: [bare, hookOf(bare, { heartbeatTimeout: unknown })],
                waitsFor: [[label, 'heartbeatTimeout of the lifecycle hook "drain"']],
            },
            "the heartbeat of a hook that the group is created with": {
                ...holding(beats(unknown)),
                waitsFor: [[label, "initialLifecycleHooks.0.heartbeatTimeout"]],
            },
            "the group of a hook": {
                resources: [bare, hookOf(undefined)],
                waitsFor: [[label, 'autoscalingGroupName of the lifecycle hook "drain"']],
            },
            "a role that is not known yet": {
                resources: [group("edge", { tags: unknown }, "a"), group("edge", { initialLifecycleHooks: [hook] })],
                waitsFor: [['Auto Scaling group "a"', "tags"]],
            },
        },
        notApplicable: {
            "stacks without groups": { resources: [] },
            "groups that carry no media": { resources: [group("web"), group("mongo", {}, "b")] },
            "groups without a role": { resources: [group("edge", { tags: [] })] },
        },
    },
    () => {
        it("judges the other groups while the role of one is not known yet", async () => {
            const veiled = group("edge", { tags: unknown }, "a");

            const { texts } = await judge(rule, [veiled, group("origin")]);

            assert.deepEqual(texts, [
                text("origin"),
                'Not yet known: the Auto Scaling group "a" can be judged once tags has a value.',
            ]);
        });
    },
);
