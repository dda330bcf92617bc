import * as assert from "node:assert/strict";
import fc from "fast-check";
import {
    architectureOf,
    architectureOfPattern,
    familyOf,
    matchesAllOf,
    matchesSomeOf,
} from "../../../policies/parse/instance-type";

describe("architectureOf", () => {
    const arm = [
        "a1.medium",
        "t4g.micro",
        "m6g.large",
        "m6gd.large",
        "c7gn.xlarge",
        "g5g.xlarge",
        "im4gn.large",
        "x2gd.large",
        "hpc7g.4xlarge",
        "r8gb.large",
        "i8ge.large",
        "p6e-gb200.36xlarge",
        "p6e-gb300.36xlarge",
        "m10g.large",
    ];
    for (const type of arm) it(`is arm64 for ${type}`, () => assert.equal(architectureOf(type), "arm64"));

    const x86 = [
        "m5a.large",
        "c5.xlarge",
        "g4dn.xlarge",
        "g4ad.xlarge",
        "g5.xlarge",
        "g6.xlarge",
        "gr6.4xlarge",
        "t3a.micro",
        "u-6tb1.56xlarge",
        "u-12tb1.112xlarge",
        "u-6tb12.metal",
        "m10.large",
        "u7i-12tb.224xlarge",
        "m7i-flex.large",
        "p6-b200.48xlarge",
        "M5.LARGE",
    ];
    for (const type of x86) it(`is x86_64 for ${type}`, () => assert.equal(architectureOf(type), "x86_64"));

    const others = ["", "large", "m5", "m5.", ".large", "m5.large.x", "5m.large", "c.large", "$type"];
    const almost = ["5m5.large", "m5_x.large", "xu-6tb1.metal", "u-6tb1x.metal"];
    for (const text of [...others, ...almost]) {
        it(`is undefined for ${JSON.stringify(text)}`, () => assert.equal(architectureOf(text), undefined));
    }
});

describe("architectureOfPattern", () => {
    const cases: [string, string | undefined][] = [
        ["c7g.*", "arm64"],
        ["c5.large", "x86_64"],
        ["c7g*", "arm64"],
        ["c7gn*", "arm64"],
        ["m6idg*", "arm64"],
        ["im4gn*", "arm64"],
        ["m10g*", "arm64"],
        ["*c7g*", undefined],
        ["c7*", undefined],
        ["*", undefined],
        ["*.large", undefined],
        ["g*", undefined],
    ];
    for (const [pattern, expected] of cases) {
        it(`is ${expected} for ${pattern}`, () => assert.equal(architectureOfPattern(pattern), expected));
    }
});

describe("familyOf", () => {
    it("is what stands before the first dot, in lower case", () => {
        assert.equal(familyOf("M5A.Large"), "m5a");
        assert.equal(familyOf("m5ad.metal"), "m5ad");
        assert.equal(familyOf("m5a"), "m5a");
        assert.equal(familyOf(" m5a.large "), "m5a");
        assert.equal(familyOf(""), "");
    });
});

describe("patterns of instance types", () => {
    const cases: [pattern: string, some: boolean, all: boolean][] = [
        ["m5a.large", true, false],
        ["m5a.*", true, true],
        ["m5a*", true, true],
        ["m5*", true, true],
        ["m5*.*", true, true],
        ["*", true, true],
        ["*.large", true, false],
        ["m*.2xlarge", true, false],
        ["M5A.*", true, true],
        [" m5a.* ", true, true],
        ["m5.*", false, false],
        ["m5ad.*", false, false],
        ["c*", false, false],
        ["", false, false],
    ];
    for (const [pattern, some, all] of cases) {
        it(`${pattern || "nothing"} matches ${all ? "all" : some ? "some" : "none"} of m5a`, () => {
            assert.equal(matchesSomeOf("m5a", pattern), some);
            assert.equal(matchesAllOf("m5a", pattern), all);
        });
    }

    it("agree with a regular expression on every size", () => {
        const size = fc.string({ unit: fc.constantFrom("l", "x", "2"), minLength: 1, maxLength: 4 });
        const pattern = fc.string({ unit: fc.constantFrom("m", "5", "a", ".", "l", "x", "*"), maxLength: 7 });
        fc.assert(
            fc.property(pattern, size, (text, name) => {
                const matches = new RegExp(`^${text.replaceAll(".", "\\.").replaceAll("*", ".*")}$`).test(
                    `m5a.${name}`,
                );
                if (matches) assert.equal(matchesSomeOf("m5a", text), true);
                if (matchesAllOf("m5a", text)) assert.equal(matches, true);
            }),
            { numRuns: 2000 },
        );
    });
});
