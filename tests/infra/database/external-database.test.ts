import * as assert from "node:assert/strict";
import { inspect } from "node:util";
import { SensitiveText } from "../../../infra/config/sensitive-text";
import { ExternalDatabase, type ExternalDatabaseArgs } from "../../../infra/database/external-database";
import { tagsOf } from "../../support/config";
import { counts, known, modes, only, run } from "../../support/program";

const text = "mongodb+srv://media:hunter2@cluster.example.net/";
const database = (more: Partial<ExternalDatabaseArgs> = {}) =>
    new ExternalDatabase("db", { uri: new SensitiveText(text), protect: false, tagsOf, ...more });

describe("ExternalDatabase", () => {
    for (const { mode, preview } of modes) {
        it(`keeps the connection string in Secrets Manager, and nowhere else (${mode})`, async () => {
            const { resources, result } = await run(() => database(), { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:database:ExternalDatabase": 1,
                "aws:secretsmanager/secret:Secret": 1,
                "aws:secretsmanager/secretVersion:SecretVersion": 1,
            });
            const version = only(resources, "aws:secretsmanager/secretVersion:SecretVersion");
            assert.deepEqual(version.inputs.secretString, { secret: text });
            const others = resources.filter((resource) => resource !== version);
            assert.ok(!JSON.stringify(others).includes("hunter2"));
            assert.equal(only(resources, "aws:secretsmanager/secret:Secret").inputs.recoveryWindowInDays, 0);
            assert.match(
                String(await known(result.uriSecretArn)),
                preview ? /^undefined$/ : /^arn:aws:secretsmanager:/,
            );
        });
    }

    it("can be had back where data is protected, under a key of one's own", async () => {
        const kmsKeyArn = "arn:aws:kms:us-east-1:123456789012:key/0f1e2d3c";
        const { resources } = await run(() => database({ protect: true, kmsKeyArn }), { preview: true });

        const { recoveryWindowInDays, kmsKeyId } = only(resources, "aws:secretsmanager/secret:Secret").inputs;
        assert.deepEqual([recoveryWindowInDays, kmsKeyId], [30, kmsKeyArn]);
    });
});

describe("SensitiveText", () => {
    it("shows its text to whoever asks for it, and to nobody who only looks", () => {
        const secret = new SensitiveText(text);

        assert.equal(secret.reveal(), text);
        for (const shown of [
            JSON.stringify({ secret }),
            inspect({ secret }),
            String(secret),
            `${Object.values(secret)}`,
        ]) {
            assert.ok(!shown.includes("hunter2"), shown);
        }
    });
});
