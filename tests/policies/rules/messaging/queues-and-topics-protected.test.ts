import * as assert from "node:assert/strict";
import { queuesAndTopicsProtected as rule } from "../../../../policies/rules/messaging/queues-and-topics-protected";
import { fixResource, judge, type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const DAY = 24 * 60 * 60;
const policyOf = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const denial = (action: string) => ({
    Effect: "Deny",
    Principal: "*",
    Action: action,
    Condition: { Bool: { "aws:SecureTransport": "false" } },
});
const anybody = (action: string) => ({ Effect: "Allow", Principal: "*", Action: action });
const tlsQueue = policyOf(denial("sqs:*"));
const tlsTopic = policyOf(denial("sns:Publish"));

/** Without what is undefined, which no request can carry. */
const present = (props: object): object => JSON.parse(JSON.stringify(props));

const queue = (props: object = {}, name = "main"): PolicyResource => ({
    type: "aws:sqs/queue:Queue",
    name,
    props: present({ sqsManagedSseEnabled: true, policy: tlsQueue, ...props }),
});
const bareQueue = (name = "main") => queue({ policy: undefined }, name);
const topic = (props: object = {}, name = "main"): PolicyResource => ({
    type: "aws:sns/topic:Topic",
    name,
    props: present({ kmsMasterKeyId: "arn:aws:kms:us-east-1:1:key/1", ...props }),
});
const queuePolicy = (props: object, owner?: PolicyResource): PolicyResource => ({
    type: "aws:sqs/queuePolicy:QueuePolicy",
    name: "policy",
    props: { queueUrl: unknown, policy: tlsQueue, ...props },
    dependsOn: owner ? { queueUrl: [owner] } : {},
});
const topicPolicy = (props: object, owner?: PolicyResource): PolicyResource => ({
    type: "aws:sns/topicPolicy:TopicPolicy",
    name: "policy",
    props: { arn: unknown, policy: tlsTopic, ...props },
    dependsOn: owner ? { arn: [owner] } : {},
});
const subscription = (props: object, ...deadLetters: PolicyResource[]): PolicyResource => ({
    type: "aws:sns/topicSubscription:TopicSubscription",
    props: { protocol: "lambda", topic: "arn:aws:sns:us-east-1:1:t", ...props },
    dependsOn: deadLetters.length > 0 ? { redrivePolicy: deadLetters } : {},
});
const redrive = (arn: string) => JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 10 });
const dead = (props: object = {}) => queue({ messageRetentionSeconds: 14 * DAY, ...props }, "dead");
const sender = (redrivePolicy: unknown, ...deadLetters: PolicyResource[]): PolicyResource => ({
    ...queue({ redrivePolicy }, "sender"),
    dependsOn: deadLetters.length > 0 ? { redrivePolicy: deadLetters } : {},
});
const lambda = (props: object, ...deadLetters: PolicyResource[]): PolicyResource => ({
    type: "aws:lambda/function:Function",
    props,
    dependsOn: { deadLetterConfig: deadLetters },
});

const shortLived = 'The dead-letter queue "dead" must keep messages for at least 14 days.';
const short = dead({ messageRetentionSeconds: 14 * DAY - 1 });

