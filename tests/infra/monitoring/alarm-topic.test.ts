import * as assert from "node:assert/strict";
import { AlarmTopic } from "../../../infra/monitoring/alarm-topic";
import { tagsOf } from "../../support/config";
import { counts, known, modes, only, run } from "../../support/program";

const SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription";

const topic = (email?: string) => () => new AlarmTopic("alarms", { account: "123456789012", email, tagsOf });

describe("AlarmTopic", () => {
    for (const { mode, preview } of modes) {
        it(`is a topic with a key and a policy, and mails nobody unasked (${mode})`, async () => {
            const { resources } = await run(topic(), { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:monitoring:AlarmTopic": 1,
                "aws:kms/key:Key": 1,
                "aws:sns/topic:Topic": 1,
                "aws:sns/topicPolicy:TopicPolicy": 1,
            });
            const { sources, inputs } = only(resources, "aws:sns/topic:Topic");
            assert.deepEqual(sources.kmsMasterKeyId, ["alarms"]);
            assert.equal(inputs.tags["media:role"], "shared");
            const { enableKeyRotation, deletionWindowInDays } = only(resources, "aws:kms/key:Key").inputs;
            assert.deepEqual([enableKeyRotation, deletionWindowInDays], [true, 7]);
        });

        it(`mails who is named (${mode})`, async () => {
            const { resources } = await run(topic("media@example.com"), { preview });

            const { protocol, endpoint } = only(resources, SUBSCRIPTION).inputs;
            assert.deepEqual([protocol, endpoint], ["email", "media@example.com"]);
        });
    }

    it("lets alarms of this account publish, to the topic and by its key, and nobody without TLS", async () => {
        const { resources, result } = await run(topic(), { preview: false });

        const policyOf = (type: string) => JSON.parse(only(resources, type).inputs.policy).Statement;
        const arn = await known(result.topicArn);
        assert.match(String(arn), /^arn:aws:sns:us-east-1:123456789012:alarms-[0-9a-f]{7}$/);
        const alarms = {
            Sid: "AlarmsPublish",
            Effect: "Allow",
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        };
        assert.deepEqual(policyOf("aws:sns/topicPolicy:TopicPolicy"), [
            {
                Sid: "TlsOnly",
                Effect: "Deny",
                Principal: "*",
                Action: "sns:Publish",
                Resource: arn,
                Condition: { Bool: { "aws:SecureTransport": "false" } },
            },
            { ...alarms, Action: "sns:Publish", Resource: arn },
        ]);
        assert.deepEqual(policyOf("aws:kms/key:Key"), [
            {
                Sid: "AccountAdministers",
                Effect: "Allow",
                Principal: { AWS: "arn:aws:iam::123456789012:root" },
                Action: "kms:*",
                Resource: "*",
            },
            { ...alarms, Action: ["kms:GenerateDataKey*", "kms:Decrypt"], Resource: "*" },
        ]);
    });
});
