import * as assert from "node:assert/strict";
import { statSync } from "node:fs";
import { DynamoServer } from "../../support/aws-servers/dynamo";
import { AwsServer } from "../../support/aws-servers/server";
import { bundleOf, callBundle } from "../bundle-process";
import { batch, classic } from "./notices";
import { clientEnvironment, environment, queueUrlOf } from "./rig";
import { groupName, nameOf } from "./situations";

describe("the bundle of the registrar", () => {
    const aws = new AwsServer();
    const dynamo = new DynamoServer();
    let endpoint: string;
    let dynamoEndpoint: string;

    before(async () => {
        endpoint = await aws.start();
        dynamoEndpoint = await dynamo.start();
    });
    after(() => Promise.all([aws.stop(), dynamo.stop()]));

    /** Calls the handler with the environment of the function and nothing else. */
    function call(events: readonly unknown[], variables: Record<string, string> = environment) {
        const all = {
            ...clientEnvironment(endpoint, dynamoEndpoint),
            POWERTOOLS_METRICS_NAMESPACE: "MediaCluster",
            POWERTOOLS_SERVICE_NAME: "dns-registrar",
            ...variables,
            ANNOUNCEMENTS_QUEUE_URL: queueUrlOf(endpoint),
        };
        return callBundle("dns-registrar", events, all, { remainingTime: 120_000 });
    }

    it("is smaller than 1 MB", () => {
        const { size } = statSync(bundleOf("dns-registrar"));

        assert.ok(size < 1_000_000, `The bundle has ${size} bytes.`);
    });

    it("serves a batch and a direct run in plain Node, with structured logs", async () => {
        const group = aws.fleet.addGroup(groupName, { desired: 1 });
        const id = aws.fleet.launch(group);

        const { answers, logs, metrics } = await call([
            batch(classic("EC2_INSTANCE_LAUNCH", id)),
            { source: "mc.registrar", mode: "reconcile", reason: "deployment" },
        ]);

        const [served, report] = answers as [object, { reason: string; records: number; created: number }];
        assert.deepEqual(served, { batchItemFailures: [] });
        assert.deepEqual([report.reason, report.records, report.created], ["deployment", 1, 0]);
        assert.deepEqual(aws.zone.valuesAt(nameOf(id), "A"), ["198.18.0.2"]);
        assert.deepEqual(
            logs.map(({ message, cluster, owner }) => [message, cluster, owner]),
            ["Run finished.", "Batch served.", "Run finished."].map((message) => [message, "pool-prod", "3cc518fd"]),
        );
        assert.deepEqual(
            metrics.map(({ service, cluster, ChangeCalls, UnknownEvent }) => [
                service,
                cluster,
                ChangeCalls,
                UnknownEvent,
            ]),
            [
                ["dns-registrar", "pool-prod", 1, undefined],
                ["dns-registrar", "pool-prod", undefined, 0],
                ["dns-registrar", "pool-prod", 0, undefined],
            ],
        );
        assert.match(JSON.stringify(metrics[0]), /"Namespace":"MediaCluster","Dimensions":\[\["service","cluster"\]\]/);
        assert.deepEqual(
            aws.messages.map(({ body, group: node }) => [JSON.parse(body).announcement.type, node]),
            [["node.created", id]],
        );
    });

    it("does not start with wrong settings", async () => {
        const { answers } = await call([], { ...environment, RECORD_TTL: "900" });

        assert.deepEqual(answers, {
            name: "SettingsError",
            message:
                "The DNS registrar cannot start. " +
                'RECORD_TTL is "900"; it must be a whole number of seconds from 1 to 300.',
        });
    });
});
