import * as assert from "node:assert/strict";
import { alarmsAndLogBuckets as rule } from "../../../../policies/rules/observability/alarms-and-log-buckets";
import { judgeStack, type PolicyResource, unknown, urnOf } from "../../../support/policy-requests";
import { describeRule, exceptionFor } from "../../../support/rule-fixtures";

const subjects = ["unhealthy-hosts", "drain-near-timeout", "dead-letter-depth", "dns-drift", "max-size-reached"];
const stack: PolicyResource = { type: "pulumi:pulumi:Stack", name: "media-cluster-test" };

/** What the alarms watch. */
const targetGroup: PolicyResource = { type: "aws:lb/targetGroup:TargetGroup", name: "edge", props: {} };
const queue: PolicyResource = { type: "aws:sqs/queue:Queue", name: "events", props: {} };
const group = (minSize: unknown, maxSize: unknown): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    name: "edge",
    props: { minSize, maxSize },
});
const cluster = [stack, targetGroup, queue, group(1, 10)];

const alarm = (about: unknown, props: object = {}, dependsOn: PolicyResource["dependsOn"] = {}): PolicyResource => ({
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    name: String(about),
    props: { tags: { "media:alarm": about }, alarmActions: [unknown], ...props },
    dependsOn,
});
const veiled = (props: object = {}): PolicyResource => ({
    ...alarm("veiled"),
    props: { ...alarm("x").props, ...props },
});
const scaling = (props: object): PolicyResource => ({ type: "aws:autoscaling/policy:Policy", name: "shrink", props });
const topic: PolicyResource = { type: "aws:sns/topic:Topic", name: "alarms", props: {} };
const topicPolicy: PolicyResource = { type: "aws:sns/topicPolicy:TopicPolicy", name: "alarms", props: {} };
const shrinks = (action: PolicyResource, props: object = {}) => [
    action,
    alarm("load", { treatMissingData: "breaching", ...props }, { alarmActions: [action] }),
];

const log = { tags: { "media:role": "log" } };
const bucket = (name = "logs", props: object = {}): PolicyResource => ({
    type: "aws:s3/bucket:Bucket",
    name,
    props: { ...log, ...props },
});
const part = (type: string, props: object, owner: PolicyResource | undefined): PolicyResource => ({
    type: `aws:s3/${type}`,
    name: "part",
    props: { bucket: unknown, ...props },
    dependsOn: owner ? { bucket: [owner] } : {},
});
const four = {
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
};
const block = (props: object = {}, owner?: PolicyResource) =>
    part("bucketPublicAccessBlock:BucketPublicAccessBlock", { ...four, ...props }, owner);
