import * as assert from "node:assert/strict";
import { mongoSettings } from "../../../policies/parse/mongo-settings";

describe("mongoSettings", () => {
    const logins: [text: string, required: boolean][] = [
        ["security:\n  authorization: enabled", true],
        ["security: { authorization: 'enabled' }", true],
        ['{ "security": { "authorization": "enabled" } }', true],
        ["  authorization :  enabled\n", true],
        ["exec mongod --auth", true],
        ["mongod --auth --bind_ip_all", true],
        ["x='#'; mongod --auth", true],
        ["authorization: disabled", false],
        ["authorization: enabledness", false],
        ["preauthorization: enabled", false],
        ["authorization enabled", false],
        ["  # authorization: enabled", false],
        ["#authorization: enabled", false],
        ["mongod --authenticationDatabase admin", false],
        ["mongod --auth-mode", false],
        ["mongod--auth", false],
        ["", false],
    ];
    for (const [text, required] of logins) {
        it(`finds ${required ? "" : "no "}logins in ${JSON.stringify(text)}`, () => {
            assert.deepEqual(mongoSettings(text), { requiresLogins: required, requiresTls: false });
        });
    }

    const tls: [text: string, required: boolean][] = [
        ["net:\n  tls:\n    mode: requireTLS\n", true],
        ["net: { ssl: { mode: 'requireSSL' } }", true],
        ['"mode" : "requireTLS"', true],
        ['"mode":"requireTLS"', true],
        ["mongod --tlsMode requireTLS", true],
        ["mongod --tlsMode=requireTLS", true],
        ["mongod --sslMode   requireSSL", true],
        ["mode: preferTLS", false],
        ["mode: allowTLS", false],
        ["mode: disabled", false],
        ["mode: requireTLSx", false],
        ["mode requireTLS", false],
        ["supermode: requireTLS", false],
        ["tlsMode", false],
        ["requireTLS", false],
        ["  # mode: requireTLS", false],
    ];
    for (const [text, required] of tls) {
        it(`finds ${required ? "" : "no "}TLS in ${JSON.stringify(text)}`, () => {
            assert.deepEqual(mongoSettings(text), { requiresLogins: false, requiresTls: required });
        });
    }

    it("reads what follows a comment", () => {
        assert.deepEqual(mongoSettings("# mongod\nauthorization: enabled\n# tls\nmode: requireTLS"), {
            requiresLogins: true,
            requiresTls: true,
        });
    });
});
