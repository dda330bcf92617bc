import { join } from "node:path";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { AnalyzeResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import { MESSAGE_LIMITS } from "../preview/engine/grpc-limits";
import type { Project } from "../preview/input/project";
import { PackClient } from "../preview/policies/pack-client";
import { resolveRules } from "../preview/policies/policy-config";
import { startPack } from "../preview/processes/pack-process";
import { resized } from "./copies";
import { canMeasureMemory, type Peaks, recordPeaks } from "./processes";
import { type RecordedStack, recordStack } from "./recorded-stack";
import { measureAlone } from "./rules-alone";
import { median, type Row } from "./table";

/** Numbers of resources. */
const SIZES = [50, 200, 1000];
const LARGEST = Math.max(...SIZES);

/** Requests under way: as many resources as a program registers at the same time. */
const AT_A_TIME = 8;

/** Seconds. */
interface Measurement {
    readonly start: number;
    /** Each resource by itself. */
    readonly resources: number;
    /** All of them as a stack. */
    readonly stack: number;
    /** Megabytes; undefined where it cannot be measured. */
    readonly peak: number | undefined;
}

/**
 * How long the policy pack takes to start, and then to judge stacks of the prod stack's mix with every rule. Each run is a
 * process of its own, because a preview always meets a fresh one.
 */
export async function measurePolicies(runs: number): Promise<Row[]> {
    process.stderr.write("Recording what a preview of prod puts before the policies ...\n");
    const recorded = await recordStack("prod");
    const starts: number[] = [];
    const rows: Row[] = [];
    let smaller: { readonly size: number; readonly each: number } | undefined;
    for (const size of SIZES) {
        process.stderr.write(`Judging ${size} resources ${runs} times, after one run to warm up ...\n`);
        const stack = resized(recorded, size);
        await judge(stack);
        const measured: Measurement[] = [];
        for (let run = 0; run < runs; run++) measured.push(await judge(stack));
        starts.push(...measured.map(({ start }) => start));
        const each = measured.map((one) => (1000 * totalOf(one)) / size);
        const alone: number[] = [];
        for (let run = 0; run < runs; run++) alone.push(await measureAlone(size));
        rows.push({
            what: `all rules over ${size} resources`,
            values: alone,
            unit: "s",
            budget: size === LARGEST ? 2 : undefined,
        });
        rows.push(...rowsFor(size, measured), { what: "  for each resource", values: each, unit: "ms" });
        if (smaller) {
            // Around 1 where time grows in proportion. A process that has just started is slower, so that it may be less.
            const ratios = each.map((milliseconds) => milliseconds / (smaller?.each ?? Number.NaN));
            rows.push({ what: `  for each, compared with ${smaller.size}`, values: ratios, unit: "x" });
        }
        smaller = { size, each: median(each) };
    }
    return [{ what: "start of the policy pack", values: starts, unit: "s", budget: 1.2 }, ...rows];
}

function totalOf({ resources, stack }: Measurement): number {
    return resources + stack;
}

function rowsFor(size: number, measured: readonly Measurement[]): Row[] {
    const budgeted = size === LARGEST;
    return [
        {
            what: "  asked over gRPC, this side included",
            values: measured.map(totalOf),
            unit: "s",
        },
        { what: "    resource by resource", values: measured.map(({ resources }) => resources), unit: "s" },
        { what: "    as a stack", values: measured.map(({ stack }) => stack), unit: "s" },
        {
            what: "  peak memory of the policy pack",
            values: measured.flatMap(({ peak }) => peak ?? []),
            unit: "MB",
            budget: budgeted ? 400 : undefined,
        },
    ];
}

/** Starts a pack and lets it judge a stack the way a preview does: its resources, then all of them as a stack. */
async function judge({ project, requests, whole }: RecordedStack): Promise<Measurement> {
    const watch = stopwatch();
    const { address, process: pack } = startPack(join(project.root, "policies"), "policies", project, () => undefined);
    try {
        const found = await address;
        const start = watch();
        await configure(found, project);
        const client = new AnalyzerClient(found, credentials.createInsecure(), MESSAGE_LIMITS);
        watch();
        const waiting = requests.values();
        const judgeNext = async () => {
            for (const request of waiting) await answerOf((done) => client.analyze(request, done));
        };
        await Promise.all(Array.from({ length: AT_A_TIME }, judgeNext));
        const resources = watch();
        await answerOf((done) => client.analyzeStack(whole, done));
        const stack = watch();
        client.close();
        return { start, resources, stack, peak: peakOfPack() };
    } finally {
        await pack.stop();
    }
}

/** Every rule with its default parameters, at the level at which findings count most. */
async function configure(address: string, project: Project): Promise<void> {
    const client = new PackClient(address);
    const info = await client.introduce(project);
    await client.configure(await resolveRules(info, { all: "mandatory" }, "of the benchmark"));
    client.close();
}

function answerOf(
    ask: (done: (error: ServiceError | null, response: AnalyzeResponse) => void) => unknown,
): Promise<AnalyzeResponse> {
    return new Promise((resolve, reject) => {
        ask((error, response) => (error ? reject(error) : resolve(response)));
    });
}

function peakOfPack(): number | undefined {
    const peaks: Peaks = new Map();
    if (canMeasureMemory()) recordPeaks(process.pid, peaks);
    return peaks.get("policy pack");
}

/** Seconds since it was made or asked before. */
function stopwatch(): () => number {
    let begin = performance.now();
    return () => {
        const now = performance.now();
        const seconds = (now - begin) / 1000;
        begin = now;
        return seconds;
    };
}
