import * as assert from "node:assert/strict";
import { SigningSecret } from "../../../infra/dns/signing-secret";
import { tagsOf } from "../../support/config";
import { counts, known, modes, only, run, UNKNOWN } from "../../support/program";

const SECRET = "aws:secretsmanager/secret:Secret";
const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

const secret = (protect = false) => new SigningSecret("hooks", { protect, tagsOf });

describe("SigningSecret", () => {
    for (const { mode, preview } of modes) {
        it(`is made here, and nobody has to know it but Secrets Manager (${mode})`, async () => {
            const { resources } = await run(secret, { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:dns:SigningSecret": 1,
                "random:index/randomPassword:RandomPassword": 1,
                [SECRET]: 1,
                [VERSION]: 1,
            });
            const { length, special } = only(resources, "random:index/randomPassword:RandomPassword").inputs;
            assert.deepEqual([length, special], [64, false]);
            assert.deepEqual(only(resources, SECRET).inputs, {
                description: "Signs the webhooks of the media cluster",
                recoveryWindowInDays: 0,
                tags: tagsOf("dns", "hooks"),
            });
            const { secretString } = only(resources, VERSION).inputs;
            // The mark keeps it encrypted in the state and out of every output.
            assert.deepEqual(secretString, { secret: preview ? UNKNOWN : "generated-hooks" });
        });

        it(`keeps the value before a rotation until the secret goes (${mode})`, async () => {
            const { resources } = await run(secret, { preview });

            assert.equal(only(resources, VERSION).retainOnDelete, true);
            assert.equal(only(resources, SECRET).retainOnDelete, false);
        });

        it(`can be had back where the stack is protected (${mode})`, async () => {
            const { resources } = await run(() => secret(true), { preview });

            assert.equal(only(resources, SECRET).inputs.recoveryWindowInDays, 30);
        });
    }

    it("is known once it has a value", async () => {
        const { resources, result } = await run(secret, { preview: false });

        const { secretId } = only(resources, VERSION).inputs;
        assert.match(secretId, /^arn:aws:secretsmanager:us-east-1:123456789012:secret:hooks-[0-9a-f]{7}-\w+$/);
        assert.equal(await known(result.arn), secretId);
    });
});
