import { isMap, isScalar, type Node, type YAMLMap } from "yaml";
import { UsageError } from "../errors";

/** Configuration as the program gets it. */
export interface Configuration {
    /** `namespace:key` to text; numbers, flags, lists and objects as JSON text. */
    readonly values: Readonly<Record<string, string>>;
    readonly secretKeys: readonly string[];
    /** Keys whose value is encrypted in the stack file and replaced by a placeholder here. */
    readonly unreadable: readonly string[];
}

/** Stands for encrypted values, which only the owner of the stack's key can read. */
export const SECRET_PLACEHOLDER = "[secret]";

/** Names of the two files in messages. */
export interface ConfigurationFiles {
    readonly project: string;
    readonly stack: string;
}

interface Value {
    readonly text: string;
    readonly plain: unknown;
    readonly encrypted: boolean;
}

const kinds: Record<string, { readonly article: string; fits(value: unknown): boolean }> = {
    string: { article: "a string", fits: (value) => typeof value !== "object" },
    integer: { article: "an integer", fits: (value) => /^-?\d+$/.test(String(value)) },
    boolean: { article: "a boolean (true or false)", fits: (value) => /^(true|false)$/.test(String(value)) },
    array: { article: "a list", fits: (value) => Array.isArray(value) },
    object: {
        article: "a mapping",
        fits: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
    },
};

/**
 * Joins the declarations of `Pulumi.yaml` with the values of the stack file, as Pulumi does: the stack's value, else the
 * default; both mappings are merged.
 *
 * @throws UsageError that lists everything wrong at once
 */
export function resolveConfiguration(
    project: string,
    declared: unknown,
    given: unknown,
    files: ConfigurationFiles,
): Configuration {
    const declarations = entriesOf(declared, project, files.project);
    const stackValues = entriesOf(given, project, files.stack);
    const resolved = new Map<string, Value>();
    const secretKeys = new Set<string>();
    const problems: string[] = [];
    for (const [key, node] of declarations) {
        const fallback = fallbackOf(node);
        const value = merged(fallback, readValue(stackValues.get(key)));
        const declaredSecret = isMap(node) && node.get("secret") === true;
        if (value === undefined) {
            if (key.startsWith(`${project}:`)) problems.push(`${key} has no value; set it in ${files.stack}.`);
            continue;
        }
        const kind = isMap(node) ? String(node.get("type") ?? "string") : "string";
        const rule = kinds[kind];
        if (rule === undefined) {
            problems.push(
                `${key} is declared as ${kind} in ${files.project}; allowed are ${Object.keys(kinds).join(", ")}.`,
            );
        } else if (!value.encrypted && isMap(node) && node.has("type") && !rule.fits(value.plain)) {
            problems.push(
                `${key} must be ${rule.article}, as ${files.project} declares; correct it in ${files.stack}.`,
            );
        }
        if (declaredSecret && !value.encrypted && stackValues.has(key)) {
            problems.push(
                `${key} is declared secret and must not be plain text in ${files.stack}; encrypt it with "pulumi config set --secret".`,
            );
        }
        if (declaredSecret) secretKeys.add(key);
        resolved.set(key, value);
    }
    for (const [key, node] of stackValues) {
        const value = readValue(node);
        if (value && !resolved.has(key)) resolved.set(key, value);
    }
    if (problems.length > 0)
        throw new UsageError(`The configuration is not complete:\n${problems.map((one) => `  - ${one}`).join("\n")}`);
    const unreadable = [...resolved].filter(([, { encrypted }]) => encrypted).map(([key]) => key);
    const values = Object.fromEntries([...resolved].map(([key, { text }]) => [key, text]));
    return { values, secretKeys: [...new Set([...secretKeys, ...unreadable])], unreadable };
}

function entriesOf(node: unknown, project: string, file: string): Map<string, Node | null> {
    if (node === undefined || node === null || typeof node === "string") return new Map();
    if (!isMap<unknown, Node | null>(node))
        throw new UsageError(`${file}: "config" must be a mapping of keys to values.`);
    return new Map(
        node.items.map(({ key, value }) => {
            const name = String(isScalar(key) ? key.value : key);
            return [name.includes(":") ? name : `${project}:${name}`, value];
        }),
    );
}

/** The default of a declaration, or the value where the declaration is just a value. */
function fallbackOf(node: Node | null): Value | undefined {
    if (!isMap(node)) return readValue(node);
    const fallback = node.get("value", true) ?? node.get("default", true);
    return readValue(fallback as Node | undefined);
}

function readValue(node: Node | null | undefined): Value | undefined {
    if (node === undefined || node === null) return undefined;
    if (isScalar(node)) {
        // The text as written: 012 is not 12 in an account number.
        const text = typeof node.value === "string" ? node.value : (node.source ?? "");
        return { text, plain: node.value, encrypted: false };
    }
    const { plain, encrypted } = decrypted((node as YAMLMap).toJSON());
    return { text: typeof plain === "string" ? plain : jsonText(plain), plain, encrypted };
}

function decrypted(value: unknown): { plain: unknown; encrypted: boolean } {
    if (Array.isArray(value)) {
        const items = value.map(decrypted);
        return { plain: items.map(({ plain }) => plain), encrypted: items.some(({ encrypted }) => encrypted) };
    }
    if (typeof value !== "object" || value === null) return { plain: value, encrypted: false };
    const entries = Object.entries(value);
    if (entries.length === 1 && typeof (value as { secure?: unknown }).secure === "string") {
        return { plain: SECRET_PLACEHOLDER, encrypted: true };
    }
    const inner = entries.map(([key, one]) => [key, decrypted(one)] as const);
    const plain = Object.fromEntries(inner.map(([key, one]) => [key, one.plain]));
    return { plain, encrypted: inner.some(([, one]) => one.encrypted) };
}

/** The stack's value; two mappings become one, key by key. */
function merged(fallback: Value | undefined, own: Value | undefined): Value | undefined {
    if (fallback === undefined || own === undefined) return own ?? fallback;
    const isMapping = kinds.object?.fits ?? (() => false);
    if (!isMapping(fallback.plain) || !isMapping(own.plain)) return own;
    const plain = mergedPlain(fallback.plain, own.plain);
    return { text: jsonText(plain), plain, encrypted: own.encrypted };
}

function mergedPlain(below: unknown, above: unknown): unknown {
    const isMapping = kinds.object?.fits ?? (() => false);
    if (!isMapping(below) || !isMapping(above)) return above;
    const result: Record<string, unknown> = { ...(below as Record<string, unknown>) };
    for (const [key, value] of Object.entries(above as Record<string, unknown>)) {
        result[key] = key in result ? mergedPlain(result[key], value) : value;
    }
    return result;
}

/** Objects and lists as the engine hands them on: keys in order, and three characters escaped as Go does it. */
function jsonText(value: unknown): string {
    const escapes: Record<string, string> = { "<": "\\u003c", ">": "\\u003e", "&": "\\u0026" };
    return JSON.stringify(sorted(value)).replace(/[<>&]/g, (character) => escapes[character] ?? character);
}

function sorted(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
