import * as assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { DynamoServer } from "../../support/aws-servers/dynamo";
import { AwsServer } from "../../support/aws-servers/server";
import { batch, classic } from "./notices";
import { clientEnvironment, environment, queueUrlOf } from "./rig";
import { groupName, nameOf } from "./situations";

const run = promisify(execFile);
/** What the program uploads; `npm run build` makes it. */
const bundle = join(__dirname, "..", "..", "..", "lambda", "dns-registrar", "dist", "index.js");

describe("the bundle of the registrar", () => {
    const folder = mkdtempSync(join(tmpdir(), "dns-registrar-"));
    const script = join(folder, "call.js");
    let aws: AwsServer;
    const dynamo = new DynamoServer();
    let endpoint: string;
    let dynamoEndpoint: string;

    before(async () => {
        // What the Lambda runtime does: load the file, call its handler once per event.
        writeFileSync(
            script,
            `const context = { awsRequestId: "r" + Math.random(), functionName: "f", memoryLimitInMB: "256", getRemainingTimeInMillis: () => 120000 };
            (async () => {
                const { handler } = require(${JSON.stringify(bundle)});
                const answers = [];
                for (const event of JSON.parse(process.argv[2])) answers.push(await handler(event, context));
                return answers;
            })().then(
                (answers) => console.log("ANSWERS " + JSON.stringify(answers)),
                (error) => console.log("ANSWERS " + JSON.stringify({ name: error.name, message: error.message })),
            );`,
        );
        aws = new AwsServer();
        endpoint = await aws.start();
        dynamoEndpoint = await dynamo.start();
    });
    after(async () => {
        await Promise.all([aws.stop(), dynamo.stop()]);
        rmSync(folder, { recursive: true });
    });

    /** Calls the handler in a Node process of its own, with the environment of the function and nothing else. */
    async function call(events: readonly unknown[], variables: Record<string, string> = environment) {
        const env = {
            ...clientEnvironment(endpoint, dynamoEndpoint),
            POWERTOOLS_METRICS_NAMESPACE: "MediaCluster",
            POWERTOOLS_SERVICE_NAME: "dns-registrar",
            ...variables,
            ANNOUNCEMENTS_QUEUE_URL: queueUrlOf(endpoint),
        };
        const { stdout } = await run(process.execPath, [script, JSON.stringify(events)], {
            cwd: folder,
            env,
            timeout: 15_000,
        });
        const lines = stdout.trim().split("\n");
        const answers: unknown = JSON.parse(lines.find((line) => line.startsWith("ANSWERS "))?.slice(8) ?? "null");
        const logs = lines
            .filter((line) => line.startsWith("{"))
            .map((line): Record<string, unknown> => JSON.parse(line));
        return { answers, logs };
    }

    it("is smaller than 1 MB", () => {
        const { size } = statSync(bundle);

        assert.ok(size < 1_000_000, `The bundle has ${size} bytes.`);
    });

    it("serves a batch and a direct run in plain Node, with structured logs", async () => {
        const group = aws.fleet.addGroup(groupName, { desired: 1 });
        const id = aws.fleet.launch(group);

        const { answers, logs } = await call([
            batch(classic("EC2_INSTANCE_LAUNCH", id)),
            { source: "mc.registrar", mode: "reconcile", reason: "deployment" },
        ]);

        const [served, report] = answers as [object, { reason: string; records: number; created: number }];
        assert.deepEqual(served, { batchItemFailures: [] });
        assert.deepEqual([report.reason, report.records, report.created], ["deployment", 1, 0]);
        assert.deepEqual(aws.zone.valuesAt(nameOf(id), "A"), ["198.18.0.2"]);
        const metrics = logs.filter((line) => "_aws" in line);
        assert.deepEqual(
            logs
                .filter((line) => !metrics.includes(line))
                .map(({ message, cluster, owner }) => [message, cluster, owner]),
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
