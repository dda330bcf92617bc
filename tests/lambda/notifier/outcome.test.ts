import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { outcomeOf } from "../../../lambda/notifier/outcome";

describe("the outcome of an answer", () => {
    for (const [outcome, statuses] of [
        ["delivered", [200, 201, 202, 204, 299, 409]],
        ["retry", [408, 425, 429, 500, 502, 503, 504, 599]],
        ["refused", [301, 302, 304, 307, 308, 400, 401, 403, 404, 405, 410, 413, 422, 451, 499]],
    ] as const) {
        for (const status of statuses) {
            it(`is "${outcome}" for ${status}`, () => assert.equal(outcomeOf(status), outcome));
        }
    }

    it("is never success but for 2xx and 409", () => {
        fc.assert(
            fc.property(fc.integer({ min: 0, max: 999 }), (status) => {
                const isSuccess = Math.floor(status / 100) === 2 || status === 409;
                assert.equal(outcomeOf(status) === "delivered", isSuccess);
            }),
        );
    });
});
