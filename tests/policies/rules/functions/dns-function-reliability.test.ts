import { dnsFunctionReliability as rule } from "../../../../policies/rules/functions/dns-function-reliability";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const OWNER_ID = "0a1b2c3d";
const ARN = "arn:aws:lambda:us-east-1:123456789012:function:registrar-1a2b3c4";
const settings = {
    name: "registrar-1a2b3c4",
    runtime: "nodejs22.x",
    timeout: 120,
    reservedConcurrentExecutions: 3,
    environment: { variables: { OWNER_ID } },
    tags: { "media:role": "dns" },
};
const lambda = (props: object = {}, name = "registrar"): PolicyResource => ({
    type: "aws:lambda/function:Function",
    name,
    props: { ...settings, ...props },
});
const queue = (props: object = {}, name = "events"): PolicyResource => ({
    type: "aws:sqs/queue:Queue",
    name,
    props: { redrivePolicy: unknown, visibilityTimeoutSeconds: 720, ...props },
});
const mapping = (props: object = {}, from: PolicyResource | undefined = queue()): PolicyResource => ({
    type: "aws:lambda/eventSourceMapping:EventSourceMapping",
    name: "events",
    props: { functionName: settings.name, eventSourceArn: unknown, ...props },
    dependsOn: from && { eventSourceArn: [from] },
});
const permission = (props: object = {}): PolicyResource => ({
    type: "aws:lambda/permission:Permission",
    name: "topic",
    props: { function: settings.name, principal: "sns.amazonaws.com", ...props },
});
const configuration = (props: object = {}): PolicyResource => ({
    type: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
    name: "failures",
    props: {
        functionName: settings.name,
        destinationConfig: { onFailure: { destination: "arn:aws:sqs:us-east-1:123456789012:dead" } },
        ...props,
    },
});
const group = (tags: object, props: object = {}, name = "edge"): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    name,
    props: { name, tags: Object.entries(tags).map(([key, value]) => ({ key, value })), ...props },
});
const hook = (heartbeatTimeout: unknown, props: object = {}, owner?: PolicyResource): PolicyResource => ({
    type: "aws:autoscaling/lifecycleHook:LifecycleHook",
    name: "drain",
    props: { autoscalingGroupName: "edge", heartbeatTimeout, ...props },
    dependsOn: owner && { autoscalingGroupName: [owner] },
});
const served = { "media:role": "web", "media:registrar": OWNER_ID };
const dead = { deadLetterConfig: { targetArn: unknown } };

const fed = (...resources: PolicyResource[]) => ({ resources: [lambda(), queue(), mapping(), ...resources] });
const says = [
    'The DNS function "registrar" must limit its concurrency, keep failed events and finish before a hook times out.',
];
const refused = (...resources: PolicyResource[]) => ({ resources, says });
const refusedFed = (props: object, ...resources: PolicyResource[]) =>
    refused(lambda(props), queue(), mapping(), ...resources);
const waits = (...causes: string[]) => [['function "registrar"', ...causes] as const];

