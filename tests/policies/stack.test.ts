import * as assert from "node:assert/strict";
import { type PolicyResource, UnknownValueError } from "@pulumi/policy";
import { Referrers, type Relation, Stack } from "../../policies/stack";
import { unknown } from "../support/policy-requests";
import { stackResource, subject } from "../support/subjects";

const groupOfHook: Relation = { property: "autoscalingGroupName", kinds: ["Auto Scaling group"], identity: "name" };
const targetsOfGroup: Relation = { property: "targetGroupArns", kinds: ["target group"], identity: "arn" };

const group = (name: string, props: object = {}) => stackResource("aws:autoscaling/group:Group", name, props);
const target = (name: string, arn: string) => stackResource("aws:lb/targetGroup:TargetGroup", name, { arn });
/** Of another kind than what a hook refers to. */
const bystander = target("t", "arn:t");
/** No rule looks at it. */
const keyPair = stackResource("aws:ec2/keyPair:KeyPair", "k");
const hook = (name: string, autoscalingGroupName: string, ...dependencies: PolicyResource[]) =>
    stackResource(
        "aws:autoscaling/lifecycleHook:LifecycleHook",
        name,
        { autoscalingGroupName },
        { autoscalingGroupName: dependencies },
    );
const names = (subjects: readonly { readonly name: string }[]) => subjects.map(({ name }) => name);

function referentsOf(own: PolicyResource, ...others: PolicyResource[]) {
    const stack = new Stack([own, ...others]);
    const [subject] = stack.ofKind("lifecycle hook");
    assert.ok(subject);
    return stack.referents(subject, groupOfHook);
}

describe("Stack", () => {
    it("lists resources of a kind by URN, and leaves out those that no rule looks at", () => {
        const stack = new Stack([group("b"), keyPair, hook("h", "x"), group("c"), group("a")]);

        assert.deepEqual(names(stack.ofKind("Auto Scaling group")), ["a", "b", "c"]);
        assert.deepEqual(names(stack.ofKind("lifecycle hook", "Auto Scaling group")), ["h", "a", "b", "c"]);
        assert.deepEqual(names(stack.ofKind("volume")), []);
    });

    it("finds what a reference names by dependency while nothing has a name", () => {
        const [one, other] = [group("one"), group("other")];

        assert.deepEqual(names(referentsOf(hook("h", unknown, other), one, other)), ["other"]);
        assert.deepEqual(names(referentsOf(hook("h", unknown, bystander, other), bystander, one, other)), ["other"]);
    });

    it("finds it by its value once that is known, before dependencies", () => {
        const [one, other] = [group("one", { name: "one-1" }), group("other", { name: "other-1" })];

        assert.deepEqual(names(referentsOf(hook("h", "one-1", one, other), one, other)), ["one"]);
        assert.deepEqual(names(referentsOf(hook("h", "one-1"), one, other)), ["one"]);
        assert.deepEqual(names(referentsOf(hook("h", "elsewhere"), one, other)), []);
    });

    it("says when neither tells", () => {
        assert.throws(() => referentsOf(hook("h", unknown), group("one")), UnknownValueError);
        assert.throws(() => referentsOf(hook("h", unknown, keyPair), keyPair, group("one")), UnknownValueError);
    });

    it("lists what a property depends on by URN and once, whatever order the SDK has it in", () => {
        const [a, b, c] = [group("a"), group("b"), group("c")];

        assert.deepEqual(names(referentsOf(hook("h", unknown, c, a, b, a), a, b, c)), ["a", "b", "c"]);
    });

    it("reads what resources of a kind are called once, however often it is asked", () => {
        const reads: string[] = [];
        const counted = (name: string) => {
            const read = () => {
                reads.push(name);
                return name;
            };
            return group(name, Object.defineProperty({}, "name", { get: read, configurable: true }));
        };
        const stack = new Stack([counted("one"), counted("other")]);

        const found = ["one", "other", "one"].map((name) => stack.identified(["Auto Scaling group"], "name", name));

        assert.deepEqual(found.map(names), [["one"], ["other"], ["one"]]);
        assert.deepEqual(reads, ["one", "other"]);
    });

    it("knows of no dependencies of a resource that is not its own", () => {
        const stack = new Stack([group("one")]);

        const foreign = subject("aws:autoscaling/lifecycleHook:LifecycleHook", { autoscalingGroupName: unknown });

        assert.deepEqual(stack.dependencies(foreign, "autoscalingGroupName", ["Auto Scaling group"]), []);
    });

    describe("with a list of references", () => {
        const [one, other] = [target("one", "arn:1"), target("other", unknown)];

        function targetsOf(targetGroupArns: readonly string[], ...dependencies: PolicyResource[]) {
            const own = stackResource(
                "aws:autoscaling/group:Group",
                "g",
                { targetGroupArns },
                { targetGroupArns: dependencies },
            );
            const stack = new Stack([own, one, other]);
            const [from] = stack.ofKind("Auto Scaling group");
            assert.ok(from);
            return names(stack.referentsOfEach(from, targetsOfGroup));
        }

        it("finds what each of them names, once, and leaves out what is not in the stack", () => {
            assert.deepEqual(targetsOf(["arn:1", "arn:elsewhere", "arn:1"], other), ["one"]);
            assert.deepEqual(targetsOf([]), []);
        });

        it("adds what the property depends on when one of them has no value yet", () => {
            assert.deepEqual(targetsOf(["arn:1", unknown], one, other), ["one", "other"]);
        });

        it("says when neither tells", () => {
            assert.throws(() => targetsOf(["arn:1", unknown]), UnknownValueError);
        });
    });

    it("is a resource itself, also when nothing says so", () => {
        const root = stackResource("pulumi:pulumi:Stack", "media-cluster-dev", { outputs: {} });

        assert.equal(new Stack([group("one"), root]).root.urn, root.urn);
        assert.deepEqual(new Stack([group("one")]).root, {
            kind: "stack",
            name: "",
            urn: "",
            label: "stack",
            props: {},
            options: {
                protect: false,
                ignoreChanges: [],
                aliases: [],
                customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
                additionalSecretOutputs: [],
            },
        });
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
