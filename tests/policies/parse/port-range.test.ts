import * as assert from "node:assert/strict";
import fc from "fast-check";
import {
    containsPort,
    everyPort,
    isCovered,
    parsePorts,
    portCount,
    portRange,
} from "../../../policies/parse/port-range";

describe("portRange", () => {
    it("reads numbers and texts, in either order", () => {
        assert.deepEqual(portRange(20, 25), { from: 20, to: 25 });
        assert.deepEqual(portRange("443", 443), { from: 443, to: 443 });
        assert.deepEqual(portRange(25, 20), { from: 20, to: 25 });
        assert.deepEqual(portRange(0, 0), { from: 0, to: 0 });
        assert.deepEqual(portRange(65535, "65535"), { from: 65535, to: 65535 });
    });

    for (const [from, to] of [
        [undefined, undefined],
        [-1, -1],
        [22, undefined],
        ["ssh", 22],
        [1.5, 2],
        [0, 65536],
        [null, 5],
        ["1e3", "1e3"],
        ["0x16", "0x16"],
        [[22], [22]],
    ]) {
        it(`takes ${from} to ${to} for every port`, () => assert.deepEqual(portRange(from, to), everyPort));
    }
});

describe("parsePorts", () => {
    it("reads one port or a range", () => {
        assert.deepEqual(parsePorts(443), { from: 443, to: 443 });
        assert.deepEqual(parsePorts("443"), { from: 443, to: 443 });
        assert.deepEqual(parsePorts("50000-60000"), { from: 50000, to: 60000 });
    });

    for (const text of ["", "a", "9-1", "1-2-3", "1-", "-1", "65536", "1 - 2", 1.5]) {
        it(`reads nothing from ${JSON.stringify(text)}`, () => assert.equal(parsePorts(text), undefined));
    }
});

describe("isCovered", () => {
    const port = fc.integer({ min: 0, max: 40 });
    const range = fc.tuple(port, port).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));

    it("takes the ranges in any order, adjoining and overlapping", () => {
        const allowed = [
            { from: 21, to: 30 },
            { from: 1, to: 10 },
            { from: 9, to: 20 },
        ];

        assert.equal(isCovered({ from: 1, to: 30 }, allowed), true);
        assert.equal(isCovered({ from: 1, to: 31 }, allowed), false);
        assert.equal(isCovered({ from: 0, to: 30 }, allowed), false);
    });

    it("holds exactly when each port is in one of the ranges", () => {
        fc.assert(
            fc.property(range, fc.array(range, { maxLength: 6 }), (wanted, allowed) => {
                const ports = Array.from({ length: portCount(wanted) }, (_, index) => wanted.from + index);
                const expected = ports.every((each) => allowed.some((one) => containsPort(one, each)));
                assert.equal(isCovered(wanted, allowed), expected);
            }),
        );
    });
});
