import { readFileSync } from "node:fs";
import type { Ajv, ErrorObject } from "ajv";
import { distance } from "fastest-levenshtein";
import { LineCounter, parseDocument } from "yaml";
import { type Inputs, isRecord } from "../../aws-model/markers";
import { messageOf, UsageError } from "../errors";
import type { Level, Severity } from "./findings";

/** A rule as its pack describes it. */
export interface RuleInfo {
    readonly name: string;
    readonly level: Level;
    readonly severity: Severity;
    readonly description: string;
    /** How to make a violation go away. */
    readonly remediation: string;
    /** Page about the rule. */
    readonly link: string;
    /** Identifier of the rule, `area:<area>`, and rules with the same idea in other packs. */
    readonly tags: readonly string[];
    /** True when the rule judges resources one by one, false when it judges the stack only. */
    readonly judgesResources: boolean;
    /** JSON schema of each parameter. */
    readonly properties: Inputs;
    readonly required: readonly string[];
}

interface PartialRule {
    readonly level?: Level | undefined;
    readonly parameters: Inputs;
}

export interface PackInfo {
    readonly name: string;
    readonly version: string;
    readonly rules: readonly RuleInfo[];
    readonly initialConfig: ReadonlyMap<string, PartialRule>;
}

/** Level and parameters of every rule. */
export type PackRules = ReadonlyMap<string, { readonly level: Level; readonly parameters: Inputs }>;

const levels: readonly string[] = ["advisory", "mandatory", "remediate", "disabled"];

/** Name under which a level applies to all rules. */
const ALL = "all";

/** Reads a configuration file: rule names to a level, or to an object with `enforcementLevel` and parameters. */
export function readPolicyConfig(file: string, shown: string): Inputs {
    const text = readFileSync(file, "utf8");
    try {
        const config: unknown = JSON.parse(text);
        if (isRecord(config)) return config;
    } catch (cause) {
        const place = `${shown}:${placeOfMistake(text)}`;
        throw new UsageError(`${place} is not valid JSON: ${messageOf(cause)}`, { cause });
    }
    throw new UsageError(`${shown}:1:1 must be an object of rule names.`);
}

/** Line and column: not every version of Node.js tells them, but the YAML library does, and JSON is YAML. */
function placeOfMistake(text: string): string {
    const lines = new LineCounter();
    const [error] = parseDocument(text, { lineCounter: lines, prettyErrors: false, schema: "json" }).errors;
    const { line, col } = lines.linePos(error?.pos[0] ?? 0);
    return `${line}:${col}`;
}

/**
 * Merges what the pack says about its rules with the configuration, in the engine's order: defaults of the schema, the
 * pack's own configuration, the level for all, the rule's entry. Unlike the engine it refuses unknown rules and parameters.
 *
 * @throws UsageError that lists everything wrong at once
 */
export async function resolveRules(info: PackInfo, config: Inputs, shown: string): Promise<PackRules> {
    const problems: string[] = [];
    const names = info.rules.map(({ name }) => name);
    for (const name of Object.keys(config)) {
        if (name !== ALL && !names.includes(name)) problems.push(`There is no rule "${name}"${nearest(name, names)}`);
    }
    const all = entryOf(ALL, config, problems);
    if (Object.keys(all.parameters).length > 0)
        problems.push(`"${ALL}" takes a level only; parameters belong to a rule.`);
    const rules = new Map<string, { level: Level; parameters: Inputs }>();
    for (const rule of info.rules) {
        const own = entryOf(rule.name, config, problems);
        const initial = info.initialConfig.get(rule.name);
        const given = { ...initial?.parameters, ...own.parameters };
        const parameters = { ...defaultsOf(rule), ...given };
        problems.push(...unknownParameters(rule, own.parameters));
        const needsCheck = Object.keys(given).length > 0 || rule.required.length > 0;
        if (needsCheck) problems.push(...(await violations(rule, parameters)));
        rules.set(rule.name, { level: own.level ?? all.level ?? initial?.level ?? rule.level, parameters });
    }
    if (problems.length > 0) {
        const list = problems.map((problem) => `  - ${problem}`).join("\n");
        throw new UsageError(`The policy configuration ${shown} does not fit the pack ${info.name}:\n${list}`);
    }
    return rules;
}

function entryOf(name: string, config: Inputs, problems: string[]): PartialRule {
    const entry = config[name];
    if (entry === undefined) return { parameters: {} };
    const { enforcementLevel = undefined, ...parameters } = isRecord(entry) ? entry : { enforcementLevel: entry };
    if (enforcementLevel !== undefined && !isLevel(enforcementLevel)) {
        problems.push(
            `The level of "${name}" is ${JSON.stringify(enforcementLevel)}; allowed are ${levels.join(", ")}.`,
        );
        return { parameters };
    }
    return { level: enforcementLevel, parameters };
}

function isLevel(value: unknown): value is Level {
    return typeof value === "string" && levels.includes(value);
}

function defaultsOf({ properties }: RuleInfo): Inputs {
    const entries = Object.entries(properties).filter(([, schema]) => isRecord(schema) && "default" in schema);
    return Object.fromEntries(entries.map(([key, schema]) => [key, isRecord(schema) ? schema.default : undefined]));
}

function unknownParameters({ name, properties }: RuleInfo, parameters: Inputs): string[] {
    const known = Object.keys(properties);
    const unknown = Object.keys(parameters).filter((key) => !known.includes(key));
    return unknown.map((key) => `The rule "${name}" has no parameter "${key}"${nearest(key, known)}`);
}

function nearest(word: string, known: readonly string[]): string {
    if (known.length === 0) return "; it takes none.";
    const [best = ""] = [...known].sort((a, b) => distance(word, a) - distance(word, b));
    return `; did you mean "${best}"?`;
}

let validator: Promise<Ajv> | undefined;

/** Checks parameters and fills in defaults of nested objects. The schema library is loaded only when a file needs it. */
async function violations({ name, properties, required }: RuleInfo, parameters: Inputs): Promise<string[]> {
    validator ??= import("ajv").then(({ Ajv }) => new Ajv({ useDefaults: true, strict: false, allErrors: true }));
    const validate = (await validator).compile({ type: "object", properties, required });
    validate(parameters);
    return (validate.errors ?? []).map((error) => `The rule "${name}": ${described(error)}.`);
}

function described({ instancePath, message, params }: ErrorObject): string {
    const path = instancePath.slice(1).replaceAll("/", ".");
    const about = path === "" ? "it" : `"${path}"`;
    if (typeof params.additionalProperty === "string") return `${about} must not have "${params.additionalProperty}"`;
    const allowed = Array.isArray(params.allowedValues) ? ` (${params.allowedValues.join(", ")})` : "";
    return `${about} ${message ?? "is not allowed"}${allowed}`;
}
