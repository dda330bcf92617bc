import {
    createServer,
    request as httpRequest,
    type IncomingMessage,
    type Server,
    type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { Refusal } from "../aws-servers/fault";
import { type AwsAnswer, broken, faultAnswer, throttled } from "./aws-answer";
import { type AwsRequest, actionOf, dialectOf, withPageSize } from "./aws-request";
import { LifecycleHooks } from "./lifecycle-hooks";
import { Route53Front, type Route53Limits, strictLimits } from "./route53-limits";
import { Troubles } from "./trouble";

export interface LimitProxyOptions {
    /** Server that answers what the proxy lets through. */
    readonly behind: string;
    /** The zone as clients know it, and its id behind. */
    readonly zone: { readonly id: string; readonly behind: string; readonly name: string };
    /** Default: the strict ones. */
    readonly limits?: Partial<Route53Limits>;
}

/** Set by callers whose time is not the machine's: milliseconds since 1970. */
export const timeHeader = "x-own-time";

const hookActions = ["DescribeLifecycleHooks", "CompleteLifecycleAction", "RecordLifecycleActionHeartbeat"];
const route53Actions = ["ChangeResourceRecordSets", "ListResourceRecordSets", "GetChange"];

/**
 * AWS as it is on a bad day, on 127.0.0.1, before a server that is always well: it enforces what Route 53 documents, and brings
 * the troubles of a network and of services under load, on plan or by chance.
 */
export class LimitProxy {
    readonly troubles = new Troubles();
    readonly route53: Route53Front;
    readonly lifecycle = new LifecycleHooks();
    /** Requests by action, with those that got into trouble. */
    readonly calls = new Map<string, number>();
    /** Requests that were refused because there were too many, or because a change was in flight, by action. */
    readonly throttles = new Map<string, number>();
    /** Highest number of items on a page. */
    pageSize = Infinity;
    /** Called after an action had its effect, before its answer goes. */
    readonly after = new Map<string, () => Promise<void>>();
    /** Ends the process of the caller. */
    kill: () => Promise<void> = async () => undefined;
    private latest = 0;
    private readonly server: Server = createServer((request, response) => {
        this.serve(request, response).catch((error: unknown) => {
            // A fault of the proxy, not of a service: nobody tries that again.
            response.writeHead(501, { "content-type": "text/plain" }).end(String(error));
        });
    });

    constructor(private readonly options: LimitProxyOptions) {
        this.route53 = new Route53Front({ ...strictLimits, ...options.limits }, options.zone, (request) =>
            this.forward(request),
        );
    }

    /** Returns the endpoint. */
    async start(): Promise<string> {
        await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    async stop(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }

    private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
        const request: AwsRequest = {
            method: incoming.method ?? "",
            path: incoming.url ?? "/",
            headers: incoming.headers,
            body: await readAll(incoming),
        };
        const action = actionOf(request);
        count(this.calls, action);
        const trouble = this.troubles.next(action);
        if (trouble === "hang") {
            // Says that nothing will come, for callers whose time need not be waited for.
            response.writeProcessing();
            return;
        }
        if (trouble === "kill-before") await this.kill();
        if (trouble === "drop-before" || trouble === "kill-before") {
            response.destroy();
            return;
        }
        const refusal = trouble === "throttle" ? throttled : trouble === "fail" ? broken : undefined;
        let answer = refusal
            ? this.refuse(action, request, new Refusal(refusal(dialectOf(request))))
            : await this.answer(action, request);
        if (!refusal) await this.after.get(action)?.();
        if (trouble === "kill-after") await this.kill();
        if (trouble === "drop-after" || trouble === "kill-after") {
            response.destroy();
            return;
        }
        if (trouble === "fail-after") answer = faultAnswer(dialectOf(request), broken(dialectOf(request)));
        response.writeHead(answer.status, { "content-type": answer.type, "content-length": answer.body.length });
        if (trouble !== "cut") response.end(answer.body);
        else response.write(answer.body.slice(0, answer.body.length / 2), () => response.destroy());
    }

    private async answer(action: string, request: AwsRequest): Promise<AwsAnswer> {
        try {
            if (route53Actions.includes(action)) {
                return await this.route53.answer(action, withPageSize(request, this.pageSize), this.timeOf(request));
            }
            if (hookActions.includes(action)) return await this.lifecycle.answer(action, request);
            const answer = await this.forward(withPageSize(request, this.pageSize));
            return action === "DescribeAutoScalingGroups" ? this.lifecycle.withHeld(answer) : answer;
        } catch (error) {
            if (error instanceof Refusal) return this.refuse(action, request, error);
            throw error;
        }
    }

    private refuse(action: string, request: AwsRequest, { fault }: Refusal): AwsAnswer {
        if (/^Throttling|^Request(Limit|Throttled)|^PriorRequest/.test(fault.code)) count(this.throttles, action);
        return faultAnswer(dialectOf(request), fault);
    }

    /** Several callers may be ahead of each other by some milliseconds; the services have one time. */
    private timeOf({ headers }: AwsRequest): number {
        this.latest = Math.max(this.latest, Number(headers[timeHeader] ?? Date.now()));
        return this.latest;
    }

    private forward({ method, path, headers, body }: AwsRequest): Promise<AwsAnswer> {
        const { connection: _connection, host: _host, [timeHeader]: _time, ...kept } = headers;
        const options = { method, headers: { ...kept, "content-length": body.length } };
        return new Promise((resolve, reject) => {
            const sent = httpRequest(new URL(path, this.options.behind), options, (answer) => {
                readAll(answer).then((read) => {
                    const type = answer.headers["content-type"] ?? "text/xml";
                    resolve({ status: answer.statusCode ?? 500, type, body: read });
                }, reject);
            });
            sent.once("error", reject).end(body);
        });
    }
}

function count(counts: Map<string, number>, key: string): void {
    counts.set(key, (counts.get(key) ?? 0) + 1);
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    return Buffer.concat(parts);
}
