import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { pythonProgram } from "../python/programs";

/** Milliseconds that the server may take to start, and to stop before it is killed. */
const startBound = 30_000;
const stopBound = 5_000;

/**
 * The real moto server on 127.0.0.1, as a process. What it answers of the calls that the functions make, found out by
 * `moto.test.ts`, and who answers the rest (`LimitProxy` stands between):
 *
 * | Call | moto 5.2 | proxy |
 * | --- | --- | --- |
 * | autoscaling DescribeAutoScalingGroups | yes, with tag filter and pages; nodes are `InService` or gone at once | shows nodes that a test holds as `Terminating:Wait` |
 * | autoscaling DescribeWarmPool | the configuration, never an instance | passes; nodes of pools are in the in-memory servers only |
 * | autoscaling DescribeLifecycleHooks | yes, but forgets `NotificationMetadata`, so no hook counts as ours | answers |
 * | autoscaling CompleteLifecycleAction, RecordLifecycleActionHeartbeat | no: an HTML page | answers, and ends the node behind |
 * | ec2 DescribeInstances | yes; filters of ids and states; `MaxResults` counts reservations; a terminated instance loses its tags | passes |
 * | ec2 DescribeInstanceStatus | yes, without the filters by status | passes |
 * | route53 CreateHostedZone | ids of any letter | gives the zone an id that begins with Z |
 * | route53 ListResourceRecordSets | yes, in Route 53's order, without `StartRecordIdentifier` | passes |
 * | route53 ChangeResourceRecordSets | too lax: creates what exists with another value, deletes by any value that once stood, applies a part of a refused batch, knows no limit of characters; and too strict: does not create again what it once deleted | judges, then sends what moto takes |
 * | route53 GetChange | always INSYNC, for any id | answers |
 * | sqs SendMessageBatch, ReceiveMessage (FIFO) | yes, with deduplication | passes |
 * | dynamodb UpdateItem, DeleteItem with conditions; Query, BatchWriteItem | yes | passes |
 * | cloudwatch GetMetricData, secretsmanager GetSecretValue by stage | yes | passes |
 *
 * No call is limited or throttled by moto; rates, changes in flight and faults are the proxy's.
 */
export class MotoServer {
    private process: ChildProcess | undefined;
    private endpoint = "";

    /** Starts the server on a free port and returns its endpoint once it answers. */
    async start(): Promise<string> {
        const program = pythonProgram("moto_server");
        if (program === undefined) throw new Error("moto is not installed.");
        const child = spawn(program, ["-H", "127.0.0.1", "-p", "0"], { stdio: ["ignore", "ignore", "pipe"] });
        this.process = child;
        let printed = "";
        this.endpoint = await new Promise<string>((resolve, reject) => {
            const fail = (why: string) => reject(new Error(`The moto server ${why}. It printed: ${printed}`));
            const bound = setTimeout(() => fail(`did not start within ${startBound} ms`), startBound);
            child.once("error", (error) => fail(`cannot be run: ${error.message}`));
            child.once("exit", (code) => fail(`ended with ${code}`));
            child.stderr.on("data", (chunk: Buffer) => {
                // It logs every request there; only the first lines matter, but the pipe has to be emptied.
                if (printed.length < 2000) printed += chunk.toString();
                const [address] = /http:\/\/127\.0\.0\.1:\d+/.exec(printed) ?? [];
                if (address === undefined) return;
                clearTimeout(bound);
                resolve(address);
            });
        }).catch(async (error: unknown) => {
            await this.stop();
            throw error;
        });
        await this.reset();
        return this.endpoint;
    }

    /** Forgets everything. The ids that follow are the same every time. */
    async reset(): Promise<void> {
        await this.ask("reset", "POST");
        await this.ask("seed?a=7", "GET");
    }

    async stop(): Promise<void> {
        const child = this.process;
        if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, "exit");
        child.kill();
        const bound = setTimeout(() => child.kill("SIGKILL"), stopBound);
        await ended;
        clearTimeout(bound);
    }

    private async ask(what: string, method: string): Promise<void> {
        const signal = AbortSignal.timeout(startBound);
        const { status } = await fetch(`${this.endpoint}/moto-api/${what}`, { method, signal });
        if (status !== 200) throw new Error(`The moto server answered ${status} to ${what}.`);
    }
}
