import { type ChildProcess, spawn } from "node:child_process";

/** Text that a process printed, by stream and line. */
export type OnLine = (line: string, stream: "stdout" | "stderr") => void;

export interface Command {
    readonly args: readonly string[];
    readonly folder: string;
    readonly env: NodeJS.ProcessEnv;
}

/** How long a process may take to end after it was asked to, in milliseconds. */
const PATIENCE = 2000;

/** A Node.js process of ours: its output by lines, its end, and the certainty that it ends. */
export class NodeProcess {
    /** Resolves with the exit code, or with the signal that ended the process. */
    readonly ended: Promise<number | string>;
    private readonly child: ChildProcess;

    constructor({ args, folder, env }: Command, onLine: OnLine) {
        this.child = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
        for (const stream of ["stdout", "stderr"] as const) this.readLines(stream, onLine);
        this.ended = new Promise((resolve) => {
            this.child.once("error", (error) => {
                onLine(error.message, "stderr");
                resolve(1);
            });
            // "close" comes after the last output, "exit" may come before it.
            this.child.once("close", (code, signal) => resolve(code ?? signal ?? 1));
        });
    }

    /** Ends the process, by force if it does not obey. */
    async stop(): Promise<void> {
        this.child.kill("SIGTERM");
        const force = setTimeout(() => this.child.kill("SIGKILL"), PATIENCE);
        await this.ended;
        clearTimeout(force);
    }

    /** Ends the process at once, for a caller that is ending itself and cannot wait. */
    kill(): void {
        this.child.kill("SIGKILL");
    }

    private readLines(stream: "stdout" | "stderr", onLine: OnLine): void {
        let rest = "";
        this.child[stream]?.setEncoding("utf8").on("data", (text: string) => {
            const lines = (rest + text).split(/\r?\n/);
            rest = lines.pop() ?? "";
            for (const line of lines) onLine(line, stream);
        });
        this.child[stream]?.once("end", () => {
            if (rest !== "") onLine(rest, stream);
        });
    }
}
