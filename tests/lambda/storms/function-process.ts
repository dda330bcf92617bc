import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** What became of an invocation. */
export interface Invocation {
    /** What the handler returned. */
    readonly answer?: unknown;
    /** Name and message of the error that the handler threw. */
    readonly error?: string;
    /** The process ended in the middle of it. */
    readonly crashed?: true;
}

interface Reply extends Invocation {
    readonly id: string;
    readonly time: number;
    readonly peak: number;
}

/** Of all processes together, because the id of an invocation is unique. */
let invocations = 0;

/** Milliseconds of the machine that one invocation may take. */
const bound = 60_000;

/**
 * A built function as Lambda runs it: one process that serves one invocation after the other, replaced by a fresh one after a
 * crash. Its time is its own: what it waits for comes at once, unless a request is under way.
 */
export class FunctionProcess {
    private child: ChildProcess | undefined;
    private printed = "";
    /** Most memory that the process had so far, in bytes; Node.js itself included. */
    peak = 0;

    /** `time` in milliseconds since 1970: when the function's time begins. */
    constructor(
        private readonly bundle: string,
        private readonly environment: Readonly<Record<string, string>>,
        private time: number,
    ) {}

    /** Milliseconds since 1970 on the function's clock. */
    now(): number {
        return this.time;
    }

    /** Lets time pass between invocations. */
    pass(milliseconds: number): void {
        this.time += milliseconds;
    }

    /** What the function printed since the last call of this. */
    takeOutput(): string {
        const { printed } = this;
        this.printed = "";
        return printed;
    }

    async invoke(event: unknown): Promise<Invocation> {
        this.child ??= this.start();
        const { child } = this;
        invocations += 1;
        const id = `run-${invocations}`;
        const limit = new AbortController();
        const timer = setTimeout(() => limit.abort(), bound);
        try {
            const reply = once(child, "message", { signal: limit.signal }).then(([message]): Reply => message);
            const end = once(child, "close", { signal: limit.signal }).then((): Invocation => ({ crashed: true }));
            // The one that is not waited for any more is told so at the end, and nobody listens.
            reply.catch(() => undefined);
            end.catch(() => undefined);
            child.send({ id, event, time: this.time });
            const outcome = await Promise.race([reply, end]);
            if ("time" in outcome) {
                this.time = Math.max(this.time, outcome.time);
                this.peak = Math.max(this.peak, outcome.peak);
            } else this.child = undefined;
            return outcome;
        } catch (error) {
            await this.kill();
            throw new Error(`The function did not answer within ${bound} ms. It printed: ${this.takeOutput()}`, {
                cause: error,
            });
        } finally {
            clearTimeout(timer);
            limit.abort();
        }
    }

    /** Ends the process at once, as a machine does that is switched off. */
    async kill(): Promise<void> {
        const { child } = this;
        this.child = undefined;
        if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
        const ended = once(child, "close");
        child.kill("SIGKILL");
        await ended;
    }

    private start(): ChildProcess {
        const child = fork(join(__dirname, "function-host.cjs"), [this.bundle], {
            env: { ...this.environment, OWN_TIME: String(this.time) },
            execArgv: [],
            stdio: ["ignore", "pipe", "pipe", "ipc"],
        });
        for (const stream of [child.stdout, child.stderr]) {
            stream?.on("data", (chunk: Buffer) => {
                this.printed = (this.printed + chunk.toString()).slice(-100_000);
            });
        }
        return child;
    }
}
