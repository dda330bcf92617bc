import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
    AGENT_SCRIPT,
    agentConfiguration,
    type NodeAgentSettings,
    nodeAgentFiles,
} from "../../../../infra/nodes/node-agent";
import { pythonProgram } from "../../../support/python/programs";

export const instanceId = "i-0c4d1f6a92b7e8035";
export const groupName = "dev-pool-5f3c2a1";

/** A call of the agent to AWS: operation and what it was about. */
export interface AwsCall {
    readonly operation: string;
    readonly parameters: URLSearchParams;
}

const patience = 12_000;

/**
 * A node: metadata service, status page, sessions page and AWS on one port of 127.0.0.1, and the agent as a process. The
 * AWS command line is the real one.
 */
export class FakeNode {
    targetState = "InService";
    statusCode = 200;
    /** Body of the sessions page; undefined for one that does not answer. */
    sessions: string | undefined = "0";
    metadataUp = true;
    /** Answer to calls that are not about reading: an error code and a message, or none. */
    refusal: { readonly code: string; readonly message: string } | undefined;
    readonly calls: AwsCall[] = [];
    output = "";
    readonly folder = mkdtempSync(join(tmpdir(), "media-node-"));
    readonly statusPage = join(this.folder, "webapps", "no-auth", "status");
    private child: ChildProcess | undefined;
    private readonly server: Server = createServer((request, response) => {
        this.answer(request, response).catch(() => response.destroy());
    });

    async start(): Promise<void> {
        await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
        mkdirSync(dirname(this.statusPage), { recursive: true });
        writeFileSync(this.statusPage, "OK\n");
        this.boot("first");
    }

    async stop(): Promise<void> {
        await this.killAgent();
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
        rmSync(this.folder, { recursive: true });
    }

    get url(): string {
        return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    }

    /** Another start of the instance. What is below /run is gone then. */
    boot(id: string): void {
        rmSync(join(this.folder, "run"), { recursive: true, force: true });
        writeFileSync(join(this.folder, "boot-id"), `${id}\n`);
    }

    /** Starts the agent with quick intervals. Default: a drain of at most a minute whose hook waits 6 s. */
    startAgent(settings: Partial<NodeAgentSettings> = {}, environment: Record<string, string> = {}): void {
        const configuration = join(this.folder, "agent.conf");
        const all: NodeAgentSettings = {
            region: "eu-west-1",
            statusUrl: `${this.url}/no-auth/status`,
            drainMinutes: 1,
            heartbeatSeconds: 6,
            launchHook: "launch-ready",
            drainHook: "terminate-drain",
            sessionsUrl: `${this.url}/sessions`,
            cordonPath: this.statusPage,
            reportSessions: false,
            ...settings,
        };
        writeFileSync(configuration, agentConfiguration(all));
        const agent = join(this.folder, "media-node-agent");
        // As nodes get it.
        const [{ content } = { content: "" }] = nodeAgentFiles(readFileSync(AGENT_SCRIPT, "utf8"), all);
        writeFileSync(agent, content);
        const aws = pythonProgram("aws") ?? "";
        this.child = spawn("bash", [agent], {
            detached: true,
            stdio: ["ignore", "pipe", "pipe"],
            env: {
                PATH: `${dirname(aws)}:${process.env.PATH}`,
                HOME: this.folder,
                MEDIA_NODE_CONF: configuration,
                METADATA: this.url,
                AWS_ENDPOINT_URL: this.url,
                AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
                AWS_SECRET_ACCESS_KEY: "example",
                STATE_DIRECTORY: join(this.folder, "state"),
                RUNTIME_DIRECTORY: join(this.folder, "run"),
                BOOT_ID: join(this.folder, "boot-id"),
                TICK: "0.1",
                PAUSE: "1",
                METRIC_EVERY: "1",
                ...environment,
            },
        });
        for (const stream of [this.child.stdout, this.child.stderr]) {
            stream?.on("data", (part: Buffer) => {
                this.output += part.toString("utf8");
            });
        }
    }

