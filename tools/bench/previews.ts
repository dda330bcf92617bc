import { spawn } from "node:child_process";
import { canMeasureMemory, type Peaks, recordPeaks } from "./processes";
import type { Row } from "./table";

interface Measurement {
    readonly seconds: number;
    readonly peaks: Peaks;
}

/** How long `npm start` takes, npm included, and how much memory its processes need. */
export async function measurePreviews(runs: number): Promise<Row[]> {
    const rows: Row[] = [];
    for (const stack of ["dev", "prod"]) {
        process.stderr.write(`Previewing ${stack} ${runs} times, after one run to warm up ...\n`);
        await preview(stack);
        const measured: Measurement[] = [];
        for (let run = 0; run < runs; run++) measured.push(await preview(stack));
        const budgeted = stack === "prod";
        rows.push({
            what: `npm start -- ${stack}`,
            values: measured.map(({ seconds }) => seconds),
            unit: "s",
            budget: budgeted ? 3 : undefined,
        });
        for (const name of ["tool", "program", "policy pack"]) {
            const values = measured.flatMap(({ peaks }) => peaks.get(name) ?? []);
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
    return rows;
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
