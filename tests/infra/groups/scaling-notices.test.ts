import * as assert from "node:assert/strict";
import { ScalingNotices } from "../../../infra/groups/scaling-notices";
import { tagsOf } from "../../support/config";
import { counts, modes, only, run } from "../../support/program";

describe("ScalingNotices", () => {
    for (const { mode, preview } of modes) {
        it(`is an encrypted topic that Auto Scaling may publish to (${mode})`, async () => {
            const args = { account: "123456789012", tagsOf };
            const { resources } = await run(() => new ScalingNotices("notices", args), { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:nodes:ScalingNotices": 1,
                "aws:kms/key:Key": 1,
                "aws:sns/topic:Topic": 1,
            });
            const key = only(resources, "aws:kms/key:Key");
            const statement = JSON.parse(key.inputs.policy).Statement.find(
                ({ Sid }: { Sid: string }) => Sid === "AutoScalingPublishes",
            );
            assert.deepEqual(statement.Action, ["kms:GenerateDataKey*", "kms:Decrypt"]);
            assert.deepEqual(only(resources, "aws:sns/topic:Topic").sources.kmsMasterKeyId, ["notices"]);
        });
    }
});
