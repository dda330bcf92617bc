import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

type ParameterValue = string | number | boolean | object;

/** JSON schema of a parameter without what belongs to this one parameter alone. */
export type ValueSchema = Omit<PolicyConfigJSONSchema, "default" | "description">;

/** JSON schema of each parameter of a rule, in which the default and a description are not optional. */
export type ParameterSchemas<P> = {
    readonly [Name in keyof P]-?: ValueSchema & {
        readonly default: P[Name] & ParameterValue;
        readonly description: string;
    };
};

/**
 * Every parameter of a rule: what was configured over the defaults of the schemas. The SDK gives an empty object when
 * nothing configured the pack. A map, such as ports by profile, keeps its default entries beside the configured ones.
 */
export function completeParameters<P extends object>(schemas: ParameterSchemas<P>, given: Partial<P>): P {
    const names = Object.keys(schemas) as (keyof P)[];
    const entries = names.map((name) => [name, merged(schemas[name].default, given[name])] as const);
    return Object.fromEntries(entries) as P;
}

function merged(fallback: unknown, given: unknown): unknown {
    if (given === undefined) return fallback;
    return isMap(fallback) && isMap(given) ? { ...fallback, ...given } : given;
}

function isMap(value: unknown): value is object {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
