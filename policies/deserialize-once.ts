import sdk = require("@pulumi/policy/deserialize");

/** What the SDK exports at run time and does not declare. */
interface Deserializer {
    deserializeProperties?: (properties: object, keepsSecrets: boolean) => object;
}

/**
 * Makes the SDK turn the properties of a resource into objects once. By itself it does so again for each rule, which takes
 * half of the time of a preview with a thousand resources. Rules read these objects and never change them; what fixes
 * change, and where secrets stay marked, is not shared.
 */
export function deserializeOnce(deserializer: Deserializer = sdk): void {
    const { deserializeProperties } = deserializer;
    // Another version of the SDK may have none; it is only slower then.
    if (deserializeProperties === undefined) return;
    const done = new WeakMap<object, object>();
    deserializer.deserializeProperties = (properties, keepsSecrets) => {
        if (keepsSecrets) return deserializeProperties(properties, keepsSecrets);
        const result = done.get(properties) ?? deserializeProperties(properties, keepsSecrets);
        done.set(properties, result);
        return result;
    };
}
