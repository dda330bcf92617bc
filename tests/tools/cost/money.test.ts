import * as assert from "node:assert/strict";
import fc from "fast-check";
import { costOf, shownUsd, sum, type UnitPrice, usd } from "../../../tools/cost/money";

const hourly = (amount: string): UnitPrice => ({ usd: amount, per: "hour" });
const monthly = (amount: string): UnitPrice => ({ usd: amount, per: "month" });

describe("Money", () => {
    const spans = (price: UnitPrice, count: number) => {
        const cost = costOf(price, count);
        return [shownUsd(cost, "hour"), shownUsd(cost, "day"), shownUsd(cost, "thirtyDays"), shownUsd(cost, "month")];
    };

    it("takes 24 hours for a day, 720 for 30 days and 730 for a month", () => {
        assert.deepEqual(spans(hourly("0.0225"), 1), ["0.0225", "0.540", "16.20", "16.43"]);
        assert.deepEqual(spans(hourly("0.008"), 1), ["0.0080", "0.192", "5.76", "5.84"]);
        assert.deepEqual(spans(hourly("0.005"), 2), ["0.0100", "0.240", "7.20", "7.30"]);
    });

    it("spreads prices of a month over 730 hours", () => {
        assert.deepEqual(spans(monthly("730"), 1), ["1.0000", "24.000", "720.00", "730.00"]);
        assert.deepEqual(spans(monthly("0.08"), 40), ["0.0044", "0.105", "3.16", "3.20"]);
    });

    it("keeps sums exact, and rounds once, half up", () => {
        const thrice = sum([costOf(hourly("0.0225"), 1), costOf(hourly("0.008"), 1), costOf(monthly("0.0006"), 1)]);

        // 0.0225 and 0.008 dollars for 730 hours, and 600 micro-dollars.
        assert.equal(thrice, 22_265_600n);
        assert.equal(shownUsd(costOf(monthly("0.005"), 1), "month"), "0.01");
        assert.equal(shownUsd(costOf(monthly("0.004999"), 1), "month"), "0.00");
        assert.equal(usd(costOf(hourly("0.0225"), 1), "month"), 16.425);
    });

    it("costs as much for many as for each of them", () => {
        const price = fc.record({
            usd: fc.integer({ min: 0, max: 99_999_999 }),
            per: fc.constantFrom("hour", "month"),
        });
        fc.assert(
            fc.property(price, fc.integer({ min: 0, max: 500 }), ({ usd: micro, per }, count) => {
                const one = {
                    usd: `${Math.floor(micro / 1e6)}.${String(micro % 1e6).padStart(6, "0")}`,
                    per,
                } as UnitPrice;
                const expected = BigInt(micro) * (per === "hour" ? 730n : 1n) * BigInt(count);

                assert.equal(costOf(one, count), expected);
                assert.equal(sum(Array.from({ length: count }, () => costOf(one, 1))), expected);
            }),
        );
    });

    for (const text of ["", "1.", ".5", "-1", "1e3", "0x10", "0.0000001", " 1", "1,5"]) {
        it(`refuses "${text}" as a price`, () => {
            assert.throws(() => costOf(hourly(text), 1), RangeError);
        });
    }
});
