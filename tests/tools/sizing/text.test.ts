import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { parse } from "yaml";
import { sizedGroups } from "../../../tools/sizing/figures";
import { largestLoad, sizeCluster } from "../../../tools/sizing/size-cluster";
import { stackFragment } from "../../../tools/sizing/stack-fragment";
import { sizingText } from "../../../tools/sizing/text";
import { configWith } from "../../support/config";

describe("the part of the stack file", () => {
    it("passes the check of the configuration for every load, and says what was sized", () => {
        const loads = fc.record({
            viewers: fc.integer({ min: 1, max: largestLoad("edge") }),
            publishers: fc.integer({ min: 1, max: largestLoad("origin") }),
        });
        fc.assert(
            fc.property(loads, (load) => {
                const sizing = sizeCluster(load);

                const { groups } = configWith(parse(stackFragment(sizing)).config);

                for (const group of sizedGroups) {
                    const { instanceType, size } = sizing[group];
                    assert.deepEqual([groups[group]?.instanceTypes, groups[group]?.size], [[instanceType], size]);
                }
            }),
            { numRuns: 50 },
        );
    });
});

describe("the printed sizes", () => {
    const noteOf = (load: { viewers: number; publishers: number }) =>
        [...sizingText(load, sizeCluster(load)).matchAll(/^The group (\w+) may have 100 nodes at most/gm)].map(
            ([, group]) => group,
        );

    it("say which groups have less headroom than the rule asks for", () => {
        assert.deepEqual(noteOf({ viewers: 2000, publishers: 50 }), []);
        assert.deepEqual(noteOf({ viewers: 77_963, publishers: 50 }), ["edge"]);
        assert.deepEqual(noteOf({ viewers: 105_000, publishers: 36_000 }), ["origin", "edge"]);
    });
});
