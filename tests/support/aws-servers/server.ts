import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { answerAutoScaling } from "./auto-scaling-api";
import { answerEc2 } from "./ec2-api";
import { type Fault, Refusal } from "./fault";
import { Fleet } from "./fleet";
import { answerRoute53, route53Action } from "./route53-api";
import { type QueuedMessage, sendMessageBatch } from "./sqs-api";
import { element, escaped } from "./xml";
import { InMemoryZone } from "./zone";

interface PlannedFault extends Fault {
    /** The change is made all the same: an answer that got lost. */
    readonly afterwards: boolean;
    /** Requests of the action that are answered properly first. */
    skip: number;
}

const queryVersions = new Map([
    ["2011-01-01", answerAutoScaling],
    ["2016-11-15", answerEc2],
]);

/** Route 53, Auto Scaling, EC2 and a queue on one port of 127.0.0.1, over one fleet and one zone. */
export class AwsServer {
    readonly fleet = new Fleet();
    readonly zone = new InMemoryZone("Z0EXAMPLENODES7", "example.com");
    /** Actions in the order they were asked for. */
    readonly calls: string[] = [];
    /** Messages of the queue, in order. */
    readonly messages: QueuedMessage[] = [];
    /** Highest number of items on a page, below what the request asks for. */
    pageSize = Infinity;
    private readonly faults = new Map<string, PlannedFault[]>();
    private readonly server: Server = createServer((request, response) => {
        readBody(request)
            .then((body) => this.answer(request, body))
            .then(
                (xml) => response.writeHead(200, { "content-type": "text/xml" }).end(xml),
                (error: unknown) => {
                    const fault = error instanceof Refusal ? error.fault : internal(error);
                    response.writeHead(fault.status, { "content-type": "text/xml" }).end(faultXml(fault));
                },
            );
    });

    async start(): Promise<string> {
        await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    async stop(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    /** The next requests of the action fail, each with one of the faults. */
    fail(action: string, fault: Fault, { times = 1, skip = 0, afterwards = false } = {}): void {
        const queue = this.faults.get(action) ?? [];
        for (let turn = 0; turn < times; turn += 1) queue.push({ ...fault, afterwards, skip: turn === 0 ? skip : 0 });
        this.faults.set(action, queue);
    }

    /** How often an action was asked for. */
    count(action: string): number {
        return this.calls.filter((call) => call === action).length;
    }

    private answer(request: IncomingMessage, body: string): string {
        const url = new URL(request.url ?? "/", "http://127.0.0.1");
        const rest = route53Action(request.method ?? "", url);
        const form = new URLSearchParams(body);
        const [, json] = /^AmazonSQS\.(\w+)$/.exec(String(request.headers["x-amz-target"] ?? "")) ?? [];
        const action = rest?.action ?? json ?? form.get("Action") ?? "";
        this.calls.push(action);
        const fault = this.nextFault(action);
        if (fault !== undefined && !fault.afterwards) throw new Refusal(fault);
        if (json === "SendMessageBatch") return sendMessageBatch(this.messages, body);
        const answer = rest
            ? answerRoute53(this.zone, action, url, body, this.pageSize)
            : queryVersions.get(form.get("Version") ?? "")?.(this.fleet, action, form, this.pageSize);
        if (answer === undefined) throw new Error(`Nobody answers ${request.method} ${url.pathname} ${action}.`);
        if (fault !== undefined) throw new Refusal(fault);
        return answer;
    }

    private nextFault(action: string): PlannedFault | undefined {
        const [fault] = this.faults.get(action) ?? [];
        if (fault === undefined) return undefined;
        if (fault.skip > 0) {
            fault.skip -= 1;
            return undefined;
        }
        return this.faults.get(action)?.shift();
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

/** Both error formats at once: EC2 reads `Response/Errors/Error`, the others `ErrorResponse/Error`. */
function faultXml({ code, message }: Fault): string {
    const error = element(
        "Error",
        element("Type", "Sender") + element("Code", code) + element("Message", escaped(message)),
    );
    return element("ErrorResponse", element("Errors", error) + error + element("RequestId", "5e2d90b7"));
}
