import * as assert from "node:assert/strict";
import { hasSecretWord } from "../../../policies/parse/secret-words";

const words = ["password", "secret", "uri", "credentials"];

describe("hasSecretWord", () => {
    const secrets = [
        "password",
        "/media/prod/db-password",
        "DB_PASSWORD",
        "dbPassword",
        "passwordFile",
        "dbpassword",
        "passwordfile",
        "sdbpassword",
        "passwords",
        "databaseUri",
        "database.uri",
        "mongouri",
        "uris",
        "s3Uri",
        "app-credential",
        "credentials",
    ];
    for (const name of secrets) {
        it(`finds one in ${name}`, () => assert.equal(hasSecretWord(name, words), true));
    }

    for (const name of ["security", "during", "pass-word", "/media/prod/url", "key", "", "s", "asecretary"]) {
        it(`finds none in "${name}"`, () => assert.equal(hasSecretWord(name, words), false));
    }

    it("finds none without words", () => assert.equal(hasSecretWord("password", []), false));
});
