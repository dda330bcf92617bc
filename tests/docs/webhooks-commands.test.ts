import * as assert from "node:assert/strict";
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { JsonServer } from "../support/aws-servers/json-server";
import { notInstalled, pythonProgram } from "../support/python/programs";
import { blocksOf, readPage } from "./examples";

const run = promisify(execFile);
const page = readPage("webhooks.md");
// Those in a list are indented.
const commands = blocksOf(page.replaceAll(/^ {3}(?=\S| {4})/gm, ""), "sh");

/** The block with a text, and the blocks before it that it needs. */
function block(...texts: string[]): string {
    const found = texts.map((text) => commands.find((command) => command.includes(text)));
    assert.ok(
        found.every((command) => command !== undefined),
        texts.join(),
    );
    return found.join("");
}

const secretArn = "arn:aws:secretsmanager:eu-west-1:345678901234:secret:webhook-AbCdEf";
const queueUrl = (name: string) => `https://sqs.eu-west-1.amazonaws.com/345678901234/${name}.fifo`;
const queueArn = (name: string) => `arn:aws:sqs:eu-west-1:345678901234:${name}.fifo`;
const variables = {
    POWERTOOLS_SERVICE_NAME: "notifier",
    CLUSTER: "media-cluster-prod",
    QUEUE_URL: queueUrl("announcements"),
    DEAD_LETTER_QUEUE_URL: queueUrl("dead"),
};
const functionOf = (name: string, Variables: object) => ({
    FunctionName: name,
    Environment: { Variables },
    LoggingConfig: { LogGroup: `/aws/lambda/${name}` },
});
const notifier = functionOf("prod-webhooks-1a2b3c", variables);

describe("the commands of the page about webhooks, with the real AWS command line", function () {
    this.timeout(60_000);
    const folder = mkdtempSync(join(tmpdir(), "commands-"));
    let aws: JsonServer;
    let endpoint: string;

    before(async function () {
        if (pythonProgram("aws") === undefined) {
            console.log(`      skipped, because ${notInstalled}`);
            this.skip();
        }
        aws = new JsonServer({
            "GET /2015-03-31/functions": () => ({
                Functions: [
                    functionOf("other", { ...variables, CLUSTER: "media-cluster-dev" }),
                    { FunctionName: "without-variables" },
                    notifier,
                ],
            }),
            "GET /2015-03-31/functions/prod-webhooks-1a2b3c/configuration": () => notifier,
            "POST /2015-03-31/functions/prod-registrar/invocations": (input) => ({ asked: input }),
            "AmazonSQS.GetQueueAttributes": ({ QueueUrl }) => ({
                Attributes: { QueueArn: queueArn(/([a-z]+)\.fifo$/.exec(String(QueueUrl))?.[1] ?? "") },
            }),
            "AmazonSQS.StartMessageMoveTask": () => ({ TaskHandle: "task" }),
            "Logs_20140328.FilterLogEvents": () => ({ events: [{ message: "status 404" }] }),
            "secretsmanager.GetSecretValue": () => ({ ARN: secretArn, SecretString: "correct horse" }),
            "secretsmanager.ListSecretVersionIds": () => ({
                Versions: [
                    { VersionId: "11111111-1111-4111-8111-111111111111", VersionStages: ["AWSCURRENT"] },
                    { VersionId: "22222222-2222-4222-8222-222222222222", VersionStages: ["AWSPREVIOUS"] },
                ],
            }),
            "secretsmanager.UpdateSecretVersionStage": () => ({ ARN: secretArn }),
        });
        endpoint = await aws.start();
    });
    after(async () => {
        await aws?.stop();
        rmSync(folder, { recursive: true });
    });

    /** Runs commands under bash with the outputs of a stack. */
    async function shell(script: string): Promise<string> {
        const stack = `pulumi() { case $3 in webhookSecretArn) echo ${secretArn};; registrarFunction) echo prod-registrar;; esac; }\n`;
        const { stdout } = await run("bash", ["--norc", "-euo", "pipefail", "-c", stack + script], {
            cwd: folder,
            timeout: 50_000,
            env: {
                PATH: [dirname(pythonProgram("aws") ?? ""), process.env.PATH].join(delimiter),
                AWS_ENDPOINT_URL: endpoint,
                // In older Regions version 1 of the command line takes an old name of SQS instead of the endpoint.
                AWS_DEFAULT_REGION: "eu-central-2",
                AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
                AWS_SECRET_ACCESS_KEY: "example",
                AWS_EC2_METADATA_DISABLED: "true",
            },
        });
        return stdout.trim();
    }

    it("show the secret", async () => {
        assert.equal(await shell(block("get-secret-value")), "correct horse");
    });

    it("let the old secret go", async () => {
        await shell(block("update-secret-version-stage"));

        const [{ ClientRequestToken: _, ...input } = {}] = aws.inputs("secretsmanager.UpdateSecretVersionStage");
        assert.deepEqual(input, {
            SecretId: secretArn,
            VersionStage: "AWSPREVIOUS",
            RemoveFromVersionId: "22222222-2222-4222-8222-222222222222",
        });
    });

    it("ask the registrar for all live nodes", async () => {
        await shell(block("lambda invoke"));

        assert.deepEqual(JSON.parse(readFileSync(join(folder, "report.json"), "utf8")), {
            asked: { source: "mc.registrar", mode: "report", reason: "catch-up" },
        });
    });

    it("find the notifier of the cluster and its errors", async () => {
        assert.equal(await shell(block("filter-log-events")), "status 404");

        const [{ logGroupName, filterPattern } = {}] = aws.inputs("Logs_20140328.FilterLogEvents");
        assert.deepEqual([logGroupName, filterPattern], ["/aws/lambda/prod-webhooks-1a2b3c", '{ $.level = "ERROR" }']);
    });

    it("move the dead letters back to the queue they came from", async () => {
        await shell(block("filter-log-events", "start-message-move-task"));

        assert.deepEqual(aws.inputs("AmazonSQS.StartMessageMoveTask"), [
            { SourceArn: queueArn("dead"), DestinationArn: queueArn("announcements") },
        ]);
    });
});

describe("the commands of the page about webhooks", () => {
    it("compute the signature of the example", function () {
        if (spawnSync("openssl", ["version"]).error) {
            console.log("      skipped, because openssl is not installed");
            this.skip();
        }
        const folder = mkdtempSync(join(tmpdir(), "signature-"));
        const [example = ""] = blocksOf(page, "json");
        writeFileSync(join(folder, "body.json"), JSON.stringify(JSON.parse(example)));

        const { stdout } = spawnSync("bash", ["-c", block("openssl dgst")], { cwd: folder, encoding: "utf8" });

        rmSync(folder, { recursive: true });
        const signature = /v1=([0-9a-f]{64})/.exec(page)?.[1];
        assert.ok(signature && stdout.trim().endsWith(signature), stdout);
    });
});
