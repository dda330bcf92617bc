import * as assert from "node:assert/strict";
import type { Announcement, AnnouncementType } from "../../lambda/announcement";
import { composeDelivery } from "../../lambda/notifier/delivery";
import { outcomeOf } from "../../lambda/notifier/outcome";
import { retryWaits } from "../../lambda/notifier/retry-schedule";
import { blocksOf, loadReceiver, readPage } from "./examples";

const page = readPage("webhooks.md");
const secret = "correct horse battery staple";

/** Every type and every field once; a missing or extra one does not compile. */
const types: Record<AnnouncementType, true> = {
    "node.created": true,
    "node.updated": true,
    "node.draining": true,
    "node.deleted": true,
    "node.launch_failed": true,
    "node.terminate_failed": true,
};
const fields: Record<keyof Announcement | "sentAt" | "attempt", true> = {
    version: true,
    id: true,
    type: true,
    reason: true,
    occurredAt: true,
    sentAt: true,
    attempt: true,
    cluster: true,
    group: true,
    region: true,
    generation: true,
    node: true,
    dns: true,
    drain: true,
};

describe("the page about webhooks", () => {
    const [example = ""] = blocksOf(page, "json");
    const [request = ""] = blocksOf(page, "http");
    const header = (name: string) => new RegExp(`^${name}: (.*)$`, "m").exec(request)?.[1] ?? "";
    const body = JSON.stringify(JSON.parse(example));

    it("shows exactly what the notifier sends", () => {
        const { sentAt, attempt, ...announcement } = JSON.parse(example);
        const key = header("Idempotency-Key");

        const delivery = composeDelivery(
            { idempotencyKey: key, announcement },
            { attempt, now: Date.parse(sentAt), secrets: [secret] },
        );

        assert.equal(delivery.body, body);
        assert.deepEqual(
            delivery.headers,
            Object.fromEntries(Object.keys(delivery.headers).map((name) => [name, header(name)])),
        );
        assert.equal(request.trim().split("\n").length, 1 + Object.keys(delivery.headers).length);
    });

    it("shows a signature that the example of a receiver accepts", async () => {
        const { isGenuine } = await loadReceiver();
        const signature = header("X-MC-Signature");

        assert.ok(page.includes(`secret \`${secret}\``));
        assert.equal(isGenuine(signature, Buffer.from(body), [secret], 1_791_970_944_000), true);
    });

    it("names every type and every field", () => {
        const firstCells = [...page.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = ""]) =>
            [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? ""),
        );

        assert.deepEqual(
            firstCells.filter((name) => name.startsWith("node.")),
            Object.keys(types),
        );
        assert.deepEqual(
            firstCells.filter((name) => /^[a-z]+[A-Za-z]*$/.test(name)).sort(),
            Object.keys(fields).sort(),
        );
    });

    it("names the waits of the schedule", () => {
        const inWords = retryWaits.map((wait) =>
            wait < 60 ? `${wait} s` : wait < 3600 ? `${wait / 60} min` : `${wait / 3600} h`,
        );

        assert.ok(page.includes(`tried again after ${inWords.join(", ")};`));
    });

    it("says of each answer what the notifier makes of it", () => {
        const rows = [
            ...page.matchAll(/^\| ((?:[0-9x]{3}|[a-z0-9, ]+)(?:, [^|]*)?) \| (delivered|tried again|to the dead)/gm),
        ];
        const outcomes = { delivered: "delivered", "tried again": "retry", "to the dead": "refused" } as const;

        assert.equal(rows.length, 3);
        for (const [, answers = "", what] of rows) {
            for (const [status] of answers.matchAll(/\b\d(?:\d\d|xx)\b/g)) {
                const example = Number(status.replace("xx", "22"));
                assert.equal(outcomeOf(example), outcomes[what as keyof typeof outcomes], status);
            }
        }
    });
});
