import * as assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { createServer as createTcpServer, type Socket } from "node:net";
import { post, webhookLimits } from "../../../lambda/notifier/https-post";
import { trustingAgent, WebhookServer } from "./webhook-server";

const delivery = { headers: { "X-MC-Event": "node.created" }, body: '{"greeting":"Grüße"}' };
/** Longer than a test may take: what ends was not ended by the clock. */
const patient = { connect: 30_000, total: 30_000, answerBytes: 64 * 1024 };

describe("posting over HTTPS", () => {
    let server: WebhookServer | undefined;
    afterEach(() => server?.stop());

    async function serve(answer: ConstructorParameters<typeof WebhookServer>[0]): Promise<URL> {
        server = new WebhookServer(answer);
        return server.start();
    }

    it("has the limits of the contract: 2 s to connect, 5 s in all, 64 KB of the answer", () => {
        assert.deepEqual(webhookLimits, { connect: 2000, total: 5000, answerBytes: 65_536 });
    });

    it("sends the body as it is and returns status and Retry-After", async () => {
        const url = await serve((response) => response.writeHead(503, { "Retry-After": "17" }).end("busy"));

        const answer = await post(url, delivery, { limits: patient, agent: trustingAgent });

        assert.deepEqual(answer, { status: 503, retryAfter: "17" });
        const [request] = server?.received ?? [];
        assert.deepEqual(
            [request?.method, request?.path, request?.body, request?.headers["x-mc-event"]],
            ["POST", "/hooks/nodes?key=hunter2", delivery.body, "node.created"],
        );
        assert.deepEqual(
            [request?.headers["content-length"], request?.headers["transfer-encoding"]],
            [String(Buffer.byteLength(delivery.body)), undefined],
        );
    });

    it("does not follow a redirect", async () => {
        const url = await serve((response) => response.writeHead(307, { Location: "/elsewhere" }).end());

        const { status } = await post(url, delivery, { limits: patient, agent: trustingAgent });

        assert.equal(status, 307);
        assert.equal(server?.received.length, 1);
    });

    it("stops reading an answer without end, and keeps its status", async () => {
        const url = await serve((response) => {
            response.writeHead(200);
            const more = () => {
                while (!response.destroyed && response.write(Buffer.alloc(16 * 1024)));
            };
            response.on("drain", more);
            more();
        });

        const { status } = await post(url, delivery, { limits: patient, agent: trustingAgent });

        assert.equal(status, 200);
    });

    it("keeps the status of an answer whose body never ends in time", async () => {
        const url = await serve((response) => response.writeHead(202).write("x"));

        const { status } = await post(url, delivery, { limits: { ...patient, total: 1000 }, agent: trustingAgent });

        assert.equal(status, 202);
    });

    it("keeps the status of an answer whose body is cut off", async () => {
        const url = await serve((response) => {
            response.writeHead(200, { "Content-Length": "1000" });
            response.write("x", () => response.socket?.destroy());
        });

        const { status } = await post(url, delivery, { limits: patient, agent: trustingAgent });

        assert.equal(status, 200);
    });

    it("gives up when there is no answer in time", async () => {
        const url = await serve(() => {});

        await assert.rejects(post(url, delivery, { limits: { ...patient, total: 300 }, agent: trustingAgent }), {
            name: "DeliveryFault",
            message: "No answer within 300 ms.",
        });
    });

    it("gives up when the connection does not come about in time", async () => {
        // Takes connections and never answers the TLS greeting.
        const sockets: Socket[] = [];
        const silent = createTcpServer((socket) => sockets.push(socket));
        await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
        const url = new URL(`https://127.0.0.1:${(silent.address() as AddressInfo).port}/`);
        try {
            await assert.rejects(post(url, delivery, { limits: { ...patient, connect: 300 }, agent: trustingAgent }), {
                name: "DeliveryFault",
                message: "No connection within 300 ms.",
            });
        } finally {
            for (const socket of sockets) socket.destroy();
            await new Promise((resolve) => silent.close(resolve));
        }
    });

    it("lets an answer take longer than the connection may", async () => {
        const url = await serve((response) => setTimeout(() => response.writeHead(200).end(), 1100));

        const limits = { ...patient, connect: 1000 };
        assert.equal((await post(url, delivery, { limits, agent: trustingAgent })).status, 200);
    });

    it("names the code of a fault and nothing of the request", async () => {
        const url = await serve(() => {});
        await server?.stop();
        server = undefined;

        await assert.rejects(post(url, delivery, { limits: patient, agent: trustingAgent }), {
            name: "DeliveryFault",
            message: "The request failed: ECONNREFUSED.",
        });
    });

    it("trusts no certificate that the system does not trust", async () => {
        const url = await serve((response) => response.writeHead(200).end());

        await assert.rejects(post(url, delivery, { limits: patient }), {
            name: "DeliveryFault",
            message: "The request failed: DEPTH_ZERO_SELF_SIGNED_CERT.",
        });
        assert.equal(server?.received.length, 0);
    });

    it("fails when the connection is closed instead of an answer", async () => {
        const url = await serve((response) => response.socket?.destroy());

        await assert.rejects(post(url, delivery, { limits: patient, agent: trustingAgent }), {
            name: "DeliveryFault",
            message: "The request failed: ECONNRESET.",
        });
    });
});
