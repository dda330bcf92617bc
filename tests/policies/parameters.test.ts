import * as assert from "node:assert/strict";
import { completeParameters, type ParameterSchemas } from "../../policies/parameters";

interface Parameters {
    days: number;
    ports: number[];
    byRole: Record<string, number>;
}

const schemas: ParameterSchemas<Parameters> = {
    days: { type: "integer", default: 30, description: "Days." },
    ports: { type: "array", default: [80, 443], description: "Ports." },
    byRole: { type: "object", default: { edge: 1, origin: 2 }, description: "By role." },
};

const defaults = { days: 30, ports: [80, 443], byRole: { edge: 1, origin: 2 } };
/** What no schema allows, and the type does not either. */
const odd = (parameters: object) => completeParameters(schemas, parameters as Partial<Parameters>);

describe("completeParameters", () => {
    it("takes defaults for what is not configured", () => {
        assert.deepEqual(completeParameters(schemas, {}), defaults);
    });

    it("takes numbers, texts and lists whole", () => {
        assert.deepEqual(completeParameters(schemas, { days: 0, ports: [] }), { ...defaults, days: 0, ports: [] });
    });

    it("keeps the default entries of a map beside the configured ones", () => {
        const { byRole } = completeParameters(schemas, { byRole: { edge: 7, turn: 3 } });

        assert.deepEqual(byRole, { edge: 7, origin: 2, turn: 3 });
    });

    it("mixes maps with nothing but maps", () => {
        assert.deepEqual(odd({ byRole: [7], ports: { first: 80 } }), {
            ...defaults,
            byRole: [7],
            ports: { first: 80 },
        });
        assert.deepEqual(odd({ byRole: null }), { ...defaults, byRole: null });
    });

    it("leaves out what the rule has no parameter for", () => {
        assert.deepEqual(odd({ exceptions: [], enforcementLevel: "mandatory" }), defaults);
    });
});
