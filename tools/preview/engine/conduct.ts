import { setTimeout as wait } from "node:timers/promises";
import { OBSERVED_TAG } from "../../../policies/kinds";
import { PreviewError, ProgramError, UsageError } from "../errors";
import type { PreviewOptions } from "../options";
import type { Diagnostic, PreviewReport } from "../output/report";
import { buildReport } from "../output/report-builder";
import { Judge, type ReadyPack } from "../policies/judge";
import { ObservedCalls, observedConfiguration, observedOutputs } from "../policies/observations";
import { PackClient } from "../policies/pack-client";
import { type PackInfo, type PackRules, readPolicyConfig, resolveRules } from "../policies/policy-config";
import { ERROR_ALREADY_SHOWN } from "../processes/program";
import type { Running } from "../running";
import { Deployment } from "./deployment";
import { engineHandlers } from "./engine-service";
import { monitorHandlers } from "./monitor-service";
import { PlannedStack } from "./planned-stack";
import { Secrets } from "./secrets";
import { serve } from "./services";
import { Transforms } from "./transforms";

/** How long a program may take to end after the preview has failed, in milliseconds. */
const FAREWELL = 5000;

/** Plays the engine for a program and a pack that have been started, and reports what happened. */
export async function conduct(running: Running, options: PreviewOptions): Promise<PreviewReport> {
    const { project, program, endpoint } = running;
    const diagnostics: Diagnostic[] = [];
    const failure = new Failure();
    const { values, secretKeys } = project.configuration;
    const secrets = new Secrets(secretKeys.map((key) => values[key] ?? ""));
    const pack = introducePack(running);
    const ready = pack.then((introduced) => introduced?.ready);
    ready.catch((error) => failure.report(error));
    const judge = new Judge(ready, (error) => failure.report(error));
    const planned = new PlannedStack(project, judge);
    const transforms = new Transforms();
    const calls = new ObservedCalls(project);
    const deployment = new Deployment(project, planned, transforms, secrets, calls);
    let finished = false;
    const monitor = monitorHandlers(project, deployment, () => {
        finished = true;
    });
    // After a refusal of ours the program only tells how it lost its engine.
    const engine = engineHandlers((diagnostic) => {
        if (!failure.error) diagnostics.push(diagnostic);
    });
    const server = serve(endpoint, monitor, engine, (error) => failure.report(error));
    const ticking = setInterval(() => options.onProgress(planned.registrations.length), 100);
    const deadline = setTimeout(() => {
        failure.report(new PreviewError(tooLate(options.deadlineSeconds)));
        program.stop();
    }, options.deadlineSeconds * 1000);
    try {
        const code = await Promise.race([program.ended, failure.happened.then(() => farewell(program.ended))]);
        if (!failure.error && !finished) failure.report(endOf(code));
        if (!failure.error) await Promise.race([judge.finish(), failure.happened]);
        if (!failure.error) {
            const outputs = planned.find(planned.stackUrn)?.outputs ?? {};
            const observations = [...observedConfiguration(project), ...observedOutputs(project, outputs, secrets)];
            const stackJudged = judge
                .observe([...calls.all, ...observations])
                .then(() => judge.judgeStack(planned.registrations, planned.stackUrn));
            await Promise.race([stackJudged.catch((error) => failure.report(error)), failure.happened]);
        }
    } finally {
        clearInterval(ticking);
        clearTimeout(deadline);
        transforms.close();
        server.forceShutdown();
        pack.then((introduced) => introduced?.ready.client.close()).catch(() => undefined);
    }
    if (failure.error instanceof UsageError) throw failure.error;
    // A pack that never started has no rules to report.
    const introduced = await Promise.race([pack.catch(() => undefined), wait(0)]);
    return buildReport({
        running,
        shortStacks: !options.fullStacks,
        planned,
        judge,
        diagnostics,
        secrets,
        failure: failure.error,
        calls: calls.all,
        pack: introduced || undefined,
        strict: options.strict,
    });
}

interface Introduced {
    readonly ready: ReadyPack;
    readonly info: PackInfo;
    readonly rules: PackRules;
}

/** Waits until the pack runs, and configures it. */
async function introducePack({ pack, packChoice, project }: Running): Promise<Introduced | undefined> {
    if (!pack || !packChoice) return undefined;
    const { configFile, shownConfig = "" } = packChoice;
    const config = configFile === undefined ? {} : readPolicyConfig(configFile, shownConfig);
    const client = new PackClient(await pack.address);
    try {
        const info = await client.introduce(project);
        const rules = await resolveRules(info, config, shownConfig);
        await client.configure(rules);
        const remediates = [...rules.values()].some(({ level }) => level === "remediate");
        const isEnabled = (name: string) => rules.get(name)?.level !== "disabled";
        const observes = info.rules.some(({ name, tags }) => tags.includes(OBSERVED_TAG) && isEnabled(name));
        return { ready: { client, remediates, observes }, info, rules };
    } catch (error) {
        client.close();
        throw error;
    }
}

/** The first thing that went wrong. */
class Failure {
    error?: unknown;
    readonly happened: Promise<void>;
    private announce: () => void = () => undefined;

    constructor() {
        this.happened = new Promise((resolve) => {
            this.announce = resolve;
        });
    }

    report(error: unknown): void {
        this.error ??= error;
        this.announce();
    }
}

/** Lets the program end by itself, so that what it has logged arrives; who takes too long is stopped later. */
function farewell(ended: Promise<number | string>): Promise<number | string> {
    const stop = new AbortController();
    return Promise.race([ended, wait(FAREWELL, "too late", { signal: stop.signal })]).finally(() => stop.abort());
}

/** Why a program has not registered everything; it has told its own errors itself. */
function endOf(code: number | string): PreviewError {
    if (code === ERROR_ALREADY_SHOWN) return new ProgramError();
    if (code === 0)
        return new PreviewError("The program ended before it had registered everything; it may call process.exit.");
    const how = typeof code === "string" ? `was stopped by ${code}` : `ended with exit code ${code}`;
    return new PreviewError(`The program ${how}.`);
}

function tooLate(seconds: number): string {
    return `The preview did not end within ${seconds} seconds; the program may wait for something that never comes. --deadline allows more.`;
}
