import { spawn } from "node:child_process";
import * as policyServer from "@pulumi/policy/server";
import type { AnalyzeRequest, AnalyzeResponse, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { deserializeOnce } from "../../policies/deserialize-once";
import { rules } from "../../policies/rules";
import { resized } from "./copies";
import { recordStack } from "./recorded-stack";

/** Argument with which the benchmark starts itself for one such measurement. */
export const ALONE = "rules-alone";

type Handler<Request> = (
    call: { readonly request: Request },
    callback: (error: unknown, response: AnalyzeResponse) => void,
) => void;
type MakeHandler<Request> = (
    name: string,
    version: string,
    level: string,
    policies: readonly object[],
) => Handler<Request>;

/** What the SDK exports at run time and does not declare. */
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun } = policyServer as unknown as {
    makeAnalyzeRpcFun: MakeHandler<AnalyzeRequest>;
    makeAnalyzeStackRpcFun: MakeHandler<AnalyzeStackRequest>;
};

/**
 * Seconds that all rules need for so many resources, through the SDK's own handling of requests and without the way there
 * and back, which is the engine's. In a process of its own, because a preview always meets a fresh one.
 */
export function measureAlone(size: number): Promise<number> {
    const child = spawn(process.execPath, [__filename, ALONE, String(size)], { stdio: ["ignore", "pipe", "inherit"] });
    let printed = "";
    child.stdout.on("data", (text) => {
        printed += text;
    });
    return new Promise((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (code) =>
            code === 0 ? resolve(Number(printed)) : reject(new Error(`Judging ${size} resources ended with ${code}.`)),
        );
    });
}

/** The measurement itself, in the process that `measureAlone` starts. */
export async function judgeAlone(size: number): Promise<void> {
    deserializeOnce();
    const { requests, whole } = resized(await recordStack("prod"), size);
    const policies = rules.map(({ policy }) => policy);
    const analyze = makeAnalyzeRpcFun("bench", "0.0.0", "mandatory", policies);
    const analyzeStack = makeAnalyzeStackRpcFun("bench", "0.0.0", "mandatory", policies);
    const begin = performance.now();
    for (const request of requests) await answerOf(analyze, request);
    await answerOf(analyzeStack, whole);
    process.stdout.write(String((performance.now() - begin) / 1000));
}

function answerOf<Request>(handle: Handler<Request>, request: Request): Promise<AnalyzeResponse> {
    return new Promise((resolve, reject) => {
        handle({ request }, (error, response) => (error ? reject(error) : resolve(response)));
    });
}
