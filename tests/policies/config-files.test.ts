import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { rules } from "../../policies/rules";

const folder = join(__dirname, "../../policies");

type Entry = string | { enforcementLevel: string };

function read(name: string): Record<string, Entry> {
    return JSON.parse(readFileSync(join(folder, name), "utf8"));
}

const levelOf = (entry: Entry | undefined) => (typeof entry === "object" ? entry.enforcementLevel : entry);

function parametersOf(entry: Entry | undefined): object {
    if (typeof entry !== "object") return {};
    const { enforcementLevel: _, ...parameters } = entry;
    return parameters;
}

for (const name of ["dev.json", "prod.json", "generic.json"]) {
    describe(`policies/${name}`, () => {
        const config = read(name);

        it("names every rule and no other, in the order of the pack", () => {
            assert.deepEqual(
                Object.keys(config),
                rules.map((rule) => rule.name),
            );
        });

        it("gives each rule a level that it can have", () => {
            for (const { name: rule, policy } of rules) {
                const level = levelOf(config[rule]);
                const levels = [
                    "mandatory",
                    "advisory",
                    "disabled",
                    ...("remediateResource" in policy ? ["remediate"] : []),
                ];
                assert.ok(level !== undefined && levels.includes(level), `The level of ${rule} is ${level}.`);
            }
        });

        it("sets only parameters that the rule declares, to values that it allows", () => {
            const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
            for (const { name: rule, policy } of rules) {
                const { properties } = policy.configSchema ?? assert.fail(`${rule} has no schema.`);
                const schema = { type: "object", properties, additionalProperties: false };
                const validate = ajv.compile(schema);
                assert.ok(validate(parametersOf(config[rule])), `${rule}: ${ajv.errorsText(validate.errors)}`);
            }
        });

        it("keeps the fleet standards mandatory", () => {
            assert.equal(config["target-group-health-path"], "mandatory");
            assert.equal(config["no-m5a-instances"], "mandatory");
        });
    });
}

describe("policies/prod.json", () => {
    it("never lowers a critical rule below mandatory, and fixes nothing", () => {
        const config = read("prod.json");
        const critical = rules.filter(({ severity }) => severity === "critical").map(({ name }) => name);

        assert.equal(critical.length, 11);
        assert.deepEqual(
            critical.map((name) => levelOf(config[name])),
            critical.map(() => "mandatory"),
        );
        assert.deepEqual(
            Object.values(config).filter((entry) => levelOf(entry) === "remediate"),
            [],
        );
    });
});

describe("the defaults of every parameter", () => {
    it("satisfy their own schemas", () => {
        const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
        for (const { name, parameters } of rules) {
            for (const [key, schema] of Object.entries(parameters)) {
                const validate = ajv.compile(schema);
                assert.ok(validate(schema.default), `${name}.${key}: ${ajv.errorsText(validate.errors)}`);
            }
        }
    });
});
