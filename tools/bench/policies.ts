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
import type { Row } from "./table";

/** Numbers of resources. */
const SIZES = [50, 200, 1000];
const LARGEST = Math.max(...SIZES);

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
    for (const size of SIZES) {
        process.stderr.write(`Judging ${size} resources ${runs} times, after one run to warm up ...\n`);
        const stack = resized(recorded, size);
        await judge(stack);
        const measured: Measurement[] = [];
        for (let run = 0; run < runs; run++) measured.push(await judge(stack));
        starts.push(...measured.map(({ start }) => start));
        rows.push(...rowsFor(size, measured));
    }
    return [{ what: "start of the policy pack", values: starts, unit: "s", budget: 1.2 }, ...rows];
}

function rowsFor(size: number, measured: readonly Measurement[]): Row[] {
    const totals = measured.map(({ resources, stack }) => resources + stack);
    const budgeted = size === LARGEST;
    return [
        { what: `all rules over ${size} resources`, values: totals, unit: "s", budget: budgeted ? 2 : undefined },
        { what: "  one by one", values: measured.map(({ resources }) => resources), unit: "s" },
        { what: "  as a stack", values: measured.map(({ stack }) => stack), unit: "s" },
        { what: "  for each resource", values: totals.map((total) => (1000 * total) / size), unit: "ms" },
        {
            what: "  peak memory of the policy pack",
            values: measured.flatMap(({ peak }) => peak ?? []),
            unit: "MB",
            budget: budgeted ? 400 : undefined,
        },
    ];
}

/** Starts a pack and lets it judge a stack the way the engine does: each resource in its turn, then all of them. */
async function judge({ project, requests, whole }: RecordedStack): Promise<Measurement> {
    const watch = stopwatch();
    const { address, process: pack } = startPack(join(project.root, "policies"), "policies", project, () => undefined);
    try {
        const found = await address;
        const start = watch();
        await configure(found, project);
        const client = new AnalyzerClient(found, credentials.createInsecure(), MESSAGE_LIMITS);
        watch();
        for (const request of requests) await answerOf((done) => client.analyze(request, done));
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
