import * as assert from "node:assert/strict";
import { type PolicyResource, UnknownValueError, unknownCheckingProxy } from "@pulumi/policy";
import { Referrers, type Relation, Stack } from "../../policies/stack";
import { unknown } from "../support/policy-requests";

const groupOfHook: Relation = { property: "autoscalingGroupName", kinds: ["Auto Scaling group"], identity: "name" };

function resource(
    type: string,
    name: string,
    props: object,
    autoscalingGroupName: PolicyResource[] = [],
): PolicyResource {
    const urn = `urn:pulumi:test::media-cluster::${type}::${name}`;
    const propertyDependencies = { autoscalingGroupName };
    return { type, name, urn, props: unknownCheckingProxy(props), propertyDependencies } as unknown as PolicyResource;
}

const group = (name: string, props: object = {}) => resource("aws:autoscaling/group:Group", name, props);
const hook = (name: string, autoscalingGroupName: string, ...dependencies: PolicyResource[]) =>
    resource("aws:autoscaling/lifecycleHook:LifecycleHook", name, { autoscalingGroupName }, dependencies);
const names = (subjects: readonly { readonly name: string }[]) => subjects.map(({ name }) => name);

function referentsOf(own: PolicyResource, ...others: PolicyResource[]) {
    const stack = new Stack([own, ...others]);
    const [subject] = stack.ofKind("lifecycle hook");
    assert.ok(subject);
    return stack.referents(subject, groupOfHook);
}

describe("Stack", () => {
    it("lists resources of a kind by URN, and leaves out those that no rule looks at", () => {
        const vpc = resource("aws:ec2/vpc:Vpc", "v", {});
        const stack = new Stack([group("b"), vpc, hook("h", "x"), group("c"), group("a")]);

        assert.deepEqual(names(stack.ofKind("Auto Scaling group")), ["a", "b", "c"]);
        assert.deepEqual(names(stack.ofKind("lifecycle hook", "Auto Scaling group")), ["h", "a", "b", "c"]);
        assert.deepEqual(names(stack.ofKind("volume")), []);
    });

    it("finds what a reference names by dependency while nothing has a name", () => {
        const [one, other] = [group("one"), group("other")];

        assert.deepEqual(names(referentsOf(hook("h", unknown, other), one, other)), ["other"]);
    });

    it("finds it by its value once that is known, before dependencies", () => {
        const [one, other] = [group("one", { name: "one-1" }), group("other", { name: "other-1" })];

        assert.deepEqual(names(referentsOf(hook("h", "one-1", one, other), one, other)), ["one"]);
        assert.deepEqual(names(referentsOf(hook("h", "one-1"), one, other)), ["one"]);
        assert.deepEqual(names(referentsOf(hook("h", "elsewhere"), one, other)), []);
    });

    it("says when neither tells", () => {
        assert.throws(() => referentsOf(hook("h", unknown), group("one")), UnknownValueError);
    });
});

describe("Referrers", () => {
    it("groups subjects by what they refer to, and keeps those apart that cannot say", () => {
        const [one, other] = [group("one"), group("other")];
        const stack = new Stack([hook("c", unknown, one), hook("b", unknown), hook("a", unknown, one), one, other]);

        const hooks = new Referrers(stack, stack.ofKind("lifecycle hook"), groupOfHook);

        const byName = stack.ofKind("Auto Scaling group").map((each) => [each.name, names(hooks.of(each))]);
        assert.deepEqual(byName, [
            ["one", ["a", "c"]],
            ["other", []],
        ]);
        assert.deepEqual(names(hooks.unresolved), ["b"]);
    });
});
