import type { ChildProcess } from "node:child_process";

/** What a process leaves behind. */
export interface Outcome {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

/** Collects what a process prints until it ends; fails when it cannot be started. */
export function outcomeOf(child: ChildProcess): Promise<Outcome> {
    const output = { stdout: "", stderr: "" };
    child.stdout?.on("data", (text) => {
        output.stdout += text;
    });
    child.stderr?.on("data", (text) => {
        output.stderr += text;
    });
    return new Promise((done, fail) => {
        child.once("error", fail);
        child.once("close", (code) => done({ code, ...output }));
    });
}
