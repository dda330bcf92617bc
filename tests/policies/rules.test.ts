import * as assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { areas } from "../../policies/areas";
import { OBSERVED_TAG } from "../../policies/kinds";
import { rules } from "../../policies/rules";
import { judgeResource, judgeStack, secret } from "../support/policy-requests";

const folder = join(__dirname, "../../policies/rules");

/** Rules whose resources come from the offline preview only. */
const observing = ["image-lookup-names-owners", "secrets-in-secret-stores"];

describe("every rule", () => {
    it("has an identifier and a name of its own, and none of the catalogue is missing", () => {
        const catalogue = Array.from({ length: 70 }, (_, index) => `P${String(index + 1).padStart(2, "0")}`);

        assert.deepEqual(rules.map(({ id }) => id).sort(), catalogue);
        assert.equal(new Set(rules.map(({ name }) => name)).size, rules.length);
    });

    it("runs by area and identifier, the fleet standards first and the rule about exceptions last", () => {
        const order = rules.map(({ area, id }) => `${String(areas.indexOf(area)).padStart(2, "0")} ${id}`);
        const [last] = rules.slice(-1);

        assert.deepEqual(order.slice(0, -1), [...order.slice(0, -1)].sort());
        assert.deepEqual(
            rules.slice(0, 2).map(({ id }) => id),
            ["P01", "P02"],
        );
        assert.equal(last?.name, "exceptions-are-current");
    });

    it("lies in the folder of its area, under its name", () => {
        const astray = rules.filter(({ area, name }) => !existsSync(join(folder, area, `${name}.ts`)));

        assert.deepEqual(astray, []);
    });

    it("has fixtures for each kind of verdict", () => {
        const without = rules.filter(({ area, name }) => {
            const file = join(__dirname, "rules", area, `${name}.test.ts`);
            return !existsSync(file) || !/^describeRule\($|^describeRule\(rule/m.test(readFileSync(file, "utf8"));
        });

        // The rule about exceptions judges those of other rules, which the fixtures of one rule cannot show.
        assert.deepEqual(
            without.map(({ name }) => name),
            ["exceptions-are-current"],
        );
    });

    for (const rule of rules) {
        it(`explains itself: ${rule.id} ${rule.name}`, () => {
            assert.match(rule.name, /^[a-z0-9]+(-[a-z0-9]+)+$/);
            const sentences = [rule.description, rule.why, rule.remediation];
            for (const text of [
                ...sentences,
                ...Object.values(rule.parameters).map(({ description }) => description),
                ...Object.values(rule.messages),
            ]) {
                assert.match(text, /^\S.{10,}\.$/s);
            }
            assert.match(rule.link, /^https:\/\/\S+$/);
            const observes = observing.includes(rule.name) ? [OBSERVED_TAG] : [];
            assert.deepEqual(rule.policy.tags, [rule.id, `area:${rule.area}`, ...observes, ...rule.equivalents]);
            assert.equal(rule.policy.remediationSteps, `${rule.why} ${rule.remediation}`);
            assert.equal(rule.policy.url, rule.link);
            assert.equal(rule.policy.displayName, `${rule.id} ${rule.name}`);
            assert.equal(rule.policy.severity, rule.severity);
            assert.equal(rule.policy.description, rule.description);
        });
    }

    it("takes exceptions, but for the fleet standards and the rule about exceptions", () => {
        const strict = rules.filter(({ policy }) => policy.configSchema?.properties.exceptions === undefined);

        assert.deepEqual(
            strict.map(({ id }) => id),
            ["P01", "P02", "P69"],
        );
    });

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

        assert.ok(texts.length > 8);
        assert.deepEqual(
            texts.filter((text) => text.includes(word)),
            [],
        );
    });
});
