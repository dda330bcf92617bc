import * as assert from "node:assert/strict";
import { SettingsError } from "../../../lambda/environment";
import { readSettings } from "../../../lambda/notifier/settings";
import { notifierEnvironment, secretArn } from "./notifier-server";

const environment = notifierEnvironment(
    "https://sqs.eu-west-1.amazonaws.com",
    "https://app.example.com/hooks?key=hunter2",
);

describe("settings of the notifier", () => {
    it("are read from the environment", () => {
        const { webhookUrl, ...rest } = readSettings(environment);

        assert.equal(webhookUrl.href, "https://app.example.com/hooks?key=hunter2");
        assert.deepEqual(rest, {
            secretArn,
            queueUrl: "https://sqs.eu-west-1.amazonaws.com/345678901234/announcements.fifo",
            deadLetterQueueUrl: "https://sqs.eu-west-1.amazonaws.com/345678901234/announcements-dead.fifo",
            cluster: "pool-prod",
        });
    });

    const webhook = "it must be a URL that starts with https:// and holds no user name or password.";
    const queue = "it must be the URL of a FIFO queue.";
    for (const [key, value, message] of [
        ["WEBHOOK_URL", "http://app.example.com/hooks?key=hunter2", `WEBHOOK_URL cannot be used; ${webhook}`],
        ["WEBHOOK_URL", "https://me:hunter2@app.example.com", `WEBHOOK_URL cannot be used; ${webhook}`],
        ["WEBHOOK_URL", "hunter2", `WEBHOOK_URL cannot be used; ${webhook}`],
        ["WEBHOOK_URL", undefined, `WEBHOOK_URL is not set; ${webhook}`],
        ["SECRET_ARN", "pool-prod", 'SECRET_ARN is "pool-prod"; it must be the ARN of a secret in Secrets Manager.'],
        ["QUEUE_URL", "https://sqs.example.com/1/plain", `QUEUE_URL is "https://sqs.example.com/1/plain"; ${queue}`],
        ["DEAD_LETTER_QUEUE_URL", "x.fifo", `DEAD_LETTER_QUEUE_URL is "x.fifo"; ${queue}`],
        ["CLUSTER", " ", "CLUSTER is not set; it must be the name of the cluster."],
    ] as const) {
        it(`refuse ${key}=${value} without showing a webhook's URL`, () => {
            assert.throws(
                () => readSettings({ ...environment, [key]: value }),
                (error) =>
                    error instanceof SettingsError &&
                    error.message === `The notifier cannot start. ${message}` &&
                    !error.message.includes("hunter2"),
            );
        });
    }

    it("name everything that is wrong at once", () => {
        assert.throws(() => readSettings({}), {
            name: "SettingsError",
            message:
                `The notifier cannot start. WEBHOOK_URL is not set; ${webhook} ` +
                "SECRET_ARN is not set; it must be the ARN of a secret in Secrets Manager. " +
                `QUEUE_URL is not set; ${queue} DEAD_LETTER_QUEUE_URL is not set; ${queue} ` +
                "CLUSTER is not set; it must be the name of the cluster.",
        });
    });
});
