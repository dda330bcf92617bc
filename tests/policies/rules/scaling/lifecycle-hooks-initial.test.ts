import { lifecycleHooksInitial as rule } from "../../../../policies/rules/scaling/lifecycle-hooks-initial";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";
const LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING";
const drain = { name: "terminate-drain", lifecycleTransition: TERMINATING };
const group = (role: string | undefined, initialLifecycleHooks: unknown = [], name = "main"): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    name,
    props: { name: `${name}-1a2b3c4`, tags: role ? [{ key: "media:role", value: role }] : [], initialLifecycleHooks },
});
const hook = (owner: PolicyResource | undefined, props: object = drain, name = "drain"): PolicyResource => ({
    type: "aws:autoscaling/lifecycleHook:LifecycleHook",
    name,
    props: { autoscalingGroupName: unknown, ...props },
    dependsOn: owner ? { autoscalingGroupName: [owner] } : {},
});
const text = (name = "main") =>
    `The Auto Scaling group "${name}" must have its lifecycle hooks from the moment it is created.`;
const says = [text()];
const bare = group("origin");
const both = group("origin", [drain]);
const label = 'Auto Scaling group "main"';

describeRule(rule, {
    pass: {
        "hooks that the group is created with": { resources: [both] },
        "a separate hook that carries later changes": {
            resources: [both, hook(both, { ...drain, heartbeatTimeout: 900 })],
        },
        "a separate hook that carries the changes of the second": {
            resources: [
                group("edge", [{ name: "launch", lifecycleTransition: LAUNCHING }, drain]),
                hook(group("edge")),
            ],
        },
        "a group without hooks, which another rule judges": { resources: [bare] },
        "the separate hook of a group that carries no media": {
            resources: [bare, group("web", [], "other"), hook(group("web", [], "other"))],
        },
        "a hook whose group is not known yet, and which would be right there": {
            resources: [both, hook(undefined)],
        },
        "a right hook beside one that is not known yet": {
            resources: [group("origin", [unknown, drain]), hook(both)],
        },
    },
    fail: {
        "a separate hook": { resources: [bare, hook(bare)], says },
        ...Object.fromEntries(
            ["edge", "pool", "turn"].map((role) => [
                `a separate hook of ${role} servers`,
                { resources: [group(role), hook(group(role))], says },
            ]),
        ),
        "a separate hook that names the group": {
            resources: [bare, hook(undefined, { ...drain, autoscalingGroupName: "main-1a2b3c4" })],
            says,
        },
        "a separate hook of another name": { resources: [both, hook(both, { ...drain, name: "late" })], says },
        "a separate hook without a name": {
            resources: [both, hook(both, { lifecycleTransition: TERMINATING })],
            says,
        },
        "a separate hook on another transition": {
            resources: [both, hook(both, { ...drain, lifecycleTransition: LAUNCHING })],
            says,
        },
        "a late hook beside one that carries changes": {
            resources: [both, hook(both), hook(both, { name: "late", lifecycleTransition: LAUNCHING }, "late")],
            says,
        },
        "the one of several groups that has a late hook": {
            resources: [
                group("edge", [drain], "a"),
                group("edge", [], "b"),
                hook(group("edge", [], "a"), drain, "h1"),
                hook(group("edge", [], "b"), drain, "h2"),
            ],
            says: [text("b")],
        },
        "another transition, whatever the name turns out to be": {
            resources: [both, hook(both, { name: unknown, lifecycleTransition: LAUNCHING })],
            says,
        },
    },
    unknown: {
        "a late hook that may belong to the group": {
            resources: [bare, hook(undefined)],
            waitsFor: [[label, 'autoscalingGroupName of the lifecycle hook "drain"']],
        },
        "the name of a separate hook": {
            resources: [both, hook(both, { ...drain, name: unknown })],
            waitsFor: [[label, 'name of the lifecycle hook "drain"']],
        },
        "the transition of a separate hook": {
            resources: [both, hook(both, { ...drain, lifecycleTransition: unknown })],
            waitsFor: [[label, 'lifecycleTransition of the lifecycle hook "drain"']],
        },
        "the name of a hook that the group is created with": {
            resources: [group("edge", [{ ...drain, name: unknown }]), hook(group("edge"))],
            waitsFor: [[label, "initialLifecycleHooks.0.name"]],
        },
        "hooks that the group is created with": {
            resources: [group("edge", unknown), hook(group("edge"))],
            waitsFor: [[label, "initialLifecycleHooks"]],
        },
        "the role of the group": {
            resources: [{ ...bare, props: { tags: unknown } }],
            waitsFor: [[label, "tags"]],
        },
    },
    notApplicable: {
        "groups that carry no media": { resources: [group("web"), hook(group("web"))] },
        "groups without a role": { resources: [group(undefined), hook(group(undefined))] },
        "stacks without groups": { resources: [hook(undefined)] },
    },
});
