import { targetGroupDrainAndStickiness as rule } from "../../../../policies/rules/balancing/target-group-drain-and-stickiness";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const TERMINATING = "autoscaling:EC2_INSTANCE_TERMINATING";
const LAUNCHING = "autoscaling:EC2_INSTANCE_LAUNCHING";
const targetGroup = (props: object = {}, name = "main", type = "aws:lb/targetGroup:TargetGroup"): PolicyResource => ({
    type,
    name,
    props: { protocol: "HTTP", arn: `arn:${name}`, ...props },
});
const hook = (props: object = {}) => ({ name: "drain", lifecycleTransition: TERMINATING, ...props });
const group = (name: string, target: string, ...initialLifecycleHooks: object[]): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    name,
    props: { name, targetGroupArns: [`arn:${target}`], initialLifecycleHooks },
});
const separate = (props: object = {}, owner?: PolicyResource): PolicyResource => ({
    type: "aws:autoscaling/lifecycleHook:LifecycleHook",
    name: "hook",
    props: { autoscalingGroupName: unknown, ...hook(props) },
    dependsOn: owner ? { autoscalingGroupName: [owner] } : {},
});
const media = (role: string, profile = "ant-media") => ({ tags: { "media:role": role, "media:profile": profile } });
const sticky = { type: "lb_cookie", enabled: true, cookieDuration: 30 };
const drain = 'The target group "main" must finish deregistration within the drain budget of its tier.';
const cookie = 'The target group "main" must keep a client on one server by cookie.';
const waiting = (...causes: string[]) => [['target group "main"', ...causes] as const];
const plain = group("a", "main");

const delayed = (deregistrationDelay: unknown, ...others: PolicyResource[]) => ({
    resources: [targetGroup({ deregistrationDelay }), ...others],
});
const late = (deregistrationDelay: unknown, ...others: PolicyResource[]) => ({
    ...delayed(deregistrationDelay, ...others),
    says: [drain],
});
const origin = (stickiness?: object, props: object = {}) => ({
    resources: [targetGroup({ ...media("origin"), ...(stickiness && { stickiness }), ...props })],
});
const loose = (stickiness?: object, props: object = {}) => ({ ...origin(stickiness, props), says: [cookie] });

