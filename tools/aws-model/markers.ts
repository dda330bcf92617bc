/**
 * How Pulumi writes values that plain JSON cannot hold. Source: the property encoding of the Pulumi SDK
 * (`@pulumi/pulumi/runtime/rpc`), which is the same in every language and in stack files.
 */
export type Inputs = Record<string, unknown>;

/** Stands for a value that is only known after the deployment. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Key whose value tells what kind of marker an object is. */
export const SIGNATURE = "4dabf18193072939515e22adb298388d";

export const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
export const REFERENCE_SIGNATURE = "5cf8f73096256a8f31e491e813e4eb8e";
export const OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4";
export const ASSET_SIGNATURE = "c44067f5952c0a294b673a41bacd8c17";
export const ARCHIVE_SIGNATURE = "0def7320c3a5731c473e5ecbe6d01bc7";

export function isRecord(value: unknown): value is Inputs {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The signature of a marker object, or nothing for plain values. */
export function signatureOf(value: unknown): string | undefined {
    const signature = isRecord(value) ? value[SIGNATURE] : undefined;
    return typeof signature === "string" ? signature : undefined;
}

export function secret(value: unknown): Inputs {
    return { [SIGNATURE]: SECRET_SIGNATURE, value };
}

export function isSecret(value: unknown): value is { value: unknown } {
    return signatureOf(value) === SECRET_SIGNATURE;
}

/** True for the unknown marker; Pulumi's mocks write it as an object in preview mode. */
export function isUnknown(value: unknown): boolean {
    return value === UNKNOWN || (isRecord(value) && value.__pulumiUnknown === true);
}

/** A value without the secret markers around and inside it. */
export function reveal(value: unknown): unknown {
    if (isSecret(value)) return reveal(value.value);
    if (Array.isArray(value)) return value.map(reveal);
    if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, reveal(inner)]));
    return value;
}

/** True when any part of the value meets the condition, markers included. */
export function someValue(value: unknown, condition: (part: unknown) => boolean): boolean {
    if (condition(value)) return true;
    if (Array.isArray(value)) return value.some((part) => someValue(part, condition));
    return isRecord(value) && Object.values(value).some((part) => someValue(part, condition));
}
