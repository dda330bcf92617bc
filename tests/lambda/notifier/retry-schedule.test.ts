import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { retryAfterSeconds, retryWaits, waitAfter } from "../../../lambda/notifier/retry-schedule";
import { sendingTime as now } from "./announcements";

describe("the retry schedule", () => {
    it("waits 5 s, 30 s, 2 min, 10 min, 30 min, 1 h, 2 h and 4 h, and ends after the ninth try", () => {
        const waits = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((attempt) => waitAfter(attempt, undefined, now));

        assert.deepEqual(waits, [5, 30, 120, 600, 1800, 3600, 7200, 14_400, undefined, undefined]);
    });

    for (const [what, header, seconds] of [
        ["seconds", "120", 120],
        ["seconds with spaces", " 7 ", 7],
        ["an HTTP date", "Wed, 14 Oct 2026 09:44:24 GMT", 120],
        ["an HTTP date of the old form with a long name", "Wednesday, 14-Oct-26 09:44:24 GMT", 120],
        ["an HTTP date of the form of C, which is in UTC as well", "Wed Oct 14 09:44:24 2026", 120],
        ["a date in the past", "Wed, 14 Oct 2026 09:00:00 GMT", 0],
        ["more than an hour", "86400", 3600],
        ["a date in more than an hour", "Thu, 15 Oct 2026 09:42:24 GMT", 3600],
        ["a negative number", "-5", 0],
        ["a fraction", "1.5", 0],
        ["an ISO date, which HTTP does not know", "2026-10-14T09:44:24Z", 0],
        ["nonsense", "soon", 0],
        ["nothing", undefined, 0],
    ] as const) {
        it(`reads a Retry-After of ${what} as ${seconds} s`, () => {
            assert.equal(retryAfterSeconds(header, now), seconds);
        });
    }

    it("lets Retry-After lengthen a wait and never shorten it", () => {
        assert.equal(waitAfter(1, "60", now), 60);
        assert.equal(waitAfter(1, "86400", now), 3600);
        assert.equal(waitAfter(4, "1", now), 600);
        assert.equal(waitAfter(8, "3600", now), 14_400);
        assert.equal(waitAfter(9, "60", now), undefined);
    });

    it("stays between its own wait and the longer of that and an hour, whatever the header says", () => {
        fc.assert(
            fc.property(fc.integer({ min: 1, max: 8 }), fc.string(), (attempt, header) => {
                const planned = retryWaits[attempt - 1] ?? 0;
                const wait = waitAfter(attempt, header, now) ?? -1;
                assert.ok(Number.isInteger(wait) && wait >= planned && wait <= Math.max(planned, 3600));
            }),
        );
    });
});
