import { hookDefaultResult as rule } from "../../../../policies/rules/scaling/hook-default-result";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const launching = (defaultResult: unknown = null) => ({
    lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
    defaultResult,
});
const terminating = (defaultResult: unknown = null) => ({
    lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
    defaultResult,
});
const retaining = (terminateHookAbandon: unknown = "retain") => ({
    instanceLifecyclePolicy: { retentionTriggers: { terminateHookAbandon } },
});
const group = (initialLifecycleHooks: unknown = null, props: object = {}): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    props: { initialLifecycleHooks, ...props },
});
const hook = (props: object, ...owners: PolicyResource[]): PolicyResource => ({
    type: "aws:autoscaling/lifecycleHook:LifecycleHook",
    name: "drain",
    props: { autoscalingGroupName: unknown, ...props },
    dependsOn: owners.length > 0 ? { autoscalingGroupName: owners } : {},
});
/** A group that is made with these hooks. */
const made = (...hooks: object[]) => ({ resources: [group(hooks)] });
const madeRetaining = (...hooks: object[]) => ({ resources: [group(hooks, retaining())] });
const plain = group();
const keeper = group(undefined, retaining());
const separate = (props: object, owner = plain) => ({ resources: [owner, hook(props, owner)] });

const inside = (which: string, end: string) => [`The ${which} hook of the Auto Scaling group "main" must ${end}`];
const outside = (end: string) => [`The lifecycle hook "drain" must ${end}`];
const go = "continue when nobody answers in time.";
const stay = "abandon when nobody answers in time, because the group retains abandoned servers.";
const tell = "say what happens when nobody answers in time.";
const lenient = { abandonOnLaunchAllowed: true };
const label = 'Auto Scaling group "main"';
const drain = 'lifecycle hook "drain"';
const named = { ...keeper, props: { ...keeper.props, name: "edge-1a2b3c4" } };
const bystander = { ...plain, name: "bystander" };

describeRule(rule, {
    pass: {
        "hooks that continue": made(launching("CONTINUE"), terminating("CONTINUE")),
        "a launching hook of its own that continues": separate(launching("CONTINUE")),
        "a termination hook of its own that continues": separate(terminating("CONTINUE")),
        "a termination hook that abandons what is retained": madeRetaining(terminating("ABANDON")),
        "a termination hook of its own that abandons what is retained": separate(terminating("ABANDON"), keeper),
        "a launching hook that continues where leavers are retained": madeRetaining(launching("CONTINUE")),
        "a group that ends abandoned servers": {
            resources: [group([terminating("CONTINUE")], retaining("terminate"))],
        },
        "a group that names its hook's retention by name": {
            resources: [named, hook({ ...terminating("ABANDON"), autoscalingGroupName: "edge-1a2b3c4" })],
        },
        "a hook of a group in another stack": {
            resources: [keeper, hook({ ...terminating("CONTINUE"), autoscalingGroupName: "elsewhere" })],
        },
        "a launching hook that abandons where that is allowed": {
            ...made(launching("ABANDON")),
            parameters: lenient,
        },
        "a launching hook that continues where it may abandon": {
            ...made(launching("CONTINUE")),
            parameters: lenient,
        },
        "a termination hook that says nothing of launches": { ...made(terminating("CONTINUE")), parameters: lenient },
        "a hook that continues whatever it is for": made({ lifecycleTransition: unknown, defaultResult: "CONTINUE" }),
        "a launching hook of its own whose group is not known yet": {
            resources: [plain, hook(launching("CONTINUE"))],
        },
    },
    fail: {
        "a launching hook that abandons": { ...made(launching("ABANDON")), says: inside("launching", go) },
        "a launching hook without a result": { ...made(launching()), says: inside("launching", go) },
        "a termination hook that abandons": { ...made(terminating("ABANDON")), says: inside("termination", go) },
        "a termination hook without a result": { ...made(terminating()), says: inside("termination", go) },
        "a termination hook that abandons where only launches may": {
            ...made(terminating("ABANDON")),
            parameters: lenient,
            says: inside("termination", go),
        },
        "a launching hook that says nothing where it may abandon": {
            ...made(launching()),
            parameters: lenient,
            says: inside("launching", tell),
        },
        "a launching hook of its own that says nothing where it may abandon": {
            ...separate(launching()),
            parameters: lenient,
            says: outside(tell),
        },
        "a termination hook that continues although leavers are retained": {
            ...madeRetaining(terminating("CONTINUE")),
            says: inside("termination", stay),
        },
        "a termination hook without a result although leavers are retained": {
            ...madeRetaining(terminating()),
            says: inside("termination", stay),
        },
        "a launching hook that abandons where leavers are retained": {
            ...madeRetaining(launching("ABANDON")),
            says: inside("launching", go),
        },
        "a launching hook of its own that abandons": { ...separate(launching("ABANDON")), says: outside(go) },
        "a termination hook of its own that abandons": { ...separate(terminating("ABANDON")), says: outside(go) },
        "a termination hook of its own that continues although leavers are retained": {
            ...separate(terminating("CONTINUE"), keeper),
            says: outside(stay),
        },
        "a hook of another group than the one that retains": {
            resources: [keeper, bystander, hook(terminating("ABANDON"), bystander)],
            says: outside(go),
        },
        "both hooks of a group": {
            ...made(launching("ABANDON"), terminating("ABANDON")),
            says: [...inside("launching", go), ...inside("termination", go)],
        },
        "one hook beside one that is not known yet": {
            resources: [group([launching("ABANDON"), terminating("CONTINUE")], { instanceLifecyclePolicy: {} })],
            says: inside("launching", go),
        },
        "a launching hook of its own whatever its group is": {
            resources: [hook(launching("ABANDON"))],
            says: outside(go),
        },
    },
    unknown: {
        "a result": {
            ...made(launching(unknown)),
            waitsFor: [[label, "initialLifecycleHooks.0.defaultResult"]],
        },
        "a transition": {
            ...made({ lifecycleTransition: unknown, defaultResult: "ABANDON" }),
            waitsFor: [[label, "initialLifecycleHooks.0.lifecycleTransition"]],
        },
        "a transition where leavers are retained": {
            ...madeRetaining({ lifecycleTransition: unknown, defaultResult: "CONTINUE" }),
            waitsFor: [[label, "initialLifecycleHooks.0.lifecycleTransition"]],
        },
        hooks: { resources: [group(unknown)], waitsFor: [[label, "initialLifecycleHooks"]] },
        "whether leavers are retained": {
            resources: [group([terminating("ABANDON")], { instanceLifecyclePolicy: unknown })],
            waitsFor: [[label, "instanceLifecyclePolicy"]],
        },
        "whether the group of a hook retains leavers": {
            ...separate(terminating("CONTINUE"), group(undefined, { instanceLifecyclePolicy: unknown })),
            waitsFor: [[drain, `instanceLifecyclePolicy of the ${label}`]],
        },
        "the group of a termination hook": {
            resources: [keeper, hook(terminating("CONTINUE"))],
            waitsFor: [[drain, "autoscalingGroupName"]],
        },
        "the result of a hook of its own": {
            ...separate(terminating(unknown)),
            waitsFor: [[drain, "defaultResult"]],
        },
    },
    notApplicable: {
        "groups without hooks": { resources: [plain, group([])] },
        "other resources": { resources: [{ type: "aws:ec2/vpc:Vpc" }] },
    },
});
