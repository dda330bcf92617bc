import * as assert from "node:assert/strict";
import { NotYetKnown, settle } from "../../../policies/condition";
import { heartbeatOf, holdsLeavers, holdsStarters, LifecycleHooks } from "../../../policies/relations/lifecycle-hooks";
import { type PolicyResource, unknown } from "../../support/policy-requests";
import { namesOf, stackOf, subjectIn } from "../../support/policy-stack";

const group = (...initialLifecycleHooks: object[]): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    name: "group",
    props: { name: "group-1", initialLifecycleHooks },
});
const hook = (name: string, props: object = {}): PolicyResource => ({
    type: "aws:autoscaling/lifecycleHook:LifecycleHook",
    name,
    props: { autoscalingGroupName: "group-1", ...props },
});
const stray = (props: object = {}) => hook("stray", { autoscalingGroupName: unknown, ...props });

function hooksOf(of: PolicyResource, ...others: PolicyResource[]) {
    const stack = stackOf(of, ...others);
    const hooks = new LifecycleHooks(stack);
    const subject = subjectIn(stack, of);
    const owners = (list: ReturnType<LifecycleHooks["of"]>) => namesOf(list.map(({ owner }) => owner));
    const slow = hooks.have((each) => () => heartbeatOf(each) > 900);
    return {
        all: owners(hooks.of(subject)),
        inForce: owners(hooks.inForce(subject)),
        unresolved: namesOf(hooks.unresolved),
        haveSlow: settle(slow(subject)),
        hooks: hooks.of(subject),
    };
}

describe("LifecycleHooks", () => {
    it("finds hooks that the group is made with, and hooks of their own", () => {
        const { all, unresolved } = hooksOf(group({ name: "a" }, { name: "b" }), hook("own"), stray());

        assert.deepEqual(all, ["group", "group", "own"]);
        assert.deepEqual(unresolved, ["stray"]);
    });

    it("lets a hook of its own take the place of one with the same name", () => {
        const named = (name: unknown) => hooksOf(group({ name: "a" }), hook("own", { name })).inForce;

        assert.deepEqual(named("a"), ["own"]);
        assert.deepEqual(named("b"), ["group", "own"]);
        assert.deepEqual(hooksOf(group({ name: unknown }), hook("own", { name: unknown })).inForce, ["group", "own"]);
    });

    it("asks hooks in force, and those that may be", () => {
        const quick = { name: "a", heartbeatTimeout: 900 };
        const slow = { name: "a", heartbeatTimeout: 901 };

        assert.equal(hooksOf(group(slow)).haveSlow, true);
        assert.equal(hooksOf(group(quick)).haveSlow, false);
        assert.equal(hooksOf(group(slow), hook("own", quick)).haveSlow, false);
        assert.equal(hooksOf(group(quick), hook("own", slow)).haveSlow, true);
        assert.equal(hooksOf(group(), stray(quick)).haveSlow, false);
        assert.equal(hooksOf(group(slow), stray(slow)).haveSlow, true);
    });

    it("says which property of which hook it waits for", () => {
        const waits = (...resources: [PolicyResource, ...PolicyResource[]]) => {
            const { haveSlow } = hooksOf(...resources);
            assert.ok(haveSlow instanceof NotYetKnown);
            return haveSlow.causes;
        };
        const veiled = { heartbeatTimeout: unknown };

        assert.deepEqual(waits(group(veiled)), ["initialLifecycleHooks.0.heartbeatTimeout"]);
        assert.deepEqual(waits(group(), hook("own", veiled)), ['heartbeatTimeout of the lifecycle hook "own"']);
        assert.deepEqual(waits(group(), stray()), ['autoscalingGroupName of the lifecycle hook "stray"']);
    });

    it("knows what hooks hold, and for how long", () => {
        const {
            hooks: [starter, leaver],
        } = hooksOf(
            group(
                { lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING" },
                { lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING", heartbeatTimeout: 60 },
            ),
        );
        assert.ok(starter && leaver);

        assert.deepEqual([holdsStarters(starter), holdsLeavers(starter), heartbeatOf(starter)], [true, false, 3600]);
        assert.deepEqual([holdsStarters(leaver), holdsLeavers(leaver), heartbeatOf(leaver)], [false, true, 60]);
    });
});
