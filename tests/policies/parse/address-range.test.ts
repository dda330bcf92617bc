import * as assert from "node:assert/strict";
import { isWorld } from "../../../policies/parse/address-range";

describe("isWorld", () => {
    for (const cidr of [
        "0.0.0.0/0",
        "::/0",
        "0.0.0.0/1",
        "128.0.0.0/1",
        "10.0.0.0/7",
        "2000::/3",
        "2000::/15",
        " ::/0 ",
    ]) {
        it(`is true for ${JSON.stringify(cidr)}`, () => assert.equal(isWorld(cidr), true));
    }

    for (const cidr of ["10.0.0.0/8", "203.0.113.7/32", "2001::/16", "2001:db8::/32", "::1/128", " 10.0.0.0/8 "]) {
        it(`is false for ${cidr}`, () => assert.equal(isWorld(cidr), false));
    }

    for (const cidr of ["", "anywhere", "10.0.0.0", "10.0.0.0/33", "10.0.0/x", undefined, null, 7, {}]) {
        it(`is true for ${JSON.stringify(cidr) ?? "nothing"}, which cannot be read`, () => {
            assert.equal(isWorld(cidr), true);
        });
    }
});
