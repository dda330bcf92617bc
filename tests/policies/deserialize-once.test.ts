import * as assert from "node:assert/strict";
import { deserializeOnce } from "../../policies/deserialize-once";

/** Counts what it is asked for. */
function counting() {
    const asked: [properties: object, keepsSecrets: boolean][] = [];
    return {
        asked,
        deserializeProperties(properties: object, keepsSecrets: boolean): object {
            asked.push([properties, keepsSecrets]);
            return { ...properties };
        },
    };
}

describe("deserializeOnce", () => {
    it("turns the properties of a message into objects once", () => {
        const sdk = counting();
        const [one, other] = [{ size: 8 }, { size: 8 }];
        deserializeOnce(sdk);

        const first = sdk.deserializeProperties(one, false);

        assert.deepEqual(first, { size: 8 });
        assert.equal(sdk.deserializeProperties(one, false), first);
        assert.notEqual(sdk.deserializeProperties(other, false), first);
        assert.deepEqual(sdk.asked, [
            [one, false],
            [other, false],
        ]);
    });

    it("gives each fix inputs of its own, with their secrets", () => {
        const sdk = counting();
        const properties = { size: 8 };
        deserializeOnce(sdk);

        const shared = sdk.deserializeProperties(properties, false);
        const [own, another] = [1, 2].map(() => sdk.deserializeProperties(properties, true));

        assert.equal(new Set([shared, own, another]).size, 3);
        assert.deepEqual(
            sdk.asked.map(([, keepsSecrets]) => keepsSecrets),
            [false, true, true],
        );
    });

    it("leaves another version of the SDK as it is, and knows the one that is installed", () => {
        const without = {};

        deserializeOnce(without);

        assert.deepEqual(without, {});
        assert.equal(typeof require("@pulumi/policy/deserialize").deserializeProperties, "function");
    });
});