describeRule(
    rule,
    {
        pass: {
            "a queue under the key of SQS": { resources: [queue()] },
            "a queue under a key of its own": {
                resources: [queue({ sqsManagedSseEnabled: false, kmsMasterKeyId: "alias/aws/sqs" })],
            },
            "a queue under a key that has no id yet": {
                resources: [queue({ sqsManagedSseEnabled: undefined, kmsMasterKeyId: unknown })],
            },
            "a queue whose policy is a resource of its own": {
                resources: [bareQueue(), queuePolicy({}, bareQueue())],
            },
            "a queue whose policy names it": {
                resources: [
                    queue({ policy: undefined, url: "https://sqs/1/q" }),
                    queuePolicy({ queueUrl: "https://sqs/1/q" }),
                ],
            },
            "a topic under a key of its own": { resources: [topic()], parameters: { requireTopicKey: true } },
            "a topic under a key that has no id yet": {
                resources: [topic({ kmsMasterKeyId: unknown })],
                parameters: { requireTopicKey: true },
            },
            "a topic without a key where none is required": {
                resources: [topic({ kmsMasterKeyId: undefined, policy: tlsTopic })],
            },
            "a topic without a key whose policy is a resource of its own": {
                resources: [topic({ kmsMasterKeyId: undefined }), topicPolicy({}, topic())],
            },
            "a topic whose policy names it": {
                resources: [topic({ kmsMasterKeyId: undefined, arn: "arn:t" }), topicPolicy({ arn: "arn:t" })],
            },
            "policies that let in those they name": {
                resources: [
                    queuePolicy({
                        policy: policyOf(denial("sqs:*"), { ...anybody("sqs:SendMessage"), Principal: { AWS: "1" } }),
                    }),
                ],
            },
            "a function's subscription with a dead-letter queue": {
                resources: [subscription({ redrivePolicy: redrive("arn:dead") })],
            },
            "a dead-letter queue that is not known yet": { resources: [subscription({ redrivePolicy: unknown })] },
            "a dead-letter queue before the protocol is known": {
                resources: [subscription({ protocol: unknown, redrivePolicy: redrive("arn:dead") })],
            },
            "subscriptions of queues without one": { resources: [subscription({ protocol: "sqs" })] },
            "a dead-letter queue of 14 days": { resources: [dead(), sender(unknown, dead())] },
            "a shorter one where that is allowed": {
                resources: [dead({ messageRetentionSeconds: 3 * DAY }), sender(unknown, dead())],
                parameters: { minDays: 3 },
            },
            "what AWS keeps by default where that is allowed": {
                resources: [dead({ messageRetentionSeconds: undefined }), sender(unknown, dead())],
                parameters: { minDays: 4 },
            },
            "a queue of few days that is no dead-letter queue": {
                resources: [queue({ messageRetentionSeconds: 60 }), dead(), sender(unknown, dead())],
            },
            "a redrive policy without a queue": {
                resources: [queue({ messageRetentionSeconds: 60, arn: "arn:q" }), sender("{}")],
            },
            "a redrive policy to a queue outside the stack": {
                resources: [queue({ messageRetentionSeconds: 60, arn: "arn:q" }), sender(redrive("arn:elsewhere"))],
            },
        },
        fail: {
            "a queue that is not encrypted": {
                resources: [queue({ sqsManagedSseEnabled: undefined })],
                says: ['The queue "main" must be encrypted.'],
                isFixed: true,
            },
            "a queue whose encryption is switched off": {
                resources: [queue({ sqsManagedSseEnabled: false, kmsMasterKeyId: "" })],
                says: ['The queue "main" must be encrypted.'],
                isFixed: true,
            },
            "a topic without a key": {
                resources: [topic({ kmsMasterKeyId: undefined, policy: tlsTopic })],
                parameters: { requireTopicKey: true },
                says: ['The topic "main" must be encrypted with a key that its publishers may use.'],
            },
            "a topic under a key that AWS manages": {
                resources: [topic({ kmsMasterKeyId: "alias/aws/sns" })],
                says: ['The topic "main" must be encrypted with a key that its publishers may use.'],
            },
            "a topic under such a key by its ARN": {
                resources: [topic({ kmsMasterKeyId: "arn:aws:kms:us-east-1:1:alias/aws/sns" })],
                parameters: { requireTopicKey: true },
                says: ['The topic "main" must be encrypted with a key that its publishers may use.'],
            },
            "a queue without a policy": {
                resources: [bareQueue()],
                says: ['The queue "main" must accept requests over TLS only.'],
            },
            "a queue that the policy is not for": {
                resources: [bareQueue(), queue({}, "other"), queuePolicy({}, queue({}, "other"))],
                says: ['The queue "main" must accept requests over TLS only.'],
            },
            "an encrypted queue whose policy takes plain requests": {
                resources: [queue({ kmsMasterKeyId: "alias/q", policy: policyOf() })],
                says: ['The queue "main" must accept requests over TLS only.'],
            },
            "a topic without key and policy": {
                resources: [topic({ kmsMasterKeyId: undefined })],
                says: ['The topic "main" must accept requests over TLS only.'],
            },
            "a queue policy that takes plain requests": {
                resources: [bareQueue(), queuePolicy({ policy: policyOf(denial("sqs:SendMessage")) }, bareQueue())],
                says: ['The queue policy "policy" must accept requests over TLS only.'],
            },
            "a topic policy that takes plain requests": {
                resources: [topic(), topicPolicy({ policy: policyOf(denial("sqs:*")) }, topic())],
                says: ['The topic policy "policy" must accept requests over TLS only.'],
            },
            "a policy that cannot be read": {
                resources: [queuePolicy({ policy: "{" })],
                says: [
                    'The queue policy "policy" must accept requests over TLS only.',
                    'The queue policy "policy" must name those whom it lets in.',
                ],
            },
            "policies that let anybody in": {
                resources: [
                    queue({ policy: policyOf(denial("sqs:*"), anybody("sqs:SendMessage")) }),
                    topic({ policy: policyOf(anybody("sns:Publish")) }),
                    queuePolicy({ policy: policyOf(denial("sqs:*"), anybody("sqs:SendMessage")) }),
                    topicPolicy({ policy: policyOf(denial("sns:Publish"), anybody("sns:Publish")) }),
                ],
                says: ['queue "main"', 'topic "main"', 'queue policy "policy"', 'topic policy "policy"'].map(
                    (label) => `The ${label} must name those whom it lets in.`,
                ),
            },
            "a function's subscription without a dead-letter queue": {
                resources: [subscription({})],
                says: ['The subscription "main" must have a dead-letter queue.'],
            },
            "a dead-letter queue of less": { resources: [short, sender(unknown, short)], says: [shortLived] },
            "a dead-letter queue that says nothing": {
                resources: [dead({ messageRetentionSeconds: undefined }), sender(unknown, dead())],
                parameters: { minDays: 5 },
                says: ['The dead-letter queue "dead" must keep messages for at least 5 days.'],
            },
            "a dead-letter queue of a subscription": {
                resources: [short, subscription({ redrivePolicy: unknown }, short)],
                says: [shortLived],
            },
            "a dead-letter queue of a function": {
                resources: [short, lambda({ deadLetterConfig: { targetArn: unknown } }, short)],
                says: [shortLived],
            },
            "a dead-letter queue by its ARN": {
                resources: [
                    dead({ messageRetentionSeconds: 60, arn: "arn:dead" }),
                    queue({ messageRetentionSeconds: 60, arn: "arn:main" }),
                    sender(redrive("arn:dead")),
                ],
                says: [shortLived],
            },
            "a dead-letter queue by its ARN, in text with spaces": {
                resources: [
                    dead({ messageRetentionSeconds: 60, arn: "arn:dead" }),
                    sender('{ "deadLetterTargetArn" : "arn:dead" }'),
                ],
                says: [shortLived],
            },
            "a function's dead-letter queue by its ARN": {
                resources: [
                    dead({ messageRetentionSeconds: 60, arn: "arn:dead" }),
                    lambda({ deadLetterConfig: { targetArn: "arn:dead" } }),
                ],
                says: [shortLived],
            },
        },
        unknown: {
            "the encryption of a queue": {
                resources: [queue({ sqsManagedSseEnabled: unknown })],
                waitsFor: [['queue "main"', "sqsManagedSseEnabled"]],
            },
            "policies of queues and topics": {
                resources: [queue({ policy: unknown }), topic({ policy: unknown })],
                waitsFor: [
                    ['queue "main"', "policy"],
                    ['topic "main"', "policy"],
                    ['queue "main"', "policy"],
                ],
            },
            "policies that are resources": {
                resources: [queuePolicy({ policy: unknown }), topicPolicy({ policy: unknown })],
                waitsFor: [
                    ['queue policy "policy"', "policy"],
                    ['topic policy "policy"', "policy"],
                ],
            },
            "the queue that a policy is for": {
                resources: [bareQueue(), queuePolicy({})],
                waitsFor: [['queue "main"', 'queueUrl of the queue policy "policy"']],
            },
            "the topic that a policy is for": {
                resources: [topic({ kmsMasterKeyId: undefined }), topicPolicy({})],
                waitsFor: [['topic "main"', 'arn of the topic policy "policy"']],
            },
            "the protocol of a subscription": {
                resources: [subscription({ protocol: unknown })],
                waitsFor: [['subscription "main"', "protocol"]],
            },
            "the time that a dead-letter queue keeps messages": {
                resources: [dead({ messageRetentionSeconds: unknown }), sender(unknown, dead())],
                waitsFor: [['queue "dead"', "messageRetentionSeconds"]],
            },
            "a redrive policy that may be to any queue": {
                resources: [
                    topic(),
                    short,
                    dead(),
                    { ...sender(unknown), props: { ...sender(unknown).props, messageRetentionSeconds: 14 * DAY } },
                ],
                waitsFor: [['queue "dead"', 'redrivePolicy of the queue "sender"']],
            },
        },
        notApplicable: { "other resources": { resources: [{ type: "aws:ebs/volume:Volume" }] } },
    },
    () => {
        it("finds policies of queues and topics apart", async () => {
            const resources = [bareQueue(), topic({ kmsMasterKeyId: undefined }), topicPolicy({}, topic())];

            assert.deepEqual((await judge(rule, resources)).texts, [
                'The queue "main" must accept requests over TLS only.',
            ]);
        });

        it("fixes neither topics nor queues that have a key", async () => {
            assert.equal(await fixResource(rule, topic({ kmsMasterKeyId: undefined })), undefined);
            const keyed = queue({ sqsManagedSseEnabled: false, kmsMasterKeyId: unknown });
            assert.equal(await fixResource(rule, keyed), undefined);
        });
    },
);
