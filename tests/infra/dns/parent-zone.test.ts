import * as assert from "node:assert/strict";
import { parentZoneId, zoneFault } from "../../../infra/dns/parent-zone";
import { known, modes, run } from "../../support/program";

describe("parentZoneId", () => {
    for (const { mode, preview } of modes) {
        it(`is looked up by the name, or taken from the configuration (${mode})`, async () => {
            const idOf = async (domain: Parameters<typeof parentZoneId>[0]) => {
                const { result } = await run(() => parentZoneId(domain, {}), { preview });
                return known(result);
            };

            assert.match(String(await idOf({ zone: "example.com" })), /^Z0[0-9A-F]{7}$/);
            assert.equal(await idOf({ zone: "example.com", zoneId: "Z0123456789ABCDEFGHIJ" }), "Z0123456789ABCDEFGHIJ");
        });
    }
});

describe("zoneFault", () => {
    it("names the zone that an id belongs to when it is another one", () => {
        assert.equal(
            zoneFault("example.org.", "example.com"),
            "is the zone example.org.; it must be that of domain.zone, example.com.",
        );
    });

    it("has nothing to say of the zone itself, or of one that nobody can look up", () => {
        for (const name of ["example.com", "example.com.", undefined]) {
            assert.equal(zoneFault(name, "example.com"), undefined);
        }
    });
});
