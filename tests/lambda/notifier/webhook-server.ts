import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { Agent, createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { makeCertificate } from "./certificate";

/** One certificate for all servers of a test run. */
export const certificate = makeCertificate();

/** Connections that trust it. */
export const trustingAgent = new Agent({ ca: certificate.cert, keepAlive: false });

export interface Received {
    readonly method: string | undefined;
    readonly path: string | undefined;
    readonly headers: IncomingHttpHeaders;
    readonly body: string;
}

/** An endpoint of an application, over HTTPS on 127.0.0.1, that answers as the test says. */
export class WebhookServer {
    readonly received: Received[] = [];
    private readonly server = createServer(certificate, (request, response) => this.take(request, response));

    constructor(private readonly answer: (response: ServerResponse, received: Received) => void) {}

    async start(): Promise<URL> {
        return listen(this.server);
    }

    async stop(): Promise<void> {
        return close(this.server);
    }

    private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const parts: Buffer[] = [];
        for await (const part of request) parts.push(part as Buffer);
        const { method, url: path, headers } = request;
        const received = { method, path, headers, body: Buffer.concat(parts).toString("utf8") };
        this.received.push(received);
        this.answer(response, received);
    }
}

/** Answers with the statuses in turn, the last one for ever. */
export function statuses(...list: number[]): (response: ServerResponse) => void {
    return (response) => {
        const status = list.length > 1 ? list.shift() : list[0];
        response.writeHead(status ?? 204).end();
    };
}

/** Serves any listener over HTTPS. */
export async function serveListener(listener: RequestListener): Promise<{ url: URL; stop(): Promise<void> }> {
    const server = createServer(certificate, listener);
    return { url: await listen(server), stop: () => close(server) };
}

async function listen(server: ReturnType<typeof createServer>): Promise<URL> {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/nodes?key=hunter2`);
}

async function close(server: ReturnType<typeof createServer>): Promise<void> {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
}
