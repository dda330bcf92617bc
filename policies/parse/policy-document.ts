import { isProperties, type Properties } from "../properties";

/** One statement of an IAM policy, with lists where the language allows a text or a list. */
export interface PolicyStatement {
    readonly effect: "Allow" | "Deny";
    readonly actions: readonly string[];
    readonly notActions: readonly string[];
    readonly resources: readonly string[];
    readonly notResources: readonly string[];
    /** Principals as `*`, or as type and value: `Service:lambda.amazonaws.com`, `AWS:*`. */
    readonly principals: readonly string[];
    /** Values by operator and key, as the document writes them: `{ StringEquals: { "aws:SourceAccount": ["1"] } }`. */
    readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/**
 * The statements of a policy document: JSON text after the provider's check, an object before it. Undefined when the text
 * cannot be read, which a rule must never take for a harmless policy.
 *
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function policyStatements(document: unknown): PolicyStatement[] | undefined {
    const parsed = typeof document === "string" ? parseJson(document) : document;
    if (!isProperties(parsed)) return undefined;
    const statements = listOf(parsed.Statement);
    return statements.every(isProperties) ? statements.map(statementOf) : undefined;
}

function statementOf(statement: Properties): PolicyStatement {
    return {
        // A misspelt effect is refused by AWS; here it counts as the dangerous one.
        effect: statement.Effect === "Deny" ? "Deny" : "Allow",
        actions: texts(statement.Action),
        notActions: texts(statement.NotAction),
        resources: texts(statement.Resource),
        notResources: texts(statement.NotResource),
        principals: principalsOf(statement.Principal),
        conditions: Object.fromEntries(
            entriesOf(statement.Condition).map(([operator, keys]) => [
                operator,
                Object.fromEntries(entriesOf(keys).map(([key, values]) => [key, texts(values)])),
            ]),
        ),
    };
}

function principalsOf(principal: unknown): string[] {
    if (typeof principal === "string") return [principal];
    return entriesOf(principal).flatMap(([type, values]) => texts(values).map((value) => `${type}:${value}`));
}

function entriesOf(value: unknown): [string, unknown][] {
    return isProperties(value) && !Array.isArray(value) ? Object.entries(value) : [];
}

function texts(value: unknown): string[] {
    return listOf(value).map(String);
}

function listOf(value: unknown): unknown[] {
    if (value === undefined || value === null) return [];
    return Array.isArray(value) ? value : [value];
}

function parseJson(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
