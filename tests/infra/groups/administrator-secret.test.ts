import * as assert from "node:assert/strict";
import { AdministratorSecret } from "../../../infra/groups/administrator-secret";
import { tagsOf } from "../../support/config";
import { counts, known, modes, only, run } from "../../support/program";

const VERSION = "aws:secretsmanager/secretVersion:SecretVersion";

function administrator(email?: string, protect = false): AdministratorSecret {
    return new AdministratorSecret("administrator", { email, protect, tagsOf });
}

describe("AdministratorSecret", () => {
    for (const { mode, preview } of modes) {
        it(`keeps a login and a key, as a secret (${mode})`, async () => {
            const { resources } = await run(() => administrator("media@example.com"), { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:nodes:AdministratorSecret": 1,
                "random:index/randomPassword:RandomPassword": 2,
                "aws:secretsmanager/secret:Secret": 1,
                [VERSION]: 1,
            });
            const { secretString } = only(resources, VERSION).inputs;
            assert.deepEqual(Object.keys(secretString), ["secret"]);
            if (preview) return;
            assert.deepEqual(JSON.parse(secretString.secret), {
                email: "media@example.com",
                password: "generated-administrator-password",
                jwtKey: "generated-administrator-jwt-key",
            });
        });

        it(`makes a key of at least the 32 characters that the server asks for (${mode})`, async () => {
            const { resources } = await run(() => administrator(), { preview });

            const { length } = only(
                resources,
                "random:index/randomPassword:RandomPassword",
                "administrator-jwt-key",
            ).inputs;
            assert.ok(length >= 32);
        });

        it(`can be had back when protected (${mode})`, async () => {
            const days = async (protect: boolean) => {
                const { resources } = await run(() => administrator(undefined, protect), { preview });
                return only(resources, "aws:secretsmanager/secret:Secret").inputs.recoveryWindowInDays;
            };

            assert.deepEqual([await days(true), await days(false)], [30, 0]);
        });
    }

    it("has a login that is no address unless one is given", async () => {
        const { resources, result } = await run(() => administrator(), { preview: false });

        assert.equal(JSON.parse(only(resources, VERSION).inputs.secretString.secret).email, "administrator");
        assert.match((await known(result.arn)) ?? "", /^arn:aws:secretsmanager:.*:administrator/);
    });
});
