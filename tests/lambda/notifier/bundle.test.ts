import * as assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleOf, callBundle } from "../bundle-process";
import { batchOf, queued, recordOf } from "./announcements";
import { NotifierServer, notifierEnvironment, targets } from "./notifier-server";
import { certificate, WebhookServer } from "./webhook-server";

describe("the bundle of the notifier", () => {
    const folder = mkdtempSync(join(tmpdir(), "notifier-ca-"));
    const authority = join(folder, "ca.pem");
    let aws: NotifierServer;
    let webhook: WebhookServer;
    let environment: Record<string, string>;

    before(() => writeFileSync(authority, certificate.cert));
    after(() => rmSync(folder, { recursive: true }));
    beforeEach(async () => {
        aws = new NotifierServer();
        webhook = new WebhookServer((response, { headers }) =>
            response.writeHead(headers["x-mc-event"] === "node.draining" ? 500 : 204).end(),
        );
        environment = {
            ...notifierEnvironment(await aws.start(), (await webhook.start()).href),
            NODE_EXTRA_CA_CERTS: authority,
        };
    });
    afterEach(async () => {
        await webhook.stop();
        await aws.stop();
    });

    it("is smaller than 1 MB", () => {
        const { size } = statSync(bundleOf("notifier"));

        assert.ok(size < 1_000_000, `The bundle has ${size} bytes.`);
    });

    it("serves batches in plain Node and reports what comes again, with structured logs and metrics", async () => {
        const { answers, logs, metrics, output } = await callBundle(
            "notifier",
            [
                batchOf(recordOf(queued(1), { id: "a" })),
                batchOf(
                    recordOf(queued(2, "node.draining"), { id: "b" }),
                    recordOf(queued(2, "node.deleted"), { id: "c" }),
                    recordOf(queued(3), { id: "d" }),
                    recordOf("hunter2", { id: "e" }),
                ),
            ],
            environment,
        );

        assert.deepEqual(answers, [
            { batchItemFailures: [] },
            { batchItemFailures: [{ itemIdentifier: "b" }, { itemIdentifier: "c" }] },
        ]);
        assert.deepEqual(
            aws.calls.map(({ target }) => target),
            [targets.getSecret, targets.getSecret, targets.postpone, targets.send],
        );
        assert.deepEqual(
            logs.map(({ level, message, cluster, service }) => [level, message, cluster, service]),
            [
                ["INFO", "Announcement delivered.", "pool-prod", "notifier"],
                ["WARN", "Announcement not delivered; it comes again.", "pool-prod", "notifier"],
                ["INFO", "Announcement delivered.", "pool-prod", "notifier"],
                ["ERROR", "Announcement given up; it lies in the dead-letter queue.", "pool-prod", "notifier"],
            ],
        );
        const [, second] = metrics;
        assert.deepEqual(
            [second?.Deliveries, second?.DeliveriesFailed, second?.DeliveriesGivenUp, second?.cluster, second?.service],
            [1, 1, 1, "pool-prod", "notifier"],
        );
        assert.match(
            JSON.stringify(second?._aws),
            /"Namespace":"MediaCluster","Dimensions":\[\["service","cluster"\]\]/,
        );
        assert.doesNotMatch(output, /hunter2|correct horse/);
    });

    it("does not trust a certificate that nobody vouches for", async () => {
        const { NODE_EXTRA_CA_CERTS: _, ...untrusting } = environment;

        const { answers, logs } = await callBundle("notifier", [batchOf(recordOf(queued()))], untrusting);

        assert.deepEqual(answers, [{ batchItemFailures: [{ itemIdentifier: "1" }] }]);
        assert.equal(logs[0]?.cause, "DeliveryFault: The request failed: DEPTH_ZERO_SELF_SIGNED_CERT.");
        assert.equal(webhook.received.length, 0);
    });

    it("keeps to its own limits when an endpoint is slow", async () => {
        await webhook.stop();
        webhook = new WebhookServer(() => {});
        environment = { ...environment, WEBHOOK_URL: (await webhook.start()).href };

        const { answers, logs } = await callBundle("notifier", [batchOf(recordOf(queued()))], environment);

        assert.deepEqual(answers, [{ batchItemFailures: [{ itemIdentifier: "1" }] }]);
        assert.equal(logs[0]?.cause, "DeliveryFault: No answer within 5000 ms.");
    });

    it("refuses events that are no batch of its queue", async () => {
        const { answers } = await callBundle("notifier", [{ source: "aws.events" }], environment);

        assert.deepEqual(answers, { name: "TypeError", message: "The notifier takes only messages of its queue." });
    });

    it("does not start with wrong settings, and shows nothing of a webhook's URL", async () => {
        const wrong = { ...environment, WEBHOOK_URL: "http://app.example.com/hooks?key=hunter2" };

        const { answers, output } = await callBundle("notifier", [], wrong);

        assert.deepEqual(answers, {
            name: "SettingsError",
            message:
                "The notifier cannot start. WEBHOOK_URL cannot be used; " +
                "it must be a URL that starts with https:// and holds no user name or password.",
        });
        assert.doesNotMatch(output, /hunter2/);
    });
});
