import * as assert from "node:assert/strict";
import { statSync } from "node:fs";
import { bundleOf, callBundle } from "../bundle-process";
import { getMetricData, MetricsServer } from "./metrics-server";
import { candidate, capacity, idOf, scaleIn } from "./scale-in";

describe("the bundle of the termination policy", () => {
    let cloudWatch: MetricsServer;
    let environment: Record<string, string>;

    beforeEach(async () => {
        cloudWatch = new MetricsServer(() => Date.now());
        environment = {
            CLUSTER: "pool-prod",
            POWERTOOLS_SERVICE_NAME: "termination-policy",
            POWERTOOLS_METRICS_NAMESPACE: "MediaCluster",
            AWS_ENDPOINT_URL: await cloudWatch.start(),
            AWS_REGION: "eu-west-1",
            AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
            AWS_SECRET_ACCESS_KEY: "example",
            AWS_EC2_METADATA_DISABLED: "true",
        };
    });
    afterEach(() => cloudWatch.stop());

    const event = scaleIn([capacity(1)], [candidate(1), candidate(2), candidate(3)]);
    const call = (events: readonly unknown[], variables = environment) =>
        callBundle("termination-policy", events, variables, { remainingTime: 2000 });

    it("is smaller than 1 MB", () => {
        const { size } = statSync(bundleOf("termination-policy"));

        assert.ok(size < 1_000_000, `The bundle has ${size} bytes.`);
    });

    it("answers Auto Scaling in plain Node, with structured logs and metrics", async () => {
        cloudWatch.report(idOf(1), 4);
        cloudWatch.report(idOf(2), 1);

        const { answers, logs, metrics } = await call([event]);

        assert.deepEqual(answers, [{ InstanceIDs: [idOf(2)] }]);
        assert.deepEqual(
            logs.map(({ message, cluster, service, withoutData }) => [message, cluster, service, withoutData]),
            [["Nodes chosen.", "pool-prod", "termination-policy", 1]],
        );
        assert.deepEqual(
            metrics.map(({ NodesChosen, NodesWithoutData, cluster }) => [NodesChosen, NodesWithoutData, cluster]),
            [[1, 1, "pool-prod"]],
        );
    });

    it("answers an empty list when CloudWatch keeps silent, before its two seconds are over", async () => {
        cloudWatch.isSilent = true;

        const { answers, logs } = await call([event]);

        assert.deepEqual(answers, [{ InstanceIDs: [] }]);
        assert.equal(logs[0]?.message, "No node was chosen, because of a fault; Auto Scaling asks again.");
    });

    it("answers an empty list when CloudWatch refuses or the event makes no sense", async () => {
        cloudWatch.fail(getMetricData, { status: 403, code: "AccessDeniedException", message: "not authorised" });

        const { answers, logs } = await call([event, { hello: "world" }]);

        assert.deepEqual(answers, [{ InstanceIDs: [] }, { InstanceIDs: [] }]);
        assert.deepEqual(
            logs.map(({ level }) => level),
            ["ERROR", "ERROR"],
        );
    });

    it("does not start without the name of its cluster", async () => {
        const { answers } = await call([], { ...environment, CLUSTER: "" });

        assert.deepEqual(answers, {
            name: "SettingsError",
            message: "The termination policy cannot start. CLUSTER is not set; it must be the name of the cluster.",
        });
    });
});
