import * as assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SQSEvent } from "aws-lambda";
import type { Announcement } from "../../lambda/announcement";
import { composeDelivery } from "../../lambda/notifier/delivery";
import { post } from "../../lambda/notifier/https-post";
import { callBundle } from "../lambda/bundle-process";
import { batchOf, queued, recordOf, secret } from "../lambda/notifier/announcements";
import { NotifierServer, notifierEnvironment, targets } from "../lambda/notifier/notifier-server";
import { certificate, serveListener, trustingAgent } from "../lambda/notifier/webhook-server";
import { examplePath, loadReceiver, type ReceiverExample } from "./examples";

type Receiver = ReturnType<ReceiverExample["createReceiver"]>;

describe("the example of a receiver, fed by the notifier's bundle", () => {
    const folder = mkdtempSync(join(tmpdir(), "receiver-"));
    const authority = join(folder, "ca.pem");
    let example: ReceiverExample;
    let aws: NotifierServer;
    let accepted: Announcement[];

    before(async () => {
        writeFileSync(authority, certificate.cert);
        example = await loadReceiver();
    });
    after(() => rmSync(folder, { recursive: true }));
    beforeEach(() => {
        aws = new NotifierServer();
        accepted = [];
    });

    const receive = (options: Partial<Parameters<ReceiverExample["createReceiver"]>[0]> = {}): Receiver =>
        example.createReceiver({ secrets: [secret], onChange: (news) => accepted.push(news), ...options });

    /** Runs the function once per event, against an application that listens so. */
    async function deliver(events: readonly SQSEvent[], listener: RequestListener) {
        const application = await serveListener(listener);
        const variables = notifierEnvironment(await aws.start(), application.url.href);
        try {
            const environment = { ...variables, NODE_EXTRA_CA_CERTS: authority };
            const { answers } = await callBundle("notifier", events, environment);
            const returned = (answers as { batchItemFailures: { itemIdentifier: string }[] }[]).map(
                ({ batchItemFailures }) => batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
            );
            return { returned, buried: aws.inputs(targets.send).length };
        } finally {
            await application.stop();
            await aws.stop();
        }
    }

    /** Notes the key and the answer of every request. */
    function noting(listener: RequestListener) {
        const requests: { key: unknown; status: number }[] = [];
        const noted: RequestListener = (request, response) => {
            response.once("finish", () =>
                requests.push({ key: request.headers["idempotency-key"], status: response.statusCode }),
            );
            listener(request, response);
        };
        return { requests, noted };
    }

    const attempts = (count: number) =>
        Array.from({ length: count }, (_, index) => batchOf(recordOf(queued(), { attempt: index + 1 })));

    it("accepts one delivery under one key when the application answers 500 twice and then takes it", async () => {
        const { listener, nodes } = receive();
        const faults = [500, 500];
        const { requests, noted } = noting((request, response) => {
            const fault = faults.shift();
            if (fault) request.resume().on("end", () => response.writeHead(fault).end());
            else listener(request, response);
        });

        const { returned, buried } = await deliver(attempts(3), noted);

        const key = queued().idempotencyKey;
        assert.deepEqual(returned, [["1"], ["1"], []]);
        assert.deepEqual(
            requests,
            [500, 500, 204].map((status) => ({ key, status })),
        );
        assert.deepEqual(
            accepted.map(({ type }) => type),
            ["node.created"],
        );
        assert.equal(nodes.serving()[0]?.publicIp, "203.0.113.57");
        assert.equal(buried, 0);
    });

    it("accepts once what comes again because its answer got lost", async () => {
        const { requests, noted } = noting(receive().listener);

        const { returned } = await deliver(attempts(2), noted);

        assert.deepEqual(returned, [[], []]);
        assert.deepEqual(
            requests.map(({ status }) => status),
            [204, 409],
        );
        assert.equal(accepted.length, 1);
    });

    it("takes again what it could not take over before", async () => {
        let isDown = true;
        const { listener } = receive({
            onChange: (news) => {
                if (isDown) throw new Error("The database is down.");
                accepted.push(news);
            },
        });
        const { requests, noted } = noting((request, response) => {
            listener(request, response);
            response.once("finish", () => {
                isDown = false;
            });
        });

        await deliver(attempts(2), noted);

        assert.deepEqual(
            requests.map(({ status }) => status),
            [500, 204],
        );
        assert.equal(accepted.length, 1);
    });

    describe("rejects, so that the announcement goes to the dead letters at once,", () => {
        async function isRejected(listener: RequestListener): Promise<void> {
            const { requests, noted } = noting(listener);
            const { returned, buried } = await deliver(attempts(1), noted);

            assert.deepEqual(returned, [[]]);
            assert.deepEqual(
                requests.map(({ status }) => status),
                [401],
            );
            assert.deepEqual([accepted.length, buried], [0, 1]);
        }

        it("a request that was signed with the wrong secret", () =>
            isRejected(receive({ secrets: ["other"] }).listener));

        it("a request while its clock is 10 minutes ahead", () =>
            isRejected(receive({ now: () => Date.now() + 600_000 }).listener));

        it("a request while its clock is 10 minutes behind", () =>
            isRejected(receive({ now: () => Date.now() - 600_000 }).listener));

        it("a body that was changed on the way", () => {
            const { listener } = receive();
            return isRejected((request, response) => {
                const parts: Buffer[] = [];
                request.on("data", (part: Buffer) => parts.push(part));
                request.on("end", () => {
                    const changed = Buffer.concat(parts).toString("utf8").replace("203.0.113.57", "198.51.100.9");
                    const { method, headers } = request;
                    const forged = Object.assign([Buffer.from(changed)], { method, headers });
                    listener(forged as unknown as typeof request, response);
                });
            });
        });
    });

    it("accepts with the old, the new and both secrets while the secret is rotated", async () => {
        aws.secrets.set("AWSCURRENT", "new").set("AWSPREVIOUS", "old");
        for (const [index, secrets] of [["old"], ["new"], ["new", "old"]].entries()) {
            const { requests, noted } = noting(receive({ secrets }).listener);

            await deliver([batchOf(recordOf(queued(index)))], noted);

            assert.deepEqual(
                requests.map(({ status }) => status),
                [204],
                secrets.join(),
            );
        }
        assert.equal(accepted.length, 3);
    });

    it("hears nothing through a redirect", async () => {
        const { listener } = receive();
        const { returned, buried } = await deliver(attempts(1), (request, response) => {
            if (request.url === "/moved") listener(request, response);
            else request.resume().on("end", () => response.writeHead(308, { Location: "/moved" }).end());
        });

        assert.deepEqual([returned, buried, accepted.length], [[[]], 1, 0]);
    });

    it("may answer as much as it likes: 64 KB are read, and the delivery counts", async () => {
        const { returned, buried } = await deliver(attempts(1), (_, response) => {
            response.writeHead(200);
            const more = () => {
                while (!response.destroyed && response.write(Buffer.alloc(16 * 1024)));
            };
            response.on("drain", more);
            more();
        });

        assert.deepEqual([returned, buried], [[[]], 0]);
    });
});

