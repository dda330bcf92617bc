import type { ModelContext } from "./context";
import { type Inputs, isRecord, isSecret, isUnknown, reveal, secret, someValue, UNKNOWN } from "./markers";
import { generatedName } from "./physical-name";
import { defaultsFor } from "./provider-defaults";
import { shapeOf } from "./sdk-shape";

export interface CheckRequest {
    readonly type: string;
    readonly name: string;
    /** URN, from which generated names are derived. Without it type and name serve. */
    readonly urn?: string;
    readonly inputs: Inputs;
}

/** Thrown where the provider would refuse the inputs. */
export class InputRefusedError extends Error {
    override readonly name = "InputRefusedError";
}

/** Properties that the program may write as an object and that the provider turns into JSON text. */
const jsonText = ["assumeRolePolicy", "policy", "policyDocument", "redrivePolicy", "redriveAllowPolicy"];

/**
 * What the AWS provider's check makes of the inputs: documents as JSON text, defaults, a generated name and `tagsAll`.
 * Unknown and secret values stay what they are. Types of other packages come back unchanged.
 *
 * With `namePrefix` the name is left to AWS, as the provider leaves it.
 *
 * @throws InputRefusedError when the generated name is longer than AWS allows
 */
export function checkInputs({ type, name, urn, inputs }: CheckRequest, context: ModelContext): Inputs {
    if (!type.startsWith("aws:")) return inputs;
    const checked: Inputs = { ...defaultsFor(type, inputs), ...inputs };
    for (const property of jsonText) {
        if (property in checked) checked[property] = asJsonText(checked[property]);
    }
    const generated = generatedName(type, name, urn ?? `${type}::${name}`, inputs);
    if (
        generated &&
        checked[generated.property] === undefined &&
        checked[`${generated.property}Prefix`] === undefined
    ) {
        if (generated.exceeds !== undefined) {
            throw new InputRefusedError(
                `The name "${name}" plus a dash and 7 generated characters is longer than the ${generated.exceeds} ` +
                    `characters that AWS allows; shorten it or set ${generated.property}Prefix.`,
            );
        }
        checked[generated.property] = generated.value;
    }
    const tagsAll = shapeOf(type)?.computed.includes("tagsAll")
        ? mergedTags(inputs.tags, context.defaultTags)
        : undefined;
    if (tagsAll !== undefined) checked.tagsAll = tagsAll;
    return checked;
}

function asJsonText(value: unknown): unknown {
    const plain = reveal(value);
    if (!isRecord(plain) && !Array.isArray(plain)) return value;
    const text = someValue(plain, isUnknown) ? UNKNOWN : JSON.stringify(plain);
    return someValue(value, isSecret) ? secret(text) : text;
}

/** Own tags over default tags; nothing when there are neither. */
function mergedTags(own: unknown, defaults: Readonly<Record<string, unknown>> = {}): unknown {
    if (isSecret(own)) return secret(mergedTags(own.value, defaults));
    if (isUnknown(own)) return own;
    const merged = { ...defaults, ...(isRecord(own) ? own : {}) };
    return Object.keys(merged).length === 0 ? undefined : merged;
}
