import * as assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { clusterJoinUri } from "../../../../policies/rules/compute/cluster-join-uri";
import { noDefaultCredentials } from "../../../../policies/rules/compute/no-default-credentials";
import { userDataClean } from "../../../../policies/rules/compute/user-data-clean";
import { judgeResource } from "../../../support/policy-requests";

const folder = join(__dirname, "../../../infra/nodes/golden");

describe("rules about user data", () => {
    for (const file of readdirSync(folder)) {
        it(`find no fault with the program's own document ${file}`, async () => {
            const userData = readFileSync(join(folder, file)).toString("base64");
            const tags = { "media:role": "origin", "media:profile": "ant-media" };
            const template = { type: "aws:ec2/launchTemplate:LaunchTemplate", props: { userData, tags } };

            const verdicts = [];
            for (const rule of [userDataClean, noDefaultCredentials, clusterJoinUri]) {
                verdicts.push((await judgeResource(rule, template)).verdict);
            }

            assert.deepEqual(verdicts, ["pass", "pass", file.startsWith("ant-media") ? "pass" : "not applicable"]);
        });
    }
});
