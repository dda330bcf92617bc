import * as assert from "node:assert/strict";
import fc from "fast-check";
import * as ipaddr from "ipaddr.js";
import { planSubnets } from "../../../tools/aws-model/subnet-layout";

describe("planSubnets", () => {
    it("starts a larger subnet at a multiple of its size, after a smaller one", () => {
        const specs = [
            { type: "Public", cidrMask: 22 },
            { type: "Private", cidrMask: 20 },
        ] as const;

        const subnets = planSubnets("net", "10.0.0.0/16", ["a", "b"], specs);

        assert.deepEqual(
            subnets.map(({ name, cidrBlock }) => [name, cidrBlock]),
            [
                ["net-public-1", "10.0.0.0/22"],
                ["net-private-1", "10.0.16.0/20"],
                ["net-public-2", "10.0.128.0/22"],
                ["net-private-2", "10.0.144.0/20"],
            ],
        );
    });

    it("gives sizes in addresses the same ranges as masks", () => {
        const [bySize] = planSubnets("net", "10.0.0.0/16", ["a"], [{ type: "Public", size: 4096 }]);

        assert.equal(bySize?.cidrBlock, "10.0.0.0/20");
    });

    it("keeps subnets of any equal sizes inside the network and apart", () => {
        const arbitrary = { zones: fc.integer({ min: 1, max: 6 }), kinds: fc.integer({ min: 1, max: 4 }) };
        fc.assert(
            fc.property(fc.record(arbitrary), ({ zones, kinds }) => {
                const names = Array.from({ length: zones }, (_, index) => `zone-${index}`);
                const specs = Array.from({ length: kinds }, (_, index) => ({
                    type: "Public" as const,
                    name: `kind-${index}`,
                }));

                const ranges = planSubnets("net", "10.8.0.0/16", names, specs).map(({ cidrBlock }) => cidrBlock);

                assert.equal(ranges.length, zones * kinds);
                assert.equal(
                    ranges.every((range) => within(range, "10.8.0.0/16")),
                    true,
                );
                const overlapping = ranges.filter((range, index) =>
                    ranges.slice(index + 1).some((other) => within(range, other)),
                );
                assert.deepEqual(overlapping, []);
            }),
        );
    });
});

function within(range: string, outer: string): boolean {
    return ipaddr.IPv4.parseCIDR(range)[0].match(ipaddr.IPv4.parseCIDR(outer));
}
