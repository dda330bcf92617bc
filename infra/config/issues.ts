import { distance } from "fastest-levenshtein";
import { z } from "zod";
import { isSettings } from "./merge";

/** One thing that is wrong with the configuration. */
export interface ConfigIssue {
    /** Path of the key, such as `groups.edge.cpuTarget`. */
    readonly key: string;
    /** Rest of the sentence that begins with the key, such as `is 80; it must be below 75.` */
    readonly text: string;
}

/** Everything that is wrong with the configuration, one sentence a line. Thrown before any resource is registered. */
export class ConfigError extends Error {
    override readonly name = "ConfigError";

    constructor(
        readonly issues: readonly ConfigIssue[],
        namespace: string,
    ) {
        super(issues.map(({ key, text }) => `${namespace}:${key} ${text}`).join("\n"));
    }
}

/** @param isSecret Tells whether the value below a top-level key is secret and must not be shown. */
export function schemaIssues(
    error: z.ZodError,
    schema: z.ZodType,
    given: unknown,
    isSecret: (key: string) => boolean,
): ConfigIssue[] {
    return error.issues.flatMap((issue): ConfigIssue[] => {
        if (issue.code === "unrecognized_keys") {
            const known = knownKeys(schema, issue.path);
            return issue.keys.map((key) => ({ key: keyOf([...issue.path, key]), text: unknownKey(key, known) }));
        }
        if (issue.code === "invalid_key") {
            const requirement = issue.issues[0]?.message ?? issue.message;
            return [{ key: keyOf(issue.path), text: `has a name that does not fit; ${requirement}.` }];
        }
        const value = valueAt(given, issue.path);
        const key = keyOf(issue.path);
        const requirement =
            issue.code === "invalid_type" && !issue.message.startsWith("it must")
                ? typeOf(issue.expected)
                : issue.message;
        const state =
            value === undefined
                ? "is missing"
                : isSecret(String(issue.path[0]))
                  ? "is not valid"
                  : `is ${shown(value)}`;
        return [{ key, text: `${state}; ${requirement}.` }];
    });
}

export function unknownKey(key: string, known: readonly string[]): string {
    const nearest = [...known].sort((a, b) => distance(key, a) - distance(key, b))[0];
    const close = nearest !== undefined && distance(key, nearest) <= Math.max(2, key.length / 3);
    return close
        ? `is not a known key; did you mean ${nearest}?`
        : `is not a known key; known here are ${[...known].sort().join(", ")}.`;
}

export function keyOf(path: readonly PropertyKey[]): string {
    return path.reduce<string>((key, part) => {
        if (typeof part === "number") return `${key}[${part}]`;
        return key === "" ? String(part) : `${key}.${String(part)}`;
    }, "");
}

function typeOf(expected: string): string {
    const names: Record<string, string> = { object: "a group of keys", record: "a group of keys", array: "a list" };
    return `it must be ${names[expected] ?? `a ${expected}`}`;
}

/** Credentials stand before the host or in the query of an address. */
const mayHoldCredential = /:\/\/.*[@?#]/;

function shown(value: unknown): string {
    if (typeof value === "string" && mayHoldCredential.test(value)) return "an address with more than host and path";
    if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
    return isSettings(value) ? "a group of keys" : JSON.stringify(value);
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
    return path.reduce<unknown>((found, part) => {
        if (Array.isArray(found)) return found[Number(part)];
        return isSettings(found) ? found[String(part)] : undefined;
    }, value);
}

function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
    let found: unknown = schema;
    for (const part of path) found = step(unwrapped(found), part);
    found = unwrapped(found);
    return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

function step(schema: unknown, part: PropertyKey): unknown {
    if (schema instanceof z.ZodObject) return schema.shape[String(part)];
    if (schema instanceof z.ZodRecord) return schema.valueType;
    return schema instanceof z.ZodArray ? schema.element : undefined;
}

function unwrapped(schema: unknown): unknown {
    return schema instanceof z.ZodOptional || schema instanceof z.ZodDefault ? unwrapped(schema.unwrap()) : schema;
}
