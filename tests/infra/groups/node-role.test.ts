import * as assert from "node:assert/strict";
import { NodeRole } from "../../../infra/groups/node-role";
import { tagsOf } from "../../support/config";
import { counts, modes, only, run } from "../../support/program";

const RULES = "aws:iam/rolePolicy:RolePolicy";
const args = { role: "edge", secretArns: ["arn:secret"], tagsOf } as const;
const membership = { account: "123456789012", region: "us-east-1", reportsSessions: false };

describe("NodeRole", () => {
    for (const { mode, preview } of modes) {
        it(`lets instances use Session Manager and read their own secrets, nothing else (${mode})`, async () => {
            const { resources } = await run(() => new NodeRole("edge", args), { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:nodes:NodeRole": 1,
                "aws:iam/role:Role": 1,
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 1,
                [RULES]: 1,
                "aws:iam/instanceProfile:InstanceProfile": 1,
            });
            assert.deepEqual(only(resources, "aws:iam/role:Role").inputs.assumeRolePolicy, {
                Version: "2012-10-17",
                Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
            });
            assert.deepEqual(only(resources, RULES).inputs.policy.Statement, [
                { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: ["arn:secret"] },
            ]);
            const { policyArn } = only(resources, "aws:iam/rolePolicyAttachment:RolePolicyAttachment").inputs;
            assert.equal(policyArn, "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore");
        });

        it(`lets nodes of a group answer the hooks of this one group (${mode})`, async () => {
            const { resources } = await run(() => new NodeRole("edge", { ...args, membership }), { preview });

            assert.deepEqual(only(resources, RULES, "edge-hooks").inputs.policy.Statement, [
                {
                    Sid: "AnswerHooks",
                    Effect: "Allow",
                    Action: ["autoscaling:CompleteLifecycleAction", "autoscaling:RecordLifecycleActionHeartbeat"],
                    Resource: "arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:*:autoScalingGroupName/*",
                    Condition: {
                        StringEquals: {
                            "aws:ResourceTag/project": "media-cluster",
                            "aws:ResourceTag/env": "test",
                            "aws:ResourceTag/Name": "edge",
                        },
                    },
                },
                {
                    Sid: "FindGroup",
                    Effect: "Allow",
                    Action: "autoscaling:DescribeAutoScalingInstances",
                    Resource: "*",
                },
            ]);
        });

        it(`gives the profile away only with its permissions in place (${mode})`, async () => {
            const { resources } = await run(() => new NodeRole("edge", { ...args, membership }), { preview });

            const { dependsOn } = only(resources, "aws:iam/instanceProfile:InstanceProfile");
            assert.deepEqual([...dependsOn].sort(), ["edge", "edge-hooks", "edge-secrets", "edge-session-manager"]);
        });
    }

    it("lets nodes that report their sessions publish metrics in one namespace", async () => {
        const reporting = { ...membership, reportsSessions: true };
        const { resources } = await run(() => new NodeRole("edge", { ...args, membership: reporting }), {
            preview: true,
        });

        assert.deepEqual(only(resources, RULES, "edge-hooks").inputs.policy.Statement.slice(2), [
            {
                Sid: "ReportSessions",
                Effect: "Allow",
                Action: "cloudwatch:PutMetricData",
                Resource: "*",
                Condition: { StringEquals: { "cloudwatch:namespace": "MediaCluster/Nodes" } },
            },
        ]);
    });

    it("lets instances use the key of their secrets, by way of Secrets Manager only", async () => {
        const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/0f1e2d3c";
        const { resources } = await run(() => new NodeRole("edge", { ...args, kmsKeyArn }), { preview: true });

        assert.deepEqual(only(resources, RULES).inputs.policy.Statement[1], {
            Sid: "OpenSecrets",
            Effect: "Allow",
            Action: "kms:Decrypt",
            Resource: kmsKeyArn,
            Condition: { StringEquals: { "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com" } },
        });
    });
});
