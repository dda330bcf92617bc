import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import {
    type Inputs,
    isRecord,
    isSecret,
    isUnknown,
    OUTPUT_SIGNATURE,
    REFERENCE_SIGNATURE,
    secret,
    signatureOf,
    UNKNOWN,
} from "../../aws-model/markers";

type StructInput = Parameters<typeof Struct.fromJavaScript>[0];

export function fromStruct(struct: Struct | undefined): Inputs {
    return struct?.toJavaScript() ?? {};
}

export function toStruct(values: Inputs): Struct {
    const present = Object.entries(values).filter(([, value]) => value !== undefined);
    return Struct.fromJavaScript(Object.fromEntries(present) as StructInput);
}

/**
 * Properties as a policy pack understands them: a reference to a resource becomes its id, a reference to a component its
 * URN, and output values become what they hold. Secrets, unknown values and assets stay marked.
 */
export function forPack(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(forPack);
    if (!isRecord(value)) return value;
    const signature = signatureOf(value);
    if (signature === REFERENCE_SIGNATURE) return "id" in value ? value.id || UNKNOWN : value.urn;
    if (signature === OUTPUT_SIGNATURE) {
        const inner = "value" in value ? forPack(value.value) : UNKNOWN;
        return value.secret === true ? secret(inner) : inner;
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, forPack(inner)]));
}

/** Properties of a resource as a policy pack understands them. */
export function propertiesForPack(properties: Inputs): Inputs {
    return Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, forPack(value)]));
}

const packStructs = new WeakMap<Inputs, Struct>();

/** The same as a message. A provider's inputs go along with each of its resources, so what was made is kept. */
export function packStruct(properties: Inputs): Struct {
    const struct = packStructs.get(properties) ?? toStruct(propertiesForPack(properties));
    packStructs.set(properties, struct);
    return struct;
}

export const MASKED_SECRET = "[secret]";
export const MASKED_UNKNOWN = "[unknown]";

/** A value to show to people: secrets and unknown values are named, not shown. */
export function masked(value: unknown): unknown {
    if (isSecret(value)) return MASKED_SECRET;
    if (isUnknown(value)) return MASKED_UNKNOWN;
    if (Array.isArray(value)) return value.map(masked);
    if (!isRecord(value)) return value;
    if (signatureOf(value) === OUTPUT_SIGNATURE) return masked(forPack(value));
    const shown = Object.entries(value).filter(([key]) => !key.startsWith("__") && !/^[0-9a-f]{32}$/.test(key));
    return Object.fromEntries(shown.map(([key, inner]) => [key, masked(inner)]));
}
