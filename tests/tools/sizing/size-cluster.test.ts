import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { figures, type SizedGroup, sizedGroups } from "../../../tools/sizing/figures";
import { FULL_NODE_CPU, largestLoad, sizeCluster, sizeGroup, TARGET_CPU } from "../../../tools/sizing/size-cluster";
import { configWith } from "../../support/config";

/** Load, instance type, needed, min, desired, max. */
const sizes: Readonly<Record<SizedGroup, readonly (readonly [number, string, number, number, number, number])[]>> = {
    origin: [
        [1, "c5.xlarge", 1, 2, 2, 3],
        [40, "c5.xlarge", 1, 2, 2, 3],
        [41, "c5.xlarge", 2, 2, 2, 3],
        [120, "c5.xlarge", 3, 2, 3, 5],
        [121, "c5.4xlarge", 1, 2, 2, 3],
        [160, "c5.4xlarge", 1, 2, 2, 3],
        [161, "c5.4xlarge", 2, 2, 2, 3],
        [480, "c5.4xlarge", 3, 2, 3, 5],
        [481, "c5.9xlarge", 2, 2, 2, 3],
        [720, "c5.9xlarge", 2, 2, 2, 4],
        [721, "c5.9xlarge", 3, 2, 3, 4],
        [35_640, "c5.9xlarge", 99, 2, 99, 100],
        [36_000, "c5.9xlarge", 100, 2, 100, 100],
    ],
    edge: [
        [1, "c5.xlarge", 1, 2, 2, 3],
        [150, "c5.xlarge", 1, 2, 2, 3],
        [151, "c5.xlarge", 2, 2, 2, 3],
        [225, "c5.xlarge", 2, 2, 2, 3],
        [226, "c5.xlarge", 2, 2, 2, 4],
        [1500, "c5.xlarge", 10, 2, 10, 15],
        [1501, "c5.4xlarge", 3, 2, 3, 5],
        [6000, "c5.4xlarge", 10, 2, 10, 15],
        [6001, "c5.9xlarge", 6, 2, 6, 9],
        [26_250, "c5.9xlarge", 25, 2, 25, 35],
        [30_000, "c5.9xlarge", 29, 2, 29, 40],
        [103_950, "c5.9xlarge", 99, 2, 99, 100],
        [103_951, "c5.9xlarge", 100, 2, 100, 100],
        [105_000, "c5.9xlarge", 100, 2, 100, 100],
    ],
};

describe("the size of a group", () => {
    for (const group of sizedGroups) {
        for (const [load, instanceType, needed, min, desired, max] of sizes[group]) {
            it(`of role ${group} for ${load} ${figures[group].clients}: ${needed} of ${instanceType}, up to ${max}`, () => {
                const sizing = sizeGroup(group, load);

                assert.deepEqual(
                    [sizing.instanceType, sizing.needed, sizing.size],
                    [instanceType, needed, { min, desired, max }],
                );
            });
        }
    }

    it("has its headroom cut where the rule asks for more than 100 nodes, and nowhere else", () => {
        // 99 nodes hold the target, and one is spare.
        const [origin, edge] = [26_730, 77_962] as const;

        assert.deepEqual(
            [
                sizeGroup("origin", origin),
                sizeGroup("origin", origin + 1),
                sizeGroup("edge", edge),
                sizeGroup("edge", edge + 1),
            ].map(({ capped, size }) => [capped, size.max]),
            [
                [false, 100],
                [true, 100],
                [false, 100],
                [true, 100],
            ],
        );
    });

    for (const group of sizedGroups) {
        const loads = fc.integer({ min: 1, max: largestLoad(group) });

        it(`of role ${group} carries every load, with headroom up to the limit`, () => {
            fc.assert(
                fc.property(loads, (load) => {
                    const { perNode, needed, size, capped } = sizeGroup(group, load);

                    assert.ok(needed * perNode >= load && (needed - 1) * perNode < load);
                    assert.ok(size.min <= size.desired && size.desired <= size.max && size.max <= 100);
                    assert.ok(size.desired * perNode >= load);
                    // One node may be lost, and the others still hold the CPU that scaling aims at.
                    if (capped) assert.equal(size.max, 100);
                    else assert.ok((size.max - 1) * perNode * TARGET_CPU >= load * FULL_NODE_CPU);
                }),
            );
        });

        it(`of role ${group} carries no less when more is asked for`, () => {
            fc.assert(
                fc.property(loads, loads, (one, other) => {
                    const [less, more] = [
                        sizeGroup(group, Math.min(one, other)),
                        sizeGroup(group, Math.max(one, other)),
                    ];
                    const capacities = ({ perNode, needed, size }: typeof less) => [
                        perNode,
                        needed * perNode,
                        size.desired * perNode,
                        size.max * perNode,
                    ];

                    for (const [index, capacity] of capacities(less).entries()) {
                        assert.ok(capacity <= (capacities(more)[index] ?? 0));
                    }
                }),
            );
        });
    }
});

describe("a load that is refused", () => {
    const refused = [
        [{ viewers: 0, publishers: 1 }, "The number of viewers must be a whole number from 1."],
        [{ viewers: 1, publishers: -1 }, "The number of publishers must be a whole number from 1."],
        [{ viewers: 1.5, publishers: 1 }, "The number of viewers must be a whole number from 1."],
        [{ viewers: 1, publishers: Number.NaN }, "The number of publishers must be a whole number from 1."],
        [
            { viewers: 105_001, publishers: 1 },
            "The number of viewers must be at most 105000, because a group has at most 100 nodes and a c5.9xlarge carries 1050.",
        ],
        [
            { viewers: 1, publishers: 36_001 },
            "The number of publishers must be at most 36000, because a group has at most 100 nodes and a c5.9xlarge carries 360.",
        ],
    ] as const;
    for (const [load, message] of refused) {
        it(`is told why: ${JSON.stringify(load)}`, () => {
            assert.throws(() => sizeCluster(load), { name: "LoadError", message });
        });
    }
});

describe("the figures", () => {
    it("fit the profile: its scaling aims at the CPU that the sizes are made for", () => {
        const { groups } = configWith();

        assert.deepEqual(
            sizedGroups.map((group) => groups[group]?.cpuTarget),
            [TARGET_CPU, TARGET_CPU],
        );
    });

    it("are cut off at the largest group that the configuration takes", () => {
        const { size } = sizeGroup("edge", largestLoad("edge"));

        assert.equal(configWith({ groups: { edge: { size } } }).groups.edge?.size.max, 100);
        assert.throws(() => configWith({ groups: { edge: { size: { ...size, max: size.max + 1 } } } }), /100/);
    });
});
