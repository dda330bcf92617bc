import { spawn } from "node:child_process";
import { cpus } from "node:os";
import { canMeasureMemory, type Peaks, recordPeaks } from "./processes";

/** `npm run bench`: how long `npm start` takes, npm included, and how much memory its processes need. */

const RUNS = 5;

interface Measurement {
    readonly seconds: number;
    readonly peaks: Peaks;
}

interface Row {
    readonly what: string;
    readonly values: readonly number[];
    readonly unit: string;
    readonly budget?: number;
}

async function main(): Promise<void> {
    const rows: Row[] = [];
    for (const stack of ["dev", "prod"]) {
        process.stderr.write(`Previewing ${stack} ${RUNS} times, after one run to warm up ...\n`);
        await preview(stack);
        const runs: Measurement[] = [];
        for (let run = 0; run < RUNS; run++) runs.push(await preview(stack));
        const budgeted = stack === "prod";
        rows.push({
            what: `npm start -- ${stack}`,
            values: runs.map(({ seconds }) => seconds),
            unit: "s",
            budget: budgeted ? 3 : undefined,
        });
        for (const name of ["tool", "program", "policy pack"]) {
            const values = runs.flatMap(({ peaks }) => peaks.get(name) ?? []);
            if (values.length > 0) {
                rows.push({
                    what: `  peak memory of the ${name}`,
                    values,
                    unit: "MB",
                    budget: budgeted ? 400 : undefined,
                });
            }
        }
    }
    print(rows);
}

async function preview(stack: string): Promise<Measurement> {
    const peaks: Peaks = new Map();
    const begin = process.hrtime.bigint();
    const child = spawn("npm", ["start", "--silent", "--", stack], { stdio: ["ignore", "ignore", "pipe"] });
    const errors: Buffer[] = [];
    child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
    const watch = setInterval(() => {
        if (canMeasureMemory() && child.pid !== undefined) recordPeaks(child.pid, peaks);
    }, 25);
    const code = await new Promise<number | null>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", resolve);
    });
    const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
    clearInterval(watch);
    if (code !== 0) throw new Error(`The preview of ${stack} ended with ${code}:\n${Buffer.concat(errors).toString()}`);
    return { seconds, peaks };
}

function print(rows: readonly Row[]): void {
    console.log(`\nNode ${process.versions.node}, ${cpus().length} processors, ${process.platform}; ${RUNS} runs\n`);
    console.log(`${"".padEnd(34)}${["min", "median", "max", "budget"].map((head) => head.padStart(10)).join("")}`);
    for (const { what, values, unit, budget } of rows) {
        const sorted = [...values].sort((a, b) => a - b);
        const shown = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1), budget].map((value) =>
            value === undefined ? "" : `${value.toFixed(unit === "s" ? 2 : 0)} ${unit}`,
        );
        console.log(`${what.padEnd(34)}${shown.map((value) => value.padStart(10)).join("")}`);
    }
    if (!canMeasureMemory()) console.log("\nMemory is measured on Linux only.");
}

main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