describeRule(rule, {
    pass: {
        "the delay of AWS": { resources: [targetGroup()] },
        "the shortest delay": delayed(30),
        "the longest delay without a hook": delayed(900),
        "the longest delay of a group without a hook": delayed(900, plain),
        "the longest delay beside another hook": delayed(
            900,
            group("a", "main", hook({ lifecycleTransition: LAUNCHING, heartbeatTimeout: 60 })),
        ),
        "a delay as long as the heartbeat": delayed(60, group("a", "main", hook({ heartbeatTimeout: 60 }))),
        "a delay as long as the heartbeat of AWS": delayed(3600, group("a", "main", hook())),
        "a longer delay than without a hook, by a hook of its own": delayed(
            1200,
            plain,
            separate({ heartbeatTimeout: 1200 }, plain),
        ),
        "a delay that the hook in force allows, whatever the group was made with": delayed(
            600,
            group("a", "main", hook({ heartbeatTimeout: 300 })),
            separate({ autoscalingGroupName: "a", heartbeatTimeout: 900 }),
        ),
        "the hook of another group": {
            resources: [
                targetGroup({ deregistrationDelay: 300 }),
                plain,
                targetGroup({ deregistrationDelay: 30 }, "other"),
                group("b", "other", hook({ heartbeatTimeout: 60 })),
            ],
        },
        "limits that the configuration sets": {
            ...delayed(0),
            parameters: { minSeconds: 0, maxSeconds: 0 },
        },
        "a hook of a group that is not known yet and holds nobody": delayed(
            300,
            plain,
            separate({ lifecycleTransition: LAUNCHING }),
        ),
        "a cookie": origin(sticky),
        "the shortest and the longest cookie": {
            resources: [
                ...origin({ ...sticky, cookieDuration: 1 }).resources,
                ...origin({ ...sticky, cookieDuration: 604_800 }).resources,
            ],
        },
        "a cookie with the defaults of the provider, over HTTPS": origin({ type: "lb_cookie" }, { protocol: "https" }),
        "streams to the origin": origin(undefined, { protocol: "TCP" }),
        "other roles without a cookie": { resources: [targetGroup(media("edge"))] },
        "other profiles without a cookie": { resources: [targetGroup(media("origin", "codestream"))] },
        "a target group that names a profile alone": {
            resources: [targetGroup({ tags: { "media:profile": "ant-media" } })],
        },
        "roles beside those of the configuration": {
            resources: [targetGroup({ ...media("web", "web-app"), stickiness: sticky })],
            parameters: { stickyRoles: { "web-app": ["pool", "web"] } },
        },
    },
    fail: {
        "a delay that is too short": late(29),
        "a delay that is too long without a hook": late(901),
        "a delay that is too long for a group without a hook": late(901, plain),
        "a delay that is too long beside another hook": late(
            901,
            group("a", "main", hook({ lifecycleTransition: LAUNCHING, heartbeatTimeout: 3600 })),
        ),
        "a delay longer than the heartbeat": late(61, group("a", "main", hook({ heartbeatTimeout: 60 }))),
        "a delay longer than the heartbeat of AWS": late(3601, group("a", "main", hook())),
        "a delay longer than the shortest of several heartbeats": late(
            300,
            group("a", "main", hook({ heartbeatTimeout: 900 })),
            group("b", "main", hook({ name: "one", heartbeatTimeout: 900 }), hook({ heartbeatTimeout: 299 })),
        ),
        "a delay longer than the hook in force allows": late(
            300,
            group("a", "main", hook({ heartbeatTimeout: 900 })),
            separate({ autoscalingGroupName: "a", heartbeatTimeout: 299 }),
        ),
        "a delay longer than a hook of another name allows": late(
            300,
            group("a", "main", hook({ name: "first", heartbeatTimeout: 299 })),
            separate({ autoscalingGroupName: "a", heartbeatTimeout: 900 }),
        ),
        "a delay longer than a hook without a name allows": late(
            300,
            group("a", "main", { lifecycleTransition: TERMINATING, heartbeatTimeout: 299 }),
            separate({ autoscalingGroupName: "a", name: unknown, heartbeatTimeout: 900 }),
        ),
        "the default of AWS beyond the configured limit": {
            resources: [targetGroup()],
            parameters: { maxSeconds: 299 },
            says: [drain],
        },
        "the default of AWS below the configured limit": {
            resources: [targetGroup()],
            parameters: { minSeconds: 301 },
            says: [drain],
        },
        "a delay that is too short, whatever is not known yet": late(29, separate()),
        "the older token": {
            resources: [targetGroup({ deregistrationDelay: 29 }, "main", "aws:alb/targetGroup:TargetGroup")],
            says: [drain],
        },
        "no cookie": loose(),
        "a cookie that is switched off": loose({ ...sticky, enabled: false }),
        "a cookie of the application": loose({ ...sticky, type: "app_cookie" }),
        "a cookie that is gone at once": loose({ ...sticky, cookieDuration: 0 }),
        "a cookie that lives too long": loose({ ...sticky, cookieDuration: 604_801 }),
        "no cookie over HTTPS": loose(undefined, { protocol: "HTTPS" }),
        "no cookie for a role of the configuration, beside the default": {
            resources: [...origin().resources, targetGroup(media("web", "web-app"), "web")],
            parameters: { stickyRoles: { "web-app": ["web"] } },
            says: [cookie, 'The target group "web" must keep a client on one server by cookie.'],
        },
    },
    unknown: {
        "a delay that is not known yet": {
            ...delayed(unknown, group("a", "main", hook({ heartbeatTimeout: 60 }))),
            waitsFor: waiting("deregistrationDelay"),
        },
        "a heartbeat that is not known yet": {
            ...delayed(300, plain, separate({ heartbeatTimeout: unknown }, plain)),
            waitsFor: waiting('heartbeatTimeout of the lifecycle hook "hook"'),
        },
        "what a hook waits for, when that is not known yet": {
            ...delayed(901, plain, separate({ lifecycleTransition: unknown, heartbeatTimeout: 1200 }, plain)),
            waitsFor: waiting('lifecycleTransition of the lifecycle hook "hook"'),
        },
        "a hook of a group that is not known yet": {
            ...delayed(300, plain, separate()),
            waitsFor: waiting('autoscalingGroupName of the lifecycle hook "hook"'),
        },
        "a hook that may allow a longer delay": {
            ...delayed(901, plain, separate()),
            waitsFor: waiting('autoscalingGroupName of the lifecycle hook "hook"'),
        },
        "groups that are not known yet": {
            ...delayed(300, { ...plain, props: { targetGroupArns: unknown } }),
            waitsFor: waiting('targetGroupArns of the Auto Scaling group "a"'),
        },
        "a cookie that is not known yet": {
            ...origin({ ...sticky, cookieDuration: unknown }),
            waitsFor: waiting("stickiness.cookieDuration"),
        },
        "a role that is not known yet": {
            resources: [targetGroup({ tags: unknown })],
            waitsFor: waiting("tags"),
        },
        "a type that is not known yet": {
            resources: [targetGroup({ ...media("origin"), targetType: unknown, deregistrationDelay: 29 })],
            waitsFor: waiting("targetType"),
        },
    },
    notApplicable: {
        functions: { resources: [targetGroup({ targetType: "lambda", deregistrationDelay: 0 })] },
        "stacks without a target group": { resources: [plain] },
    },
});
