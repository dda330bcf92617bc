import * as assert from "node:assert/strict";
import { RateLimiter, withBackoff } from "../../../lambda/dns-registrar/pace";
import { FakeClock } from "./rig";

function failure(fields: { name?: string; code?: string; status?: number }): Error {
    const { status, ...others } = fields;
    return Object.assign(new Error("no"), others, status && { $metadata: { httpStatusCode: status } });
}

/** Calls something that fails as often as stated; returns how often it was called, and the waits. */
async function callFailing(times: number, error: Error, at = Number.POSITIVE_INFINITY, clock = new FakeClock()) {
    let calls = 0;
    const outcome = withBackoff(clock, { at }, async () => {
        calls += 1;
        if (calls <= times) throw error;
        return "done";
    });
    const result = await outcome.catch((thrown: unknown) => thrown);
    return { calls, result, sleeps: clock.sleeps };
}

describe("backoff", () => {
    it("waits half of 200 ms doubling up to 10 s with even chance, and gives up after 8 tries", async () => {
        const error = failure({ name: "Throttling" });

        assert.deepEqual(await callFailing(8, error), {
            calls: 8,
            result: error,
            sleeps: [100, 200, 400, 800, 1600, 3200, 5000],
        });
    });

    it("returns what the eighth try returns", async () => {
        const { calls, result } = await callFailing(7, failure({ name: "Throttling" }));

        assert.deepEqual([calls, result], [8, "done"]);
    });

    for (const error of [
        failure({ name: "Throttling" }),
        failure({ name: "ThrottlingException" }),
        failure({ name: "RequestLimitExceeded" }),
        failure({ name: "PriorRequestNotComplete" }),
        failure({ name: "TimeoutError" }),
        failure({ name: "Anything", status: 500 }),
        failure({ name: "Anything", status: 503 }),
        failure({ code: "ECONNRESET" }),
    ]) {
        it(`tries again after ${JSON.stringify(error)}`, async () => {
            assert.equal((await callFailing(1, error)).calls, 2);
        });
    }

    for (const error of [
        failure({ name: "InvalidChangeBatch", status: 400 }),
        failure({ name: "AccessDenied", status: 403 }),
        failure({ name: "NoSuchHostedZone", status: 404 }),
        failure({ code: "EACCES" }),
    ]) {
        it(`does not try again after ${JSON.stringify(error)}`, async () => {
            assert.deepEqual(await callFailing(1, error), { calls: 1, result: error, sleeps: [] });
        });
    }

    it("does not wait past the deadline", async () => {
        const clock = new FakeClock();
        const { calls, sleeps } = await callFailing(8, failure({ name: "Throttling" }), clock.now() + 301, clock);

        assert.deepEqual([calls, sleeps], [3, [100, 200]]);
    });
});

describe("rate limiter", () => {
    it("lets five calls start at once and then three a second", async () => {
        const clock = new FakeClock(0);
        const limiter = new RateLimiter(clock);
        const starts: number[] = [];
        for (let call = 0; call < 9; call += 1) {
            await limiter.take();
            starts.push(Math.round(clock.now()));
        }

        assert.deepEqual(starts, [0, 0, 0, 0, 0, 333, 667, 1000, 1333]);
    });

    it("has its burst back after a quiet time, and no more", async () => {
        const clock = new FakeClock(0);
        const limiter = new RateLimiter(clock);
        await limiter.take();
        await clock.sleep(60_000);
        for (let call = 0; call < 6; call += 1) await limiter.take();

        assert.deepEqual(clock.sleeps.map(Math.round), [60_000, 333]);
    });
});
