import * as assert from "node:assert/strict";
import { NodeRole } from "../../../infra/groups/node-role";
import { tagsOf } from "../../support/config";
import { counts, modes, only, run } from "../../support/program";

describe("NodeRole", () => {
    for (const { mode, preview } of modes) {
        it(`lets instances use Session Manager and read their own secrets, nothing else (${mode})`, async () => {
            const args = { role: "edge", secretArns: ["arn:secret"], tagsOf } as const;
            const { resources } = await run(() => new NodeRole("edge", args), { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:nodes:NodeRole": 1,
                "aws:iam/role:Role": 1,
                "aws:iam/rolePolicyAttachment:RolePolicyAttachment": 1,
                "aws:iam/rolePolicy:RolePolicy": 1,
                "aws:iam/instanceProfile:InstanceProfile": 1,
            });
            assert.deepEqual(only(resources, "aws:iam/role:Role").inputs.assumeRolePolicy, {
                Version: "2012-10-17",
                Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
            });
            assert.deepEqual(only(resources, "aws:iam/rolePolicy:RolePolicy").inputs.policy.Statement, [
                { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: ["arn:secret"] },
            ]);
            const { policyArn } = only(resources, "aws:iam/rolePolicyAttachment:RolePolicyAttachment").inputs;
            assert.equal(policyArn, "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore");
        });

        it(`gives the profile away only with its permissions in place (${mode})`, async () => {
            const args = { role: "edge", secretArns: ["arn:secret"], tagsOf } as const;
            const { resources } = await run(() => new NodeRole("edge", args), { preview });

            const { dependsOn } = only(resources, "aws:iam/instanceProfile:InstanceProfile");
            assert.deepEqual([...dependsOn].sort(), ["edge", "edge-secrets", "edge-session-manager"]);
        });
    }
});
