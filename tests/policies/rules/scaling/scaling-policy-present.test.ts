import { scalingPolicyPresent as rule } from "../../../../policies/rules/scaling/scaling-policy-present";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const group = (role: string | undefined, props: object = {}, name = "main"): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    name,
    props: { minSize: 1, maxSize: 4, tags: role === undefined ? [] : [{ key: "media:role", value: role }], ...props },
});
const part =
    (type: string) =>
    (owner: PolicyResource | undefined, props: object = {}, name = "part"): PolicyResource => ({
        type,
        name,
        props: { autoscalingGroupName: unknown, ...props },
        dependsOn: owner ? { autoscalingGroupName: [owner] } : {},
    });
const policy = part("aws:autoscaling/policy:Policy");
const hook = part("aws:autoscaling/lifecycleHook:LifecycleHook");
const attachment = part("aws:autoscaling/attachment:Attachment");
const source = part("aws:autoscaling/trafficSourceAttachment:TrafficSourceAttachment");

const tracking = { policyType: "TargetTrackingScaling", targetTrackingConfiguration: { targetValue: 60 } };
const untyped = { adjustmentType: "ChangeInCapacity", scalingAdjustment: -1 };
const removing = { ...untyped, policyType: "SimpleScaling" };
const steps = (...adjustments: unknown[]) => ({
    policyType: "StepScaling",
    adjustmentType: "ChangeInCapacity",
    stepAdjustments: adjustments.map((scalingAdjustment) => ({ scalingAdjustment })),
});
const draining = (heartbeatTimeout?: unknown) => ({
    name: "drain",
    lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
    ...(heartbeatTimeout !== undefined && { heartbeatTimeout }),
});
const launching = { lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING", heartbeatTimeout: 7200 };

const text = (role: string) => `The ${role} group "main" must have a scaling policy that is not faster than its drain.`;
const poolText = 'The pool group "main" must leave scaling to its application.';

const origin = group("origin");
const held = (heartbeat?: unknown, props: object = {}) =>
    group("origin", { initialLifecycleHooks: [launching, draining(heartbeat)], ...props });
/** A group whose servers drain for 900 seconds, with one policy. */
const scaled = (props: object, owner = held(900)) => ({ resources: [owner, policy(owner, props)] });
const tooFast = (props: object, owner = held(900)) => ({ ...scaled(props, owner), says: [text("origin")] });
const misused = (owner: PolicyResource, ...others: PolicyResource[]) => ({
    resources: [...others, owner],
    says: [poolText],
});
const pool = group("pool");
const label = 'Auto Scaling group "main"';

describeRule(rule, {
    pass: {
        "target tracking": scaled(tracking),
        "a policy that names the group": {
            resources: [
                group("edge", { name: "edge-1a2b3c4" }),
                policy(undefined, { ...tracking, autoscalingGroupName: "edge-1a2b3c4" }),
            ],
        },
        "a TURN group with a policy": { resources: [group("turn"), policy(group("turn"), tracking)] },
        "a policy that adds servers, whatever its cooldown": scaled({ ...removing, scalingAdjustment: 1 }),
        "a policy that neither adds nor removes servers": scaled({ ...removing, scalingAdjustment: 0 }),
        "a simple policy that waits for the drain": scaled({ ...removing, cooldown: 900 }),
        "a policy without a type that waits for the drain": scaled({
            ...untyped,
            cooldown: 900,
        }),
        "a step policy that waits for the drain": scaled({ ...steps(1, -1), cooldown: 900 }),
        "steps that add servers": scaled(steps(1, 2)),
        "a fast policy beside a hook on launching servers": scaled(
            removing,
            group("origin", { initialLifecycleHooks: [launching] }),
        ),
        "a fast policy of a group without hooks, which another rule refuses": scaled(removing, origin),
        "the time of the group, for a simple policy": scaled(removing, held(900, { defaultCooldown: 900 })),
        "the time of the group, for a policy without a type": scaled(untyped, held(900, { defaultCooldown: 900 })),
        "the five minutes that AWS takes": scaled(removing, held(300)),
        "an hour for a hook that names no heartbeat": scaled({ ...removing, cooldown: 3600 }, held()),
        "a separate hook with a shorter heartbeat, which takes the place of the first": {
            resources: [
                held(7200),
                policy(held(7200), { ...removing, cooldown: 900 }),
                hook(held(7200), draining(900)),
            ],
        },
        "a fast policy that is switched off, beside one that is on": {
            resources: [
                held(900),
                policy(held(900), { ...removing, enabled: false }, "off"),
                policy(held(900), { ...tracking, enabled: true }),
            ],
        },
        "a pool that its application scales": { resources: [pool] },
        "a pool with empty lists": { resources: [group("pool", { targetGroupArns: [], trafficSources: [] })] },
        "a pool beside a group that has a policy and target groups": {
            resources: [
                pool,
                group("edge", { targetGroupArns: [unknown] }, "other"),
                policy(group("edge", {}, "other"), tracking),
                attachment(group("edge", {}, "other")),
            ],
        },
    },
    fail: {
        "no policy": { resources: [origin], says: [text("origin")] },
        "no policy of an edge group": { resources: [group("edge")], says: [text("edge")] },
        "no policy of a TURN group": { resources: [group("turn")], says: [text("turn")] },
        "the policy of another group": {
            resources: [origin, group("edge", {}, "other"), policy(group("edge", {}, "other"), tracking)],
            says: [text("origin")],
        },
        "a policy that is switched off": tooFast({ ...tracking, enabled: false }),
        "a simple policy that is faster than the drain": tooFast({ ...removing, cooldown: 899 }),
        "a policy without a type that is faster": tooFast({ ...untyped, cooldown: 899 }),
        "a simple policy without a cooldown": tooFast(removing),
        "a simple policy of a group that is faster": tooFast(removing, held(900, { defaultCooldown: 899 })),
        "the five minutes that AWS takes, for a longer drain": tooFast(removing, held(301)),
        "a cooldown of its own over that of the group": tooFast(
            { ...removing, cooldown: 899 },
            held(900, { defaultCooldown: 900 }),
        ),
        "a step policy that is faster than the drain": tooFast({ ...steps(1, -1), cooldown: 899 }),
        "the time of the group, for a step policy": tooFast(steps(-1), held(300, { defaultCooldown: 900 })),
        "less than the hour of a hook that names no heartbeat": tooFast({ ...removing, cooldown: 3599 }, held()),
        "an exact number of servers": tooFast({
            policyType: "SimpleScaling",
            adjustmentType: "ExactCapacity",
            scalingAdjustment: 1,
        }),
        "a fast policy beside a slow one": {
            resources: [held(900), policy(held(900), removing, "fast"), policy(held(900), tracking, "slow")],
            says: [text("origin")],
        },
        "a policy that is faster than a hook of its own": {
            resources: [origin, policy(origin, { ...removing, cooldown: 899 }), hook(origin, draining(900))],
            says: [text("origin")],
        },
        "a group that can shrink to nothing": { resources: [group("edge", { minSize: 0 })], says: [text("edge")] },
        "a group without sizes": {
            resources: [{ ...origin, props: { tags: [{ key: "media:role", value: "origin" }] } }],
            says: [text("origin")],
        },
        "a pool with a scaling policy": misused(pool, policy(pool, tracking)),
        "a pool of a fixed size with a scaling policy": misused(
            group("pool", { maxSize: 1 }),
            policy(pool, { ...tracking, enabled: false }),
        ),
        "a pool with a target group": misused(group("pool", { targetGroupArns: [unknown] })),
        "a pool with a traffic source": misused(group("pool", { trafficSources: [{ identifier: unknown }] })),
        "a pool that is attached to a target group": misused(pool, attachment(pool)),
        "a pool that is attached to a traffic source": misused(pool, source(pool)),
        "each of several groups": {
            resources: [
                group("edge", {}, "b"),
                group("web", {}, "d"),
                group("origin", {}, "a"),
                group("turn", {}, "c"),
                policy(group("turn", {}, "c"), tracking),
            ],
            says: [
                'The origin group "a" must have a scaling policy that is not faster than its drain.',
                'The edge group "b" must have a scaling policy that is not faster than its drain.',
            ],
        },
        "a missing policy, whatever the sizes of another group turn out to be": {
            resources: [origin, group("edge", { minSize: 2, maxSize: 2 }, "fixed")],
            says: [text("origin")],
        },
    },
    unknown: {
        "sizes that may be equal": {
            resources: [group("edge", { maxSize: unknown })],
            waitsFor: [[label, "maxSize"]],
        },
        "a policy that may belong to the group": {
            resources: [origin, policy(undefined, tracking)],
            waitsFor: [[label, 'autoscalingGroupName of the scaling policy "part"']],
        },
        "a fast policy that may belong to the group, too": {
            resources: [held(900), policy(held(900), tracking, "own"), policy(undefined, removing)],
            waitsFor: [[label, 'autoscalingGroupName of the scaling policy "part"']],
        },
        "a policy that may be switched off": {
            ...scaled({ ...tracking, enabled: unknown }),
            waitsFor: [[label, 'enabled of the scaling policy "part"']],
        },
        "the cooldown of a policy": {
            ...scaled({ ...removing, cooldown: unknown }),
            waitsFor: [[label, 'cooldown of the scaling policy "part"']],
        },
        "the cooldown of the group": {
            ...scaled(removing, held(900, { defaultCooldown: unknown })),
            waitsFor: [[label, "defaultCooldown"]],
        },
        "what a policy does": {
            ...scaled({ ...removing, scalingAdjustment: unknown }),
            waitsFor: [[label, 'scalingAdjustment of the scaling policy "part"']],
        },
        "what a step does": {
            ...scaled(steps(unknown)),
            waitsFor: [[label, 'stepAdjustments.0.scalingAdjustment of the scaling policy "part"']],
        },
        "the heartbeat of a hook of the group": {
            ...scaled(removing, held(unknown)),
            waitsFor: [[label, "initialLifecycleHooks.1.heartbeatTimeout"]],
        },
        "the heartbeat of a hook of its own": {
            resources: [origin, policy(origin, removing), hook(origin, draining(unknown))],
            waitsFor: [[label, 'heartbeatTimeout of the lifecycle hook "part"']],
        },
        "the transition of a hook": {
            resources: [
                origin,
                policy(origin, removing),
                hook(origin, { ...draining(900), lifecycleTransition: unknown }),
            ],
            waitsFor: [[label, 'lifecycleTransition of the lifecycle hook "part"']],
        },
        "a hook that may belong to the group": {
            resources: [origin, policy(origin, removing), hook(undefined, draining(900))],
            waitsFor: [[label, 'autoscalingGroupName of the lifecycle hook "part"']],
        },
        "target groups of a pool": {
            resources: [group("pool", { targetGroupArns: unknown })],
            waitsFor: [[label, "targetGroupArns"]],
        },
        "traffic sources of a pool": {
            resources: [group("pool", { trafficSources: unknown })],
            waitsFor: [[label, "trafficSources"]],
        },
        "a policy that may belong to a pool": {
            resources: [pool, policy(undefined, tracking)],
            waitsFor: [[label, 'autoscalingGroupName of the scaling policy "part"']],
        },
        "an attachment that may belong to a pool": {
            resources: [pool, attachment(undefined)],
            waitsFor: [[label, 'autoscalingGroupName of the target group attachment "part"']],
        },
        "the role of a group": { resources: [group("edge", { tags: unknown })], waitsFor: [[label, "tags"]] },
    },
    notApplicable: {
        "groups of a fixed size": { resources: [group("edge", { minSize: 2, maxSize: 2 })] },
        "sizes in text": { resources: [group("edge", { minSize: "2", maxSize: 2 })] },
        "groups of other roles": { resources: [group("web"), group("mongo", {}, "b"), group(undefined, {}, "c")] },
        "stacks without groups": { resources: [] },
    },
});
