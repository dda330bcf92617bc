import * as assert from "node:assert/strict";
import { assignsSecret, holdsCredential, isSecretLiteral } from "../../../policies/parse/secret-patterns";

describe("texts with a credential", () => {
    for (const text of [
        "AKIAIOSFODNN7EXAMPLE",
        "id=ASIAIOSFODNN7EXAMPLE;",
        "-----BEGIN PRIVATE KEY-----",
        "x -----BEGIN RSA PRIVATE KEY-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----",
        "-----BEGIN PGP PRIVATE KEY BLOCK-----",
        "mongodb://app:hunter2@db.internal/media",
        "MONGODB+SRV://app:hunter2@db.internal",
        "redis://:hunter2@cache.internal",
    ]) {
        it(`are recognised: ${text}`, () => assert.equal(holdsCredential(text), true));
    }

    for (const text of [
        "AKIAIOSFODNN7EXAMPL",
        "AKIAIOSFODNN7EXAMPLES",
        "XAKIAIOSFODNN7EXAMPLE",
        "ABIAIOSFODNN7EXAMPLE",
        "-----BEGIN PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----",
        "mongodb://db.internal:27017/media",
        "mongodb://app@db.internal/media",
        "mongodb://app:$password@db.internal/media",
        "http://host:80/path@version",
        "https://host/a:b@c",
        "app:hunter2@db.internal",
        "",
    ]) {
        it(`are not: ${text || "an empty text"}`, () => assert.equal(holdsCredential(text), false));
    }
});

describe("texts that assign a secret", () => {
    for (const text of [
        "PASSWORD=hunter2",
        "export DB_PASSWORD='hunter2'",
        'db.token = "hunter2"',
        "password: hunter2",
        "a: b\n  secret:  'hunter2'",
        '{"clientSecret":"hunter2"}',
        '{"clientSecret" : "hunter2"}',
        "--password=hunter2",
        `: \${TOKEN:=hunter2}`,
        "TOKEN := hunter2",
    ]) {
        it(`are recognised: ${text}`, () => assert.equal(assignsSecret(text), true));
    }

    for (const text of [
        "USER=app",
        "PASSWORD=",
        "PASSWORD=\nhunter2",
        "password:\n  hunter2",
        "PASSWORD=$(aws secretsmanager get-secret-value)",
        `PASSWORD="\${DB_PASSWORD}"`,
        "PASSWORD=`cat file`",
        "PASSWORD=<(cat file)",
        "password: {{ password }}",
        "passwords: [a, b]",
        "passwords=(a b)",
        "password: process.env.DB_PASSWORD",
        "password = os.environ['DB_PASSWORD']",
        '[ "$TOKEN" = "hunter2" ]',
        "x.token == 'hunter2'",
        "SECRET_ARN=arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf",
        "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf",
        "TOKEN_PATH=/media/token",
        '"X-aws-ec2-metadata-token-ttl-seconds: 21600"',
        "password hunter2",
        "",
    ]) {
        it(`are not: ${text || "an empty text"}`, () => assert.equal(assignsSecret(text), false));
    }
});

describe("literals under the name of a secret", () => {
    for (const [name, value] of [
        ["PASSWORD", "hunter2"],
        ["mongoPasswordOfApp", "hunter2"],
        ["ClientSecret", "$2b$10$abc"],
        ["API_TOKEN", "60"],
        ["TOKEN_SECONDS", "60s"],
        ["TOKEN", "media/token"],
        ["TOKEN", "/media/a b"],
        ["TOKEN", "xarn:aws:s3:::bucket"],
        ["TOKEN", "untrue"],
        ["TOKEN", "truest"],
    ] as const) {
        it(`are recognised: ${name}`, () => assert.equal(isSecretLiteral(name, value), true));
    }

    for (const [name, value] of [
        ["USER", "hunter2"],
        ["PASSWORD", ""],
        ["PASSWORD", "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf"],
        ["PASSWORD", "arn:aws-cn:ssm:cn-north-1:123456789012:parameter/db"],
        ["PASSWORD", "/media/prod/db.pass_word-1"],
        ["USE_TOKEN", "true"],
        ["USE_TOKEN", "False"],
        ["TOKEN_TTL_SECONDS", "21600"],
    ] as const) {
        it(`are not: ${name}=${value}`, () => assert.equal(isSecretLiteral(name, value), false));
    }
});