    /** Ends the agent with everything it started. Returns its exit code. */
    async killAgent(signal: NodeJS.Signals = "SIGKILL"): Promise<number | null> {
        const { child } = this;
        this.child = undefined;
        if (child?.pid === undefined || child.exitCode !== null) return child?.exitCode ?? null;
        const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
        process.kill(-child.pid, signal);
        return ended;
    }

    /** Calls of an operation, such as `CompleteLifecycleAction terminate-drain`. */
    made(operation: string): number {
        return this.calls.filter((call) => nameOf(call) === operation).length;
    }

    get isCordoned(): boolean {
        return existsSync(join(this.folder, "run", "draining")) && !existsSync(this.statusPage);
    }

    /** Waits until it is so; fails with what the agent said. */
    async until(what: string, isSo: () => boolean): Promise<void> {
        const end = Date.now() + patience;
        while (!isSo()) {
            if (Date.now() > end) throw new Error(`It never came to this: ${what}. The agent said:\n${this.output}`);
            await new Promise((resolve) => setTimeout(resolve, 20));
        }
    }

    /** Waits until the agent has called the operation at least so often. */
    async untilMade(operation: string, times = 1): Promise<void> {
        await this.until(`${operation} ${times} times`, () => this.made(operation) >= times);
    }

    async untilSaid(text: string): Promise<void> {
        await this.until(`"${text}" is said`, () => this.output.includes(text));
    }

    private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
        const path = request.url ?? "";
        const text = (body: string, status = 200) => response.writeHead(status).end(body);
        if (path.startsWith("/latest/")) {
            if (!this.metadataUp) return void response.destroy();
            if (path === "/latest/api/token") return void text(request.method === "PUT" ? "token" : "", 200);
            if (request.headers["x-aws-ec2-metadata-token"] !== "token") return void text("", 401);
            if (path === "/latest/meta-data/instance-id") return void text(instanceId);
            if (path === "/latest/meta-data/autoscaling/target-lifecycle-state") return void text(this.targetState);
            return void text("", 404);
        }
        if (path === "/no-auth/status") return void text("", this.statusCode);
        if (path === "/sessions") return void (this.sessions === undefined ? text("", 500) : text(this.sessions));
        const parts: Buffer[] = [];
        for await (const part of request) parts.push(part as Buffer);
        const body = Buffer.concat(parts).toString("utf8");
        const [, operation] =
            /^GraniteServiceVersion20100801\.(\w+)$/.exec(String(request.headers["x-amz-target"])) ?? [];
        if (operation === undefined) this.answerAws(new URLSearchParams(body), response);
        else {
            this.calls.push({ operation, parameters: new URLSearchParams({ json: body }) });
            response.writeHead(200, { "content-type": "application/x-amz-json-1.0" }).end("{}");
        }
    }

    private answerAws(parameters: URLSearchParams, response: ServerResponse): void {
        const operation = parameters.get("Action") ?? "unknown";
        if (operation === "DescribeAutoScalingInstances") {
            const member = `<member><InstanceId>${parameters.get("InstanceIds.member.1")}</InstanceId><AutoScalingGroupName>${groupName}</AutoScalingGroupName></member>`;
            const result = `<AutoScalingInstances>${member}</AutoScalingInstances>`;
            response
                .writeHead(200)
                .end(`<R><DescribeAutoScalingInstancesResult>${result}</DescribeAutoScalingInstancesResult></R>`);
            return;
        }
        this.calls.push({ operation, parameters });
        if (this.refusal === undefined) {
            response.writeHead(200).end(`<R><${operation}Result/></R>`);
        } else {
            const { code, message } = this.refusal;
            const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
            response.writeHead(400).end(`<ErrorResponse>${error}</ErrorResponse>`);
        }
    }
}

function nameOf({ operation, parameters }: AwsCall): string {
    const hook = parameters.get("LifecycleHookName");
    return hook === null ? operation : `${operation} ${hook}`;
}
