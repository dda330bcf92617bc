import * as assert from "node:assert/strict";
import { CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { MotoServer } from "../../support/moto/moto-server";
import { notInstalled, pythonProgram } from "../../support/python/programs";
import { callBundle } from "../bundle-process";
import { groupName } from "./metrics-server";
import { candidate, capacity, idOf, scaleIn } from "./scale-in";

describe("the bundle of the termination policy, against moto's CloudWatch", () => {
    const moto = new MotoServer();
    let endpoint: string;
    let client: CloudWatchClient;

    before(async function () {
        if (pythonProgram("moto_server") === undefined) {
            console.log(`      skipped, because ${notInstalled}`);
            this.skip();
        }
        this.timeout(60_000);
        endpoint = await moto.start();
        const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" };
        client = new CloudWatchClient({ endpoint, region: "eu-west-1", credentials, maxAttempts: 1 });
    });
    after(() => moto.stop());

    /** What a node's agent reports. */
    async function report(number: number, sessions: number, ageSeconds: number): Promise<void> {
        const datum = {
            MetricName: "Sessions",
            Unit: "Count" as const,
            Value: sessions,
            Timestamp: new Date(Date.now() - ageSeconds * 1000),
            Dimensions: [
                { Name: "AutoScalingGroupName", Value: groupName },
                { Name: "InstanceId", Value: idOf(number) },
            ],
        };
        await client.send(new PutMetricDataCommand({ Namespace: "MediaCluster/Nodes", MetricData: [datum] }));
    }

    it("names the emptiest node that has reported lately", async () => {
        await report(1, 0, 600);
        await report(2, 7, 70);
        await report(2, 2, 5);
        await report(3, 3, 5);

        const { answers } = await callBundle(
            "termination-policy",
            [
                scaleIn(
                    [capacity(1)],
                    [1, 2, 3, 4].map((number) => candidate(number)),
                ),
            ],
            {
                CLUSTER: "pool-prod",
                POWERTOOLS_SERVICE_NAME: "termination-policy",
                POWERTOOLS_METRICS_NAMESPACE: "MediaCluster",
                AWS_ENDPOINT_URL: endpoint,
                AWS_REGION: "eu-west-1",
                AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
                AWS_SECRET_ACCESS_KEY: "example",
                AWS_EC2_METADATA_DISABLED: "true",
            },
            { remainingTime: 2000 },
        );

        assert.deepEqual(answers, [{ InstanceIDs: [idOf(2)] }]);
    });
});
