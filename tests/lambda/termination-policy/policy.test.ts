import * as assert from "node:assert/strict";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { choose } from "../../../lambda/termination-policy/policy";
import { SessionCounts } from "../../../lambda/termination-policy/session-counts";
import { recordingLog, recordingMeter } from "../recordings";
import { getMetricData, MetricsServer } from "./metrics-server";
import { candidate, capacity, idOf, scaleIn } from "./scale-in";

/** Half a minute after a full one, so that a value of three minutes ago lies within a minute that has begun before. */
const now = Date.UTC(2026, 9, 14, 9, 42, 30);

describe("the termination policy, with the real AWS client", () => {
    let cloudWatch: MetricsServer;
    let client: CloudWatchClient;
    const { log, lines } = recordingLog();
    let totals: Record<string, number>;

    beforeEach(async () => {
        cloudWatch = new MetricsServer(() => now);
        const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" };
        const endpoint = await cloudWatch.start();
        client = new CloudWatchClient({ endpoint, region: "eu-west-1", credentials, maxAttempts: 1 });
        lines.splice(0);
    });
    afterEach(() => cloudWatch.stop());

    async function answer(event: unknown, limit = 15_000): Promise<string[]> {
        const recording = recordingMeter();
        totals = recording.totals;
        const sessions = new SessionCounts(client);
        const { InstanceIDs } = await choose(event, { sessions, log, meter: recording.meter }, now, limit);
        return InstanceIDs;
    }
    const told = () => lines.map(({ level, message }) => `${level}: ${message}`);

    it("names the emptiest node by its latest value", async () => {
        cloudWatch.report(idOf(1), 0, 150_000);
        cloudWatch.report(idOf(1), 8, 30_000);
        cloudWatch.report(idOf(2), 9, 150_000);
        cloudWatch.report(idOf(2), 2, 30_000);

        assert.deepEqual(await answer(scaleIn([capacity(1)], [candidate(1), candidate(2)])), [idOf(2)]);
        assert.deepEqual(totals, { NodesChosen: 1, NodesWithoutData: 0 });
        assert.deepEqual(told(), ["info: Nodes chosen."]);
    });

    it("does not believe a value that is older than three minutes", async () => {
        cloudWatch.report(idOf(1), 0, 181_000);
        cloudWatch.report(idOf(2), 5, 149_000);

        assert.deepEqual(await answer(scaleIn([capacity(2)], [candidate(1), candidate(2)])), [idOf(2)]);
        assert.deepEqual(totals, { NodesChosen: 1, NodesWithoutData: 1 });
        assert.deepEqual(told(), ["warn: Fewer nodes were chosen than asked for."]);
    });

    it("serves an instance refresh like a scale-in", async () => {
        cloudWatch.report(idOf(1), 3);
        cloudWatch.report(idOf(2), 1);
        const event = scaleIn([capacity(1)], [candidate(1), candidate(2)], { Cause: "INSTANCE_REFRESH" });

        assert.deepEqual(await answer(event), [idOf(2)]);
    });

    it("asks for 500 metrics in a call, and only for nodes of zones that have to shrink", async () => {
        const here = Array.from({ length: 1201 }, (_, index) => candidate(index));
        const elsewhere = Array.from({ length: 300 }, (_, index) => candidate(5000 + index, "eu-west-1b"));
        for (const { InstanceId } of here) cloudWatch.report(InstanceId, 9);
        cloudWatch.report(idOf(700), 1, 10_000);

        assert.deepEqual(await answer(scaleIn([capacity(1)], [...here, ...elsewhere])), [idOf(700)]);
        const sizes = cloudWatch.inputs(getMetricData).map(({ MetricDataQueries }) => (MetricDataQueries as []).length);
        assert.deepEqual(
            sizes.sort((a, b) => a - b),
            [201, 500, 500],
        );
    });

    it("reads every page of an answer", async () => {
        cloudWatch.pageSize = 2;
        for (const number of [1, 2, 3, 4, 5]) cloudWatch.report(idOf(number), 10 - number);

        const event = scaleIn(
            [capacity(1)],
            [1, 2, 3, 4, 5].map((number) => candidate(number)),
        );
        assert.deepEqual(await answer(event), [idOf(5)]);
        assert.equal(cloudWatch.inputs(getMetricData).length, 3);
    });

    it("makes no call when nobody has to go", async () => {
        assert.deepEqual(await answer(scaleIn([], [candidate(1)])), []);
        assert.equal(cloudWatch.calls.length, 0);
    });

    describe("names nobody, logs an error and counts it", () => {
        const event = scaleIn([capacity(1)], [candidate(1), candidate(2)]);
        beforeEach(() => {
            cloudWatch.report(idOf(1), 0);
            cloudWatch.report(idOf(2), 4);
        });
        afterEach(() => {
            assert.deepEqual(told(), ["error: No node was chosen, because of a fault; Auto Scaling asks again."]);
            assert.deepEqual(totals, { ChoicesFailed: 1 });
        });

        it("when CloudWatch throttles", async () => {
            cloudWatch.fail(getMetricData, { status: 400, code: "ThrottlingException", message: "Rate exceeded" });

            assert.deepEqual(await answer(event), []);
        });

        it("when CloudWatch could not read one of the metrics", async () => {
            cloudWatch.statuses.set(idOf(2), "InternalError");

            assert.deepEqual(await answer(event), []);
        });

        it("when CloudWatch does not answer in time", async () => {
            cloudWatch.isSilent = true;

            assert.deepEqual(await answer(event, 300), []);
        });

        it("when paging does not end", async () => {
            cloudWatch.pageSize = 0;

            assert.deepEqual(await answer(event), []);
        });

        it("when the event is not the documented one", async () => {
            assert.deepEqual(await answer({ AutoScalingGroupName: "pool-prod-media" }), []);
        });
    });
});
