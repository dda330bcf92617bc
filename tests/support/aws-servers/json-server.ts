import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Fault, Refusal } from "./fault";

/** Fields of a request as the services name them. */
export type Input = Readonly<Record<string, unknown>>;

/**
 * Answers of one or more services, by the header `X-Amz-Target`, such as `AmazonSQS.SendMessage`, or by method and path for
 * services without it, such as `GET /2015-03-31/functions`.
 */
export type JsonAnswers = Readonly<Record<string, (input: Input) => object | Promise<object>>>;

/** Services with the protocols AWS JSON 1.0 and 1.1, or with JSON over REST, on one port of 127.0.0.1. */
export class JsonServer {
    /** What was asked for, in order. */
    readonly calls: { readonly target: string; readonly input: Input }[] = [];
    private readonly faults = new Map<string, Fault[]>();
    private readonly server: Server = createServer((request, response) => {
        this.answer(request).then(
            (answer) => response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end(answer),
            (error: unknown) => {
                const fault = error instanceof Refusal ? error.fault : internal(error);
                response.writeHead(fault.status, { "content-type": "application/x-amz-json-1.0" });
                response.end(JSON.stringify({ __type: fault.code, message: fault.message }));
            },
        );
    });

    constructor(private readonly answers: JsonAnswers) {}

    async start(): Promise<string> {
        await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    async stop(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    /** The next requests with the target fail, one per fault. */
    fail(target: string, ...faults: Fault[]): void {
        this.faults.set(target, [...(this.faults.get(target) ?? []), ...faults]);
    }

    /** What was asked for with the target, in order. */
    inputs(target: string): Input[] {
        return this.calls.filter((call) => call.target === target).map(({ input }) => input);
    }

    private async answer(request: IncomingMessage): Promise<string> {
        const path = request.url?.replace(/[/?]*(\?.*)?$/, "");
        const target = String(request.headers["x-amz-target"] ?? `${request.method} ${path}`);
        const input: Input = JSON.parse((await readBody(request)) || "{}");
        this.calls.push({ target, input });
        const fault = this.faults.get(target)?.shift();
        if (fault) throw new Refusal(fault);
        const answer = this.answers[target];
        if (!answer) throw new Error(`Nobody answers ${target}.`);
        return JSON.stringify(await answer(input));
    }
}

async function readBody(request: IncomingMessage): Promise<string> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    return Buffer.concat(parts).toString("utf8");
}

function internal(error: unknown): Fault {
    return { status: 501, code: "NotImplemented", message: error instanceof Error ? error.message : String(error) };
}