const denial = {
    Effect: "Deny",
    Principal: "*",
    Action: "s3:*",
    Resource: ["arn:aws:s3:::logs", "arn:aws:s3:::logs/*"],
    Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const tls = (...statements: object[]) => JSON.stringify({ Statement: statements });
const policy = (document: unknown = tls(denial), owner?: PolicyResource) =>
    part("bucketPolicy:BucketPolicy", { policy: document }, owner);
const rule90 = { status: "Enabled", expiration: { days: 90 } };
const lifecycle = (rules: unknown = [rule90], owner?: PolicyResource) =>
    part("bucketLifecycleConfiguration:BucketLifecycleConfiguration", { rules }, owner);
const parts = (owner: PolicyResource) => [block({}, owner), policy(undefined, owner), lifecycle(undefined, owner)];

const lacks = (subject: string) => `The stack must have an alarm for ${subject}.`;
const open = ['The log bucket "logs" must be private and accept TLS only.'];
const eternal = ['The log bucket "logs" must delete its files after a time.'];
const silent = (name: string) => [`The alarm "${name}" must notify somebody.`];
const trusting = (name: string) => [`The alarm "${name}" must not take missing data for a good sign.`];

describeRule(
    rule,
    {
        pass: {
            "no alarm where there is nothing to watch": { resources: [stack, group(2, 2)] },
            "an alarm for each subject": { resources: [...cluster, ...subjects.map((each) => alarm(each))] },
            "alarms that are asked for": { resources: [stack, alarm("own")], parameters: { required: ["own"] } },
            "alarms with actions switched on": {
                resources: [alarm("a", { actionsEnabled: true, alarmActions: ["arn:topic"] })],
            },
            "actions that are not known yet": { resources: [alarm("a", { alarmActions: unknown })] },
            "missing data as AWS takes it": { resources: [alarm("drain-near-timeout")] },
            "a drain alarm that rings when it hears nothing": {
                resources: [
                    alarm("drain-near-timeout", { treatMissingData: "breaching" }, { alarmActions: [topic] }),
                    topic,
                ],
            },
            "an alarm that rings when it hears nothing, by a topic that is known by its policy": {
                resources: [
                    alarm("registrar-silent", { treatMissingData: "breaching" }, { alarmActions: [topicPolicy] }),
                    topicPolicy,
                ],
            },
            "other alarms that rest when they hear nothing": {
                resources: [alarm("dead-letter-depth", { treatMissingData: "notBreaching" })],
            },
            "a scale-in that needs data": {
                resources: shrinks(scaling({ scalingAdjustment: -1 }), { treatMissingData: "notBreaching" }),
            },
            "a scale-out without data": { resources: shrinks(scaling({ scalingAdjustment: 1 })) },
            "steps that leave the capacity": {
                resources: shrinks(scaling({ stepAdjustments: [{ scalingAdjustment: 0 }, { scalingAdjustment: 1 }] })),
            },
            "a policy outside the stack": {
                resources: [alarm("a", { treatMissingData: "breaching", alarmActions: ["arn:elsewhere"] })],
            },
            "a private log bucket": { resources: [bucket(), ...parts(bucket())] },
            "a log bucket whose parts name it": {
                resources: [
                    bucket("logs", { bucket: "b-1" }),
                    block({ bucket: "b-1" }),
                    { ...policy(), props: { bucket: "b-1", policy: tls(denial) } },
                    { ...lifecycle(), props: { bucket: "b-1", rules: [rule90] } },
                ],
            },
            "a log bucket that has policy and lifecycle itself": {
                resources: [
                    bucket("logs", {
                        policy: tls(denial),
                        lifecycleRules: [{ enabled: true, expiration: { days: 1 } }],
                    }),
                    block({}, bucket()),
                ],
            },
            "the older kind of bucket": {
                resources: [
                    { ...bucket(), type: "aws:s3/bucketV2:BucketV2" },
                    ...parts({ ...bucket(), type: "aws:s3/bucketV2:BucketV2" }),
                ],
            },
            "a lifecycle with a date, among other rules": {
                resources: [
                    bucket(),
                    ...parts(bucket()).slice(0, 2),
                    lifecycle(
                        [{ status: "Disabled" }, { status: "Enabled", expiration: { date: "2030-01-01" } }],
                        bucket(),
                    ),
                ],
            },
            "buckets without logs beside it": {
                resources: [bucket("data", { tags: {} }), bucket(), ...parts(bucket())],
            },
        },
        fail: {
            "targets without an alarm": {
                resources: [stack, targetGroup],
                says: [lacks("unhealthy-hosts")],
            },
            "a group that can grow without an alarm": {
                resources: [stack, group(2, 2), group(1, "3")],
                says: [lacks("max-size-reached")],
            },
            "scaling events without alarms": {
                resources: [stack, queue],
                says: [lacks("drain-near-timeout"), lacks("dead-letter-depth"), lacks("dns-drift")],
            },
            "a stack without an alarm": {
                resources: cluster,
                parameters: { required: ["unhealthy-hosts"] },
                says: [lacks("unhealthy-hosts")],
            },
            "each alarm that is missing": {
                resources: cluster,
                says: subjects.map(lacks),
            },
            "a subject of the configuration": {
                resources: [...cluster, alarm("unhealthy-hosts")],
                parameters: { required: ["unhealthy-hosts", "own"] },
                says: [lacks("own")],
            },
            "an alarm about something else": {
                resources: [...cluster, alarm("other"), { ...alarm("x"), props: { alarmActions: ["a"] } }],
                parameters: { required: ["dns-drift"] },
                says: [lacks("dns-drift")],
            },
            "an alarm without actions": { resources: [alarm("a", { alarmActions: [] })], says: silent("a") },
            "an alarm that names none": { resources: [alarm("a", { alarmActions: null })], says: silent("a") },
            "an alarm whose actions are off": { resources: [alarm("a", { actionsEnabled: false })], says: silent("a") },
            "a drain alarm that rests when it hears nothing": {
                resources: [alarm("drain-near-timeout", { treatMissingData: "notBreaching" })],
                says: trusting("drain-near-timeout"),
            },
            "a scale-in without data": {
                resources: shrinks(scaling({ scalingAdjustment: -1 })),
                says: trusting("load"),
            },
            "a step that takes nodes away without data": {
                resources: shrinks(scaling({ stepAdjustments: [{ scalingAdjustment: 1 }, { scalingAdjustment: -2 }] })),
                says: trusting("load"),
            },
            "a scale-in by its ARN": {
                resources: [
                    scaling({ scalingAdjustment: -1, arn: "arn:shrink" }),
                    alarm("load", { treatMissingData: "breaching", alarmActions: ["arn:topic", "arn:shrink"] }),
                ],
                says: trusting("load"),
            },
            "a log bucket without anything": { resources: [bucket()], says: [...open, ...eternal] },
            "parts of another bucket": {
                resources: [bucket(), bucket("more"), ...parts(bucket("more"))],
                says: [...open, ...eternal],
            },
            ...Object.fromEntries(
                Object.keys(four).map((flag) => [
                    `a block without ${flag}`,
                    {
                        resources: [bucket(), ...parts(bucket()).slice(1), block({ [flag]: false }, bucket())],
                        says: open,
                    },
                ]),
            ),
            "no block": { resources: [bucket(), ...parts(bucket()).slice(1)], says: open },
            "no policy": { resources: [bucket(), block({}, bucket()), lifecycle(undefined, bucket())], says: open },
            "a policy that takes plain requests for files": {
                resources: [
                    bucket(),
                    block({}, bucket()),
                    policy(tls({ ...denial, Resource: "arn:aws:s3:::logs" }), bucket()),
                    lifecycle(undefined, bucket()),
                ],
                says: open,
            },
            "a policy that takes plain requests for other files": {
                resources: [
                    bucket(),
                    block({}, bucket()),
                    policy(tls({ ...denial, Resource: "arn:aws:s3:::*/logs" }), bucket()),
                    lifecycle(undefined, bucket()),
                ],
                says: open,
            },
            "a policy that takes plain requests to write": {
                resources: [
                    bucket(),
                    block({}, bucket()),
                    policy(tls({ ...denial, Action: "s3:GetObject" }), bucket()),
                    lifecycle(undefined, bucket()),
                ],
                says: open,
            },
            "a policy that takes plain requests to read": {
                resources: [
                    bucket(),
                    block({}, bucket()),
                    policy(tls({ ...denial, Action: "s3:PutObject" }), bucket()),
                    lifecycle(undefined, bucket()),
                ],
                says: open,
            },
            "no lifecycle": { resources: [bucket(), ...parts(bucket()).slice(0, 2)], says: eternal },
            "a lifecycle that is off": {
                resources: [
                    bucket("logs", { lifecycleRules: [{ enabled: false, expiration: { days: 90 } }] }),
                    ...parts(bucket()).slice(0, 2),
                    lifecycle([{ ...rule90, status: "Disabled" }], bucket()),
                ],
                says: eternal,
            },
            "a lifecycle without an expiry": {
                resources: [
                    bucket("logs", { lifecycleRules: [{ enabled: true }] }),
                    ...parts(bucket()).slice(0, 2),
                    lifecycle([{ status: "Enabled", expiration: { expiredObjectDeleteMarker: true } }], bucket()),
                ],
                says: eternal,
            },
        },
        unknown: {
            "what an alarm is about": {
                resources: [...cluster, { ...veiled({ tags: unknown }) }],
                parameters: { required: ["dns-drift"] },
                waitsFor: [['stack "media-cluster-test"', 'tags of the alarm "veiled"']],
            },
            "whether actions are on": {
                resources: [alarm("a", { actionsEnabled: unknown })],
                waitsFor: [['alarm "a"', "actionsEnabled"]],
            },
            "what missing data means": {
                resources: [
                    alarm("drain-near-timeout", { treatMissingData: unknown }, { alarmActions: [topic] }),
                    topic,
                ],
                waitsFor: [['alarm "drain-near-timeout"', "treatMissingData"]],
            },
            "actions that may start a scale-in": {
                resources: [alarm("a", { treatMissingData: "breaching" })],
                waitsFor: [['alarm "a"', "alarmActions.0"]],
            },
            "what a scaling policy does": {
                resources: shrinks(scaling({ scalingAdjustment: unknown })),
                waitsFor: [['alarm "load"', 'scalingAdjustment of the scaling policy "shrink"']],
            },
            "parts of a bucket": {
                resources: [
                    bucket(),
                    block({ blockPublicAcls: unknown }, bucket()),
                    policy(unknown, bucket()),
                    lifecycle(unknown, bucket()),
                ],
                waitsFor: [
                    [
                        'bucket "logs"',
                        'blockPublicAcls of the bucket public access block "part"',
                        'policy of the bucket policy "part"',
                        'rules of the bucket lifecycle "part"',
                    ],
                ],
            },
            "a lifecycle rule that may be on": {
                resources: [
                    bucket(),
                    ...parts(bucket()).slice(0, 2),
                    lifecycle([{ status: unknown, expiration: { days: unknown } }], bucket()),
                ],
                waitsFor: [['bucket "logs"', 'rules.0.status of the bucket lifecycle "part"']],
            },
            "which bucket a part is of": {
                resources: [bucket(), block(), policy(), lifecycle()],
                waitsFor: [
                    [
                        'bucket "logs"',
                        'bucket of the bucket lifecycle "part"',
                        'bucket of the bucket policy "part"',
                        'bucket of the bucket public access block "part"',
                    ],
                ],
            },
            "the role of a bucket": {
                resources: [bucket("logs", { tags: unknown })],
                waitsFor: [['bucket "logs"', "tags"]],
            },
        },
        notApplicable: {
            "a stack of which no alarm is asked": { resources: cluster, parameters: { required: [] } },
            "stacks without alarms and log buckets": { resources: [bucket("data", { tags: {} })] },
        },
    },
    () => {
        it("accepts one missing alarm without accepting the others", async () => {
            const exceptions = [{ ...exceptionFor(urnOf(stack), 30), finding: "dns-drift" }];

            const { findings } = await judgeStack(rule, cluster, { parameters: { exceptions } });

            assert.deepEqual(
                findings.filter(({ level }) => level === "mandatory").map(({ text }) => text),
                subjects.filter((subject) => subject !== "dns-drift").map(lacks),
            );
            assert.equal(findings.length, subjects.length);
        });
    },
);
