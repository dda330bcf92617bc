import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What a function returned per event, or the error that ended it, and what it logged. */
export interface BundleRun {
    readonly answers: unknown;
    readonly logs: Record<string, unknown>[];
    /** The lines in CloudWatch's embedded metric format. */
    readonly metrics: Record<string, unknown>[];
    /** Everything that was printed. */
    readonly output: string;
}

/** What the program uploads for a function; `npm run build` makes it. */
export function bundleOf(name: string): string {
    return join(__dirname, "..", "..", "lambda", name, "dist", "index.js");
}

/**
 * Does what the Lambda runtime does: loads the file in a Node process of its own, with the environment of the function and
 * nothing else, and calls its handler once per event.
 */
export async function callBundle(
    name: string,
    events: readonly unknown[],
    environment: Readonly<Record<string, string>>,
    { remainingTime = 30_000 } = {},
): Promise<BundleRun> {
    const folder = mkdtempSync(join(tmpdir(), `${name}-`));
    try {
        const script = join(folder, "call.js");
        writeFileSync(script, callScript(bundleOf(name), remainingTime));
        const printed = join(folder, "output.txt");
        // Both streams into one file, as Lambda puts them into one log.
        const file = openSync(printed, "w");
        const child = spawn(process.execPath, [script, JSON.stringify(events)], {
            cwd: folder,
            env: environment,
            stdio: ["ignore", file, file],
            timeout: 15_000,
        });
        await once(child, "close");
        closeSync(file);
        const output = readFileSync(printed, "utf8");
        const lines = output.trim().split("\n");
        const objects = lines
            .filter((line) => line.startsWith("{"))
            .map((line): Record<string, unknown> => JSON.parse(line));
        return {
            answers: JSON.parse(lines.find((line) => line.startsWith("ANSWERS "))?.slice(8) ?? "null"),
            logs: objects.filter((object) => !("_aws" in object)),
            metrics: objects.filter((object) => "_aws" in object),
            output,
        };
    } finally {
        rmSync(folder, { recursive: true });
    }
}

function callScript(bundle: string, remainingTime: number): string {
    return `
        let calls = 0;
        const contextOf = () => ({
            awsRequestId: "request-" + ++calls, functionName: "f", memoryLimitInMB: "256",
            getRemainingTimeInMillis: () => ${remainingTime},
        });
        (async () => {
            const { handler } = require(${JSON.stringify(bundle)});
            const answers = [];
            for (const event of JSON.parse(process.argv[2])) answers.push(await handler(event, contextOf()));
            return answers;
        })().then(
            (answers) => console.log("ANSWERS " + JSON.stringify(answers)),
            (error) => console.log("ANSWERS " + JSON.stringify({ name: error.name, message: error.message })),
        );`;
}
