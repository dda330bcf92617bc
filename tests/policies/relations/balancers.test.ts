import * as assert from "node:assert/strict";
import { UnknownValueError } from "@pulumi/policy";
import { settle } from "../../../policies/condition";
import { actionsOf, Balancers } from "../../../policies/relations/balancers";
import { type PolicyResource, unknown } from "../../support/policy-requests";
import { namesOf, stackOf, subjectIn } from "../../support/policy-stack";

const balancer = (name: string, arn: string = unknown): PolicyResource => ({
    type: "aws:lb/loadBalancer:LoadBalancer",
    name,
    props: { arn },
});
const targetGroup = (name: string, arn: string = unknown): PolicyResource => ({
    type: "aws:alb/targetGroup:TargetGroup",
    name,
    props: { arn },
});
const listener = (name: string, owner?: PolicyResource, props: object = {}): PolicyResource => ({
    type: "aws:lb/listener:Listener",
    name,
    props: { arn: unknown, loadBalancerArn: unknown, ...props },
    dependsOn: owner ? { loadBalancerArn: [owner] } : {},
});
const below = (type: string, name: string, owner?: PolicyResource): PolicyResource => ({
    type,
    name,
    props: { listenerArn: unknown },
    dependsOn: owner ? { listenerArn: [owner] } : {},
});
const rule = (name: string, owner?: PolicyResource) => below("aws:alb/listenerRule:ListenerRule", name, owner);
const certificate = (name: string, owner?: PolicyResource) =>
    below("aws:lb/listenerCertificate:ListenerCertificate", name, owner);

describe("Balancers", () => {
    it("know what belongs to what, by dependency and by value", () => {
        const [one, other] = [balancer("one"), balancer("other", "arn:other")];
        const first = listener("first", one);
        const second = listener("second", undefined, { loadBalancerArn: "arn:other" });
        const stack = stackOf(one, other, first, second, rule("r", first), certificate("c", second));
        const of = (resource: PolicyResource) => subjectIn(stack, resource);

        const balancers = new Balancers(stack);

        assert.deepEqual(namesOf(balancers.listenersOf(of(one))), ["first"]);
        assert.deepEqual(namesOf(balancers.listenersOf(of(other))), ["second"]);
        assert.deepEqual(namesOf(balancers.rulesOf(of(first))), ["r"]);
        assert.deepEqual(namesOf(balancers.rulesOf(of(second))), []);
        assert.deepEqual(namesOf(balancers.certificatesOf(of(second))), ["c"]);
        assert.deepEqual(namesOf(balancers.certificatesOf(of(first))), []);
        assert.equal(balancers.balancerOf(of(second))?.name, "other");
        assert.equal(balancers.listenerOf(of(rule("r")))?.name, "first");
        assert.deepEqual(balancers.unresolved, []);
    });

    it("keep apart what may belong to anybody, and say so when they are asked", () => {
        const stack = stackOf(listener("l"), rule("r"), certificate("c"));

        const balancers = new Balancers(stack);

        assert.deepEqual(namesOf(balancers.unresolved), ["l", "r", "c"]);
        assert.throws(() => balancers.balancerOf(subjectIn(stack, listener("l"))), UnknownValueError);
        assert.throws(() => balancers.listenerOf(subjectIn(stack, rule("r"))), UnknownValueError);
    });

    it("have no balancer and no listener for what belongs to another stack", () => {
        const foreign = listener("l", undefined, { loadBalancerArn: "arn:foreign" });
        const single = { ...rule("r"), props: { listenerArn: "arn:foreign" } };
        const stack = stackOf(foreign, single, balancer("b"));

        const balancers = new Balancers(stack);

        assert.equal(balancers.balancerOf(subjectIn(stack, foreign)), undefined);
        assert.equal(balancers.listenerOf(subjectIn(stack, single)), undefined);
        assert.deepEqual(balancers.unresolved, []);
    });
});

describe("Target groups of listeners and rules", () => {
    const [blue, green] = [targetGroup("blue"), targetGroup("green", "arn:green")];

    function targetsOf(actions: unknown, ...dependencies: PolicyResource[]): string[] {
        const both: PolicyResource[] = [
            { ...listener("l"), props: { defaultActions: actions }, dependsOn: { defaultActions: dependencies } },
            { ...rule("r"), props: { actions }, dependsOn: { actions: dependencies } },
        ];
        const stack = stackOf(blue, green, ...both);
        const balancers = new Balancers(stack);
        const [ofListener, ofRule] = both.map((each) => namesOf(balancers.targetGroupsOf(subjectIn(stack, each))));
        assert.deepEqual(ofListener, ofRule);
        return ofListener ?? [];
    }

    it("are found by dependency and by value, among all actions", () => {
        const forward = (targetGroupArn: string) => ({ type: "forward", targetGroupArn });

        assert.deepEqual(targetsOf([forward(unknown)], blue), ["blue"]);
        assert.deepEqual(targetsOf([forward("arn:green")]), ["green"]);
        assert.deepEqual(targetsOf([forward("arn:green"), forward(unknown)], blue), ["green", "blue"]);
        assert.deepEqual(targetsOf(unknown, blue, green), ["blue", "green"]);
        assert.deepEqual(targetsOf([unknown], blue), ["blue"]);
        assert.deepEqual(targetsOf([forward("arn:foreign")]), []);
    });

    it("are found where an action divides requests, once each", () => {
        const divided = (...arns: string[]) => ({
            type: "forward",
            forward: { targetGroups: arns.map((arn) => ({ arn })) },
        });

        assert.deepEqual(targetsOf([divided("arn:green", unknown)], blue), ["green", "blue"]);
        assert.deepEqual(targetsOf([{ ...divided("arn:green"), targetGroupArn: "arn:green" }]), ["green"]);
        assert.deepEqual(targetsOf([{ ...divided("arn:green"), targetGroupArn: "" }]), ["green"]);
    });

    it("are none for other actions, and none without actions", () => {
        assert.deepEqual(targetsOf([{ type: "redirect", redirect: { port: "443" }, targetGroupArn: "" }]), []);
        assert.deepEqual(targetsOf(undefined), []);
    });

    it("are not known when nothing tells which they are", () => {
        assert.throws(() => targetsOf([{ type: "forward", targetGroupArn: unknown }]), UnknownValueError);
        assert.throws(() => targetsOf([{ type: "forward", forward: unknown }]), UnknownValueError);
        assert.throws(() => targetsOf(unknown), UnknownValueError);
    });

    it("are read from the default actions of listeners and the actions of rules", () => {
        const stack = stackOf({ ...rule("r"), props: { actions: [{ order: 7 }], defaultActions: [] } });
        const [subject] = stack.ofKind("listener rule");
        assert.ok(subject);

        assert.deepEqual(
            actionsOf(subject).map((read) => settle(() => JSON.stringify(read()) === '{"order":7}')),
            [true],
        );
    });
});
