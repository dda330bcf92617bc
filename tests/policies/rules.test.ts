import * as assert from "node:assert/strict";
import { rules } from "../../policies/rules";
import { judgeResource, judgeStack, secret } from "../support/policy-requests";

describe("every rule", () => {
    it("has an identifier and a name of its own, and the fleet standards come first", () => {
        assert.equal(new Set(rules.map(({ id }) => id)).size, rules.length);
        assert.equal(new Set(rules.map(({ name }) => name)).size, rules.length);
        assert.deepEqual(
            rules.map(({ id }) => id),
            ["P01", "P02", "P03", "P05", "P06", "P09", "P18", "P19", "P27", "P28", "P29", "P37"],
        );
    });

    for (const rule of rules) {
        it(`explains itself: ${rule.id} ${rule.name}`, () => {
            assert.match(rule.name, /^[a-z0-9]+(-[a-z0-9]+)+$/);
            const sentences = [rule.description, rule.why, rule.remediation];
            for (const text of [
                ...sentences,
                ...Object.values(rule.parameters).map(({ description }) => description),
            ]) {
                assert.match(text, /^\S.{10,}\.$/s);
            }
            assert.deepEqual(rule.policy.tags, [rule.id, ...rule.equivalents]);
            assert.equal(rule.policy.remediationSteps, `${rule.why} ${rule.remediation}`);
        });
    }

    it("prints no value of a resource, secret or not", async () => {
        const word = "swordfish";
        const tags = { "media:role": secret(word), "media:profile": word };
        const props = { instanceType: secret(`m5a.${word}`), imageId: word, sslPolicy: word, port: 443, tags };
        const types = [
            "aws:ec2/launchTemplate:LaunchTemplate",
            "aws:lb/listener:Listener",
            "aws:ec2/instance:Instance",
        ];
        const texts: string[] = [];
        for (const rule of rules) {
            for (const each of types) {
                texts.push(...(await judgeResource(rule, { type: each, props })).texts);
                texts.push(...(await judgeStack(rule, [{ type: each, props }])).texts);
            }
        }

        assert.equal(texts.length, 8);
        assert.deepEqual(
            texts.filter((text) => text.includes(word)),
            [],
        );
    });
});
