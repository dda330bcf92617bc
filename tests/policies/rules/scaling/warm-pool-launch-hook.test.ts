import { warmPoolLaunchHook as rule } from "../../../../policies/rules/scaling/warm-pool-launch-hook";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const launching = { name: "ready", lifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING" };
const terminating = { name: "drain", lifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING" };
const group = (warmPool: unknown, hooks: unknown = [], props: object = {}): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    props: { tags: [{ key: "media:role", value: "pool" }], warmPool, initialLifecycleHooks: hooks, ...props },
});
const hook = (owner: PolicyResource | undefined, props: object = {}): PolicyResource => ({
    type: "aws:autoscaling/lifecycleHook:LifecycleHook",
    name: "hook",
    props: { autoscalingGroupName: unknown, ...launching, ...props },
    dependsOn: owner ? { autoscalingGroupName: [owner] } : {},
});
const topic: PolicyResource = { type: "aws:sns/topic:Topic", name: "dns", props: { tags: { "media:role": "dns" } } };
const alarms: PolicyResource = { type: "aws:sns/topic:Topic", name: "alarms", props: { tags: {} } };
const notification = (owner: PolicyResource, to: PolicyResource, ...events: unknown[]): PolicyResource => ({
    type: "aws:autoscaling/notification:Notification",
    name: "notices",
    props: { groupNames: [unknown], notifications: events, topicArn: unknown },
    dependsOn: { groupNames: [owner], topicArn: [to] },
});
const TERMINATE = "autoscaling:EC2_INSTANCE_TERMINATE";

const reusing = { instanceReusePolicy: { reuseOnScaleIn: true } };
const pool = group({ poolState: "Stopped" });
const reuser = group(reusing, [launching]);
const named = group({}, [], { name: "pool-1a2b3c4" });
const warmed = (hooks: unknown, warmPool: unknown = {}) => ({ resources: [group(warmPool, hooks)] });
const bystander = { ...pool, name: "bystander" };

const text = (name = "main") =>
    `The Auto Scaling group "${name}" must hold launching servers with a hook because it has a warm pool.`;
const quiet =
    'The Auto Scaling group "main" must publish its terminate notices to the topic of the DNS function because its servers go back to a warm pool.';
const label = 'Auto Scaling group "main"';

describeRule(rule, {
    pass: {
        "a launching hook from the beginning": warmed([terminating, launching]),
        "a launching hook of its own": { resources: [pool, hook(pool)] },
        "a launching hook that names the group": {
            resources: [named, hook(undefined, { autoscalingGroupName: "pool-1a2b3c4" })],
        },
        "servers that go back and tell": {
            resources: [topic, reuser, notification(reuser, topic, TERMINATE)],
        },
        "servers that do not go back": {
            resources: [topic, group({ instanceReusePolicy: { reuseOnScaleIn: false } }, [launching])],
        },
        "servers that go back where nothing keeps names": { resources: [alarms, reuser] },
        "servers that go back and have no names": {
            resources: [topic, group(reusing, [launching], { tags: [{ key: "media:role", value: "web" }] })],
        },
        "one hook beside one that is not known yet": warmed([{ lifecycleTransition: unknown }, launching]),
    },
    fail: {
        "no hook": { resources: [pool], says: [text()] },
        "a pool of the simplest kind": { ...warmed([]), says: [text()] },
        "no hook on launches": { ...warmed([terminating]), says: [text()] },
        "the hook of another group": { resources: [pool, bystander, hook(bystander)], says: [text()] },
        "a hook of its own that takes the place of the launching hook": {
            resources: [group({}, [launching]), hook(group({}), { ...terminating, name: "ready" })],
            says: [text()],
        },
        "a termination hook of nobody knows which group": {
            resources: [pool, hook(undefined, terminating)],
            says: [text()],
        },
        "servers that go back and do not tell": { resources: [topic, reuser], says: [quiet] },
        "servers that go back and tell of launches": {
            resources: [topic, reuser, notification(reuser, topic, "autoscaling:EC2_INSTANCE_LAUNCH")],
            says: [quiet],
        },
        "servers that go back and tell another topic": {
            resources: [topic, alarms, reuser, notification(reuser, alarms, TERMINATE)],
            says: [quiet],
        },
        "servers that go back without a hook and do not tell": {
            resources: [topic, group(reusing)],
            says: [text(), quiet],
        },
        "the group with a pool of two": {
            resources: [bystander, group(null)],
            says: [text("bystander")],
        },
    },
    unknown: {
        "a pool": { ...warmed([], unknown), waitsFor: [[label, "warmPool"]] },
        "a transition": {
            ...warmed([{ lifecycleTransition: unknown }]),
            waitsFor: [[label, "initialLifecycleHooks.0.lifecycleTransition"]],
        },
        "the transition of a hook of its own": {
            resources: [pool, hook(pool, { lifecycleTransition: unknown })],
            waitsFor: [[label, 'lifecycleTransition of the lifecycle hook "hook"']],
        },
        "the group of a hook": {
            resources: [pool, hook(undefined)],
            waitsFor: [[label, 'autoscalingGroupName of the lifecycle hook "hook"']],
        },
        "whether servers go back": {
            resources: [topic, group({ instanceReusePolicy: unknown }, [launching])],
            waitsFor: [[label, "warmPool.instanceReusePolicy"]],
        },
        "what servers that go back tell": {
            resources: [topic, reuser, notification(reuser, topic, unknown)],
            waitsFor: [[label, 'notifications.0 of the scaling notification "notices"']],
        },
    },
    notApplicable: {
        "groups without a warm pool": { resources: [group(null)] },
        "stacks without groups": { resources: [topic] },
    },
});
