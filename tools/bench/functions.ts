import { execFile } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { canMeasureMemory } from "./processes";
import type { Row } from "./table";

const run = promisify(execFile);

/** Starts of a function that are measured, each in a process of its own. */
const STARTS = 10;

/** What every function finds in its environment, so that it starts; nothing is called. */
const environment = {
    AWS_REGION: "eu-west-1",
    CLUSTER: "pool-prod",
    POWERTOOLS_METRICS_NAMESPACE: "MediaCluster",
    ZONE_ID: "Z0EXAMPLENODES7",
    NODE_DOMAIN: "nodes.example.com",
    OWNER_ID: "3cc518fd",
    ADDRESS: "public",
    TABLE_NAME: "pool-prod-registrar",
    WEBHOOK_URL: "https://app.example.com/nodes",
    SECRET_ARN: "arn:aws:secretsmanager:eu-west-1:345678901234:secret:webhook",
    QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/345678901234/announcements.fifo",
    DEAD_LETTER_QUEUE_URL: "https://sqs.eu-west-1.amazonaws.com/345678901234/dead-letters.fifo",
};

/** Takes the time of what Lambda calls the initialisation: the bundle is read and run, and no handler is called. */
const measureStart = `
    const begin = process.hrtime.bigint();
    const { handler } = require(process.argv[1]);
    const milliseconds = Number(process.hrtime.bigint() - begin) / 1e6;
    if (typeof handler !== "function") throw new Error("There is no handler.");
    console.log(milliseconds);`;

/** What the runs of a registrar came to; `tests/lambda/storms/full-zone.ts` prints it. */
interface FullZone {
    /** Bytes. */
    readonly peak: number;
    readonly publishing: { readonly calls: number; readonly changes: number; readonly seconds: number };
    readonly quiet: { readonly calls: number; readonly changes: number; readonly seconds: number };
}

/** Size and start of every function, and memory and calls of the registrar with many nodes. */
export async function measureFunctions(runs: number): Promise<Row[]> {
    const folder = join(process.cwd(), "lambda");
    const names = readdirSync(folder).filter((name) => existsSync(join(folder, name, "dist", "index.js")));
    const rows: Row[] = [];
    for (const name of names) {
        const bundle = join(folder, name, "dist", "index.js");
        process.stderr.write(`Starting ${name} ${STARTS} times, after one start to warm up ...\n`);
        await start(bundle, name);
        const starts: number[] = [];
        for (let turn = 0; turn < STARTS; turn++) starts.push(await start(bundle, name));
        rows.push(
            { what: `bundle of ${name}`, values: [statSync(bundle).size / 1000], unit: "kB", budget: 1000 },
            { what: `  initialisation (${STARTS} starts)`, values: starts, unit: "ms", budget: 300 },
        );
    }
    process.stderr.write(`Running dns-registrar with 1,000 and 2,000 nodes ${runs} times ...\n`);
    for (const nodes of [1000, 2000]) {
        const measured: FullZone[] = [];
        for (let turn = 0; turn < runs; turn++) measured.push(await fullZone(nodes));
        const most = nodes === 2000;
        const peaks = canMeasureMemory() ? measured.map(({ peak }) => peak / 1e6) : [];
        rows.push(
            {
                what: `${nodes} launches: changes`,
                values: measured.map(({ publishing }) => publishing.changes),
                unit: "calls",
                budget: most ? undefined : 3,
            },
            {
                what: "  calls, without DynamoDB",
                values: measured.map(({ publishing }) => publishing.calls),
                unit: "calls",
            },
            { what: "  time without waiting", values: measured.map(({ publishing }) => publishing.seconds), unit: "s" },
            { what: "  peak memory, Node.js included", values: peaks, unit: "MB", budget: most ? 200 : undefined },
            {
                what: `${nodes} nodes, nothing new: changes`,
                values: measured.map(({ quiet }) => quiet.changes),
                unit: "calls",
            },
            { what: "  calls, without DynamoDB", values: measured.map(({ quiet }) => quiet.calls), unit: "calls" },
            {
                what: "  time without waiting",
                values: measured.map(({ quiet }) => quiet.seconds),
                unit: "s",
                budget: most ? undefined : 15,
            },
        );
    }
    return rows;
}

async function start(bundle: string, name: string): Promise<number> {
    const env = { ...environment, POWERTOOLS_SERVICE_NAME: name };
    const { stdout } = await run(process.execPath, ["--eval", measureStart, bundle], { env });
    return Number(stdout);
}

/** The servers that play AWS belong to the tests, so that this is a program of theirs. */
async function fullZone(nodes: number): Promise<FullZone> {
    const program = join("tests", "lambda", "storms", "full-zone.ts");
    const { stdout } = await run(process.execPath, [
        "--require",
        "ts-node/register/transpile-only",
        program,
        String(nodes),
    ]);
    return JSON.parse(stdout) as FullZone;
}
