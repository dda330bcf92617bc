import { UnknownValueError } from "@pulumi/policy";

/** Properties of a resource as the SDK hands them out: reading one that is not known yet throws. */
export type Properties = Record<string, unknown>;

/** Reads one value; throws the SDK's UnknownValueError when it is not known yet. */
export type Reader<T = unknown> = () => T;

/** Where a value was missing, in the notation of the program: `ingress.0.cidrBlocks`. Undefined for other errors. */
export function unknownPath(error: unknown): string | undefined {
    return error instanceof UnknownValueError
        ? (error as { props: PropertyKey[] }).props.map(String).join(".")
        : undefined;
}

/** The value below a path; undefined when any part of the path is absent or null. */
export function at(value: unknown, ...path: readonly string[]): unknown {
    let current = value;
    for (const key of path) {
        if (!isProperties(current)) return undefined;
        current = current[key];
    }
    return current ?? undefined;
}

export function isProperties(value: unknown): value is Properties {
    return typeof value === "object" && value !== null;
}

/** What the reader reads, or undefined when that is not known yet. */
export function known<T>(read: Reader<T>): T | undefined {
    try {
        return read();
    } catch (error) {
        if (unknownPath(error) !== undefined) return undefined;
        throw error;
    }
}

/** True when the value is not known yet. */
export function isUnknown(read: Reader): boolean {
    try {
        read();
        return false;
    } catch (error) {
        if (unknownPath(error) !== undefined) return true;
        throw error;
    }
}

/** True when a value is present and not empty. A value that is not known yet comes from a resource, so it is there. */
export function isSet(read: Reader): boolean {
    if (isUnknown(read)) return true;
    const value = read();
    if (value === undefined || value === null || value === "") return false;
    return !Array.isArray(value) || hasEntries(value);
}

/** True for a list that is not empty. */
export function hasEntries(value: unknown): boolean {
    return Array.isArray(value) && value.length > 0;
}

/**
 * One reader for each element of a list, so that an unknown element hides none of the others. A list that is itself
 * unknown gives one reader, which says so when it is read; an absent list gives none.
 */
export function elements(list: Reader): Reader[] {
    if (isUnknown(list)) return [list];
    const value = list();
    return Array.isArray(value) ? Array.from({ length: value.length }, (_, index) => () => value[index]) : [];
}

/** Launch templates carry booleans as text, other resources as booleans. */
export function isTrue(value: unknown): boolean {
    return value === true || value === "true";
}
