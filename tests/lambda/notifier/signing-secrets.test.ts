import * as assert from "node:assert/strict";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SigningSecrets } from "../../../lambda/notifier/signing-secrets";
import { NotifierServer, secretArn } from "./notifier-server";

describe("the signing secrets, with the real AWS client", () => {
    let aws: NotifierServer;
    let secrets: SigningSecrets;
    let now = 0;

    beforeEach(async () => {
        aws = new NotifierServer();
        const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" };
        const client = new SecretsManagerClient({
            endpoint: await aws.start(),
            region: "eu-west-1",
            credentials,
            maxAttempts: 1,
        });
        now = 0;
        secrets = new SigningSecrets(client, secretArn, { now: () => now });
        aws.secrets.set("AWSCURRENT", "new");
    });
    afterEach(() => aws.stop());

    it("are one while nothing is rotated", async () => {
        assert.deepEqual(await secrets.read(), ["new"]);
    });

    it("are two, the current one first, while a version has the stage AWSPREVIOUS", async () => {
        aws.secrets.set("AWSPREVIOUS", "old");

        assert.deepEqual(await secrets.read(), ["new", "old"]);
    });

    it("are one when both versions hold the same text", async () => {
        aws.secrets.set("AWSPREVIOUS", "new");

        assert.deepEqual(await secrets.read(), ["new"]);
    });

    it("are read again only after five minutes", async () => {
        await secrets.read();
        aws.secrets.set("AWSCURRENT", "newer");

        now = 5 * 60_000 - 1;
        assert.deepEqual(await secrets.read(), ["new"]);
        now += 1;
        assert.deepEqual(await secrets.read(), ["newer"]);
        assert.equal(aws.calls.length, 4);
    });

    it("are not guessed when the current version is missing", async () => {
        aws.secrets.delete("AWSCURRENT");
        aws.secrets.set("AWSPREVIOUS", "old");

        await assert.rejects(secrets.read(), { name: "ResourceNotFoundException" });
    });

    it("are not taken without the previous one when that cannot be read, and are asked for again at once", async () => {
        aws.secrets.set("AWSPREVIOUS", "old");
        aws.denied.add("AWSPREVIOUS");

        await assert.rejects(secrets.read(), { name: "AccessDeniedException" });
        aws.denied.clear();
        assert.deepEqual(await secrets.read(), ["new", "old"]);
    });

    it("must hold text", async () => {
        aws.secrets.set("AWSCURRENT", "");

        await assert.rejects(secrets.read(), {
            name: "SecretError",
            message: "The version AWSCURRENT of the secret holds no text.",
        });
    });
});
