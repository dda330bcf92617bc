import * as assert from "node:assert/strict";
import fc from "fast-check";
import { merge } from "../../../infra/config/merge";

describe("merge", () => {
    it("merges objects key by key and takes lists whole", () => {
        const merged = merge({ a: { b: 1, c: 2 }, list: [1, 2] }, { a: { c: 3 }, list: [3], d: false });

        assert.deepEqual(merged, { a: { b: 1, c: 3 }, list: [3], d: false });
    });

    it("lets the later value win at every path, and keeps all others", () => {
        const tree = fc.letrec<{ tree: unknown }>((tie) => ({
            tree: fc.dictionary(fc.constantFrom("a", "b", "c"), fc.oneof(fc.integer(), tie("tree")), {
                maxKeys: 3,
                noNullPrototype: true,
            }),
        })).tree;

        fc.assert(
            fc.property(tree, tree, (defaults, settings) => {
                const merged = merge(defaults, settings);
                assert.deepEqual(merge(merged, settings), merged);
                assert.deepEqual(merge(defaults, {}), defaults);
                assert.deepEqual(merge({}, settings), settings);
            }),
        );
    });
});