describeRule(rule, {
    pass: {
        "a function behind a queue": fed(),
        "the fewest executions": { resources: [lambda({ reservedConcurrentExecutions: 1 }), queue(), mapping()] },
        "the most executions": { resources: [lambda({ reservedConcurrentExecutions: 5 }), queue(), mapping()] },
        "the other runtime": { resources: [lambda({ runtime: "nodejs24.x" }), queue(), mapping()] },
        "executions and a runtime by configuration": {
            resources: [lambda({ runtime: "python3.13", reservedConcurrentExecutions: 9 }), queue(), mapping()],
            parameters: { concurrency: [9, 9], runtimes: ["python3.13"] },
        },
        "times that AWS takes when none are given": {
            resources: [lambda({ timeout: null }), queue({ visibilityTimeoutSeconds: 18 }), mapping()],
        },
        "a queue without a time, which hides messages for 30 seconds": {
            resources: [lambda({ timeout: 5 }), queue({ visibilityTimeoutSeconds: null }), mapping()],
        },
        "a mapping by ARN and alias": fed(mapping({ functionName: `${ARN}:live` })),
        "a mapping that depends on the function": {
            resources: [
                lambda({ arn: unknown }),
                queue(),
                {
                    ...mapping({ functionName: unknown }),
                    dependsOn: { functionName: [lambda()], eventSourceArn: [queue()] },
                },
            ],
        },
        "a function that only its ARN names": {
            resources: [lambda({ name: null, arn: "arn:1" }), queue(), mapping({ functionName: "arn:1" })],
        },
        "a queue by its ARN": {
            resources: [
                lambda(),
                queue({ arn: "arn:events" }),
                mapping({ eventSourceArn: "arn:events" }, queue({}, "elsewhere")),
            ],
        },
        "a function that is called directly and has a dead-letter target": { resources: [lambda(dead)] },
        "a function that is called directly and has a destination for failures": {
            resources: [lambda(), configuration()],
        },
        "both ways in, with a dead-letter target": {
            resources: [lambda(dead), queue(), mapping(), permission()],
        },
        "the permission of another function": fed(permission({ function: "other" })),
        "hooks that wait longer": fed(
            group(served, { initialLifecycleHooks: [{ heartbeatTimeout: 121 }] }),
            hook(121),
            group({ "media:role": "turn" }, { initialLifecycleHooks: [{}] }, "turn"),
        ),
        "short hooks of groups that another function serves, or none": fed(
            group({ "media:role": "edge", "media:registrar": "ffffffff" }, {}, "edge"),
            hook(30),
            group({ "media:role": "mongo" }, { initialLifecycleHooks: [{ heartbeatTimeout: 30 }] }, "mongo"),
            group({}, { initialLifecycleHooks: [{ heartbeatTimeout: 30 }] }, "untagged"),
        ),
        "functions of other roles": {
            resources: [lambda(), queue(), mapping(), lambda({ tags: { "media:role": "log" } }, "other")],
        },
    },
    fail: {
        "unlimited executions": refusedFed({ reservedConcurrentExecutions: null }),
        "executions without a limit": refusedFed({ reservedConcurrentExecutions: -1 }),
        "no executions at all": refusedFed({ reservedConcurrentExecutions: 0 }),
        "six executions": refusedFed({ reservedConcurrentExecutions: 6 }),
        "more executions than configured": {
            ...refusedFed({ reservedConcurrentExecutions: 3 }),
            parameters: { concurrency: [1, 2] },
        },
        "fewer executions than configured": {
            ...refusedFed({ reservedConcurrentExecutions: 3 }),
            parameters: { concurrency: [4, 9] },
        },
        "a queue without a redrive policy": refused(lambda(), queue({ redrivePolicy: null }), mapping()),
        "a queue that shows messages again too early": refused(
            lambda(),
            queue({ visibilityTimeoutSeconds: 719 }),
            mapping(),
        ),
        "30 seconds of hiding for a longer run": refused(
            lambda({ timeout: 6 }),
            queue({ visibilityTimeoutSeconds: null }),
            mapping(),
        ),
        "a short time for the default run": refused(
            lambda({ timeout: null }),
            queue({ visibilityTimeoutSeconds: 17 }),
            mapping(),
        ),
        "a queue that is not in the stack": refused(lambda(), mapping({ eventSourceArn: "arn:other" }, undefined)),
        "a bad queue beside a good one, whatever else the function keeps": refused(
            lambda(dead),
            queue(),
            mapping(),
            queue({ redrivePolicy: null }, "second"),
            { ...mapping({}, queue({}, "second")), name: "second" },
        ),
        "direct calls whose failures are lost": refused(lambda()),
        "a queue and direct calls whose failures are lost": refused(lambda(), queue(), mapping(), permission()),
        "the queue of another function": refused(lambda(), queue(), mapping({ functionName: "other" })),
        "an empty dead-letter target": refused(lambda({ deadLetterConfig: { targetArn: "" } })),
        "a destination for successes only": refused(
            lambda(),
            configuration({ destinationConfig: { onSuccess: { destination: "arn:aws:sqs:us-east-1:1:done" } } }),
        ),
        "the destination of another function": refused(lambda(), configuration({ functionName: "other" })),
        "a hook that ends with the run": refusedFed(
            {},
            group(served, { initialLifecycleHooks: [{ heartbeatTimeout: 900 }, { heartbeatTimeout: 120 }] }),
        ),
        "a separate hook that ends before the run": refusedFed({}, group(served), hook(119)),
        "a hook by dependency": refusedFed(
            {},
            group(served),
            hook(60, { autoscalingGroupName: unknown }, group(served)),
        ),
        "a run as long as the hour that hooks wait by default": refused(
            lambda({ timeout: 3600 }),
            queue({ visibilityTimeoutSeconds: 43200 }),
            mapping(),
            group(served, { initialLifecycleHooks: [{}] }),
        ),
        "a short hook of media servers that name no function": refusedFed(
            {},
            group({ "media:role": "edge" }),
            hook(60),
        ),
        "a short hook although others are not known yet": refusedFed(
            {},
            group(served, { initialLifecycleHooks: [{ heartbeatTimeout: unknown }, { heartbeatTimeout: 60 }] }),
        ),
        "a runtime that the code is not tested with": {
            resources: [lambda({ runtime: "nodejs20.x" }), queue(), mapping()],
            says: ['The DNS function "registrar" must use a runtime that its code is tested with.'],
        },
    },
    unknown: {
        "its role": { resources: [lambda({ tags: unknown })], waitsFor: waits("tags") },
        "its executions and its runtime": {
            resources: [lambda({ reservedConcurrentExecutions: unknown, runtime: unknown }), queue(), mapping()],
            waitsFor: waits("reservedConcurrentExecutions", "runtime"),
        },
        "the time of a queue": {
            resources: [lambda(), queue({ visibilityTimeoutSeconds: unknown }), mapping()],
            waitsFor: waits('visibilityTimeoutSeconds of the queue "events"'),
        },
        "its own timeout": {
            resources: [lambda({ timeout: unknown }), queue(), mapping()],
            waitsFor: waits("timeout"),
        },
        "a source that may be any queue": {
            resources: [lambda(), mapping({}, undefined)],
            waitsFor: waits('eventSourceArn of the event source mapping "events"'),
        },
        "a mapping that may be of any function": {
            resources: [lambda(), queue(), mapping({ functionName: unknown })],
            waitsFor: waits('functionName of the event source mapping "events"'),
        },
        "a permission that may be of any function": {
            ...fed(permission({ function: unknown })),
            waitsFor: waits('function of the invoke permission "topic"'),
        },
        "a destination that may be of any function": {
            resources: [lambda(), configuration({ functionName: unknown })],
            waitsFor: waits('functionName of the function event configuration "failures"'),
        },
        heartbeats: {
            ...fed(group(served, { initialLifecycleHooks: [{ heartbeatTimeout: unknown }] }), hook(unknown)),
            waitsFor: waits(
                'heartbeatTimeout of the lifecycle hook "drain"',
                'initialLifecycleHooks.0.heartbeatTimeout of the Auto Scaling group "edge"',
            ),
        },
        "hooks of a group that is not known yet": {
            ...fed(hook(900, { autoscalingGroupName: unknown })),
            waitsFor: waits('autoscalingGroupName of the lifecycle hook "drain"'),
        },
        "groups that may be its own": {
            ...fed({ ...group({}), props: { name: "edge", tags: unknown } }),
            waitsFor: waits('tags of the Auto Scaling group "edge"'),
        },
        "its owner mark": {
            resources: [
                lambda({ environment: { variables: { OWNER_ID: unknown } } }),
                queue(),
                mapping(),
                group(served, { initialLifecycleHooks: [{ heartbeatTimeout: 900 }] }),
            ],
            waitsFor: waits("environment.variables.OWNER_ID"),
        },
    },
    notApplicable: {
        "other resources": { resources: [queue()] },
        "functions of other roles": { resources: [lambda({ tags: { "media:role": "log" } })] },
        "functions without a role": { resources: [lambda({ tags: {} })] },
    },
});