describe("the example of a receiver", () => {
    let example: ReceiverExample;
    let accepted: string[];
    let receiver: Receiver;
    let application: Awaited<ReturnType<typeof serveListener>>;

    beforeEach(async () => {
        example = await loadReceiver();
        accepted = [];
        receiver = example.createReceiver({
            secrets: [secret],
            onChange: ({ type, generation }) => accepted.push(`${type} ${generation}`),
        });
        application = await serveListener(receiver.listener);
    });
    afterEach(() => application.stop());

    async function send(...announcements: Parameters<typeof queued>[]): Promise<number[]> {
        const statuses: number[] = [];
        for (const announcement of announcements) {
            const options = { attempt: 1, now: Date.now(), secrets: [secret] };
            const delivery = composeDelivery(queued(...announcement), options);
            statuses.push((await post(application.url, delivery, { agent: trustingAgent })).status);
        }
        return statuses;
    }

    it("follows a node through its life", async () => {
        await send([1, "node.created"], [2, "node.created"], [1, "node.draining"]);
        assert.equal(receiver.nodes.serving().length, 1);

        await send([1, "node.updated", { reason: "in-service", occurredAt: "2026-10-14T10:00:00Z" }]);
        assert.equal(receiver.nodes.serving().length, 2);

        await send([1, "node.deleted", { occurredAt: "2026-10-14T11:00:00Z" }]);
        assert.equal(receiver.nodes.serving().length, 1);
    });

    it("lets the end win within a generation, whatever comes later", async () => {
        assert.deepEqual(await send([1, "node.deleted"], [1, "node.created"]), [204, 204]);

        assert.deepEqual(accepted, ["node.deleted 1791970891"]);
        assert.deepEqual(receiver.nodes.serving(), []);
    });

    it("ignores what comes late from the dead letters: an older generation, and older news of the same", async () => {
        await send([1, "node.created", { generation: 20 }], [1, "node.deleted", { generation: 10 }]);
        await send([2, "node.updated", { occurredAt: "2026-10-14T10:00:00Z" }], [2, "node.draining"]);

        assert.deepEqual(accepted, ["node.created 20", "node.updated 1791970891"]);
    });

    it("takes a node for a new one when it comes back with a higher generation", async () => {
        await send([1, "node.created", { generation: 10 }], [1, "node.deleted", { generation: 10 }]);
        await send([1, "node.created", { generation: 20 }]);

        assert.equal(receiver.nodes.serving().length, 1);
    });

    it("finds a node by its name when nobody remembers its instance id", async () => {
        await send([1, "node.created"]);
        const { node } = queued(1).announcement;
        await send([1, "node.deleted", { node: { ...node, instanceId: null } }]);

        assert.deepEqual(receiver.nodes.serving(), []);
    });

    it("acknowledges failures without taking them for a state", async () => {
        const node = { ...queued(1).announcement.node, name: null };

        assert.deepEqual(await send([1, "node.launch_failed", { node, dns: null }]), [204]);
        assert.deepEqual(accepted, []);
    });

    for (const [what, header] of [
        ["nothing", ""],
        ["no time", `v1=${"0".repeat(64)}`],
        ["no signature", "t=1791970944"],
        ["a short signature", "t=1791970944,v1=00"],
        ["a signature that is no hex", `t=1791970944,v1=${"x".repeat(64)}`],
        ["another signature", `t=1791970944,v1=${"0".repeat(64)}`],
        ["a time that is no number", `t=soon,v1=${"0".repeat(64)}`],
    ] as const) {
        it(`refuses a signature header with ${what}`, () => {
            assert.equal(example.isGenuine(header, Buffer.from("{}"), [secret], 1_791_970_944_000), false);
        });
    }

    it("accepts one signature when it knows two secrets, and two when it knows one", () => {
        const now = 1_791_970_944_000;
        const check = (signedWith: readonly string[], known: readonly string[]) => {
            const { headers, body } = composeDelivery(queued(), { attempt: 1, now, secrets: signedWith });
            return example.isGenuine(headers["X-MC-Signature"] ?? "", Buffer.from(body), known, now);
        };

        assert.deepEqual([check(["old"], ["new", "old"]), check(["new", "old"], ["old"])], [true, true]);
        assert.deepEqual([check(["old"], ["new"]), check(["new", "old"], [])], [false, false]);
    });

    it("accepts a signature for 300 seconds, in both directions", () => {
        const { headers, body } = composeDelivery(queued(), { attempt: 1, now: 1_791_970_944_000, secrets: [secret] });
        const check = (seconds: number) =>
            example.isGenuine(headers["X-MC-Signature"] ?? "", Buffer.from(body), [secret], seconds * 1000);

        assert.deepEqual(
            [-301, -300, 0, 300, 301].map((off) => check(1_791_970_944 + off)),
            [false, true, true, true, false],
        );
    });

    it("refuses a body that is too long, other methods and other versions", async () => {
        const long = { headers: {}, body: "x".repeat(64 * 1024 + 1) };
        assert.equal((await post(application.url, long, { agent: trustingAgent })).status, 413);

        const { headers, body } = composeDelivery(
            { ...queued(), announcement: { ...queued().announcement, version: 2 as 1 } },
            { attempt: 1, now: Date.now(), secrets: [secret] },
        );
        assert.equal((await post(application.url, { headers, body }, { agent: trustingAgent })).status, 400);
        assert.deepEqual(accepted, []);
    });

    it("runs as a program of its own with HTTPS", async () => {
        const folder = mkdtempSync(join(tmpdir(), "receiver-"));
        const [cert, key] = [join(folder, "cert.pem"), join(folder, "key.pem")];
        writeFileSync(cert, certificate.cert);
        writeFileSync(key, certificate.key);
        const env = { WEBHOOK_SECRET: secret, PORT: "0", TLS_CERT: cert, TLS_KEY: key };
        const child = spawn(process.execPath, [examplePath("webhook-receiver.mjs")], { env, timeout: 15_000 });
        try {
            const output = child.stdout.setEncoding("utf8");
            const [line] = await once(output, "data");
            const port = /port (\d+)/.exec(line)?.[1];
            const delivery = composeDelivery(queued(), { attempt: 1, now: Date.now(), secrets: [secret] });
            const printed = once(output, "data");

            const { status } = await post(new URL(`https://127.0.0.1:${port}/`), delivery, { agent: trustingAgent });

            assert.equal(status, 204);
            assert.deepEqual(await printed, [`node.created ${queued().announcement.node.name} 203.0.113.57\n`]);
        } finally {
            child.kill();
            await once(child, "close");
            rmSync(folder, { recursive: true });
        }
    });

    it("does not start without a secret", async () => {
        const child = spawn(process.execPath, [examplePath("webhook-receiver.mjs")], { env: {}, timeout: 15_000 });
        let errors = "";
        child.stderr.setEncoding("utf8").on("data", (text: string) => {
            errors += text;
        });

        const [code] = await once(child, "close");

        assert.equal(code, 1);
        assert.match(errors, /WEBHOOK_SECRET is not set; it must be the text of the signing secret\./);
    });
});
