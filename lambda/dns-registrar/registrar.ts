import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { asError, type Log } from "../log";
import { clusterOf } from "./announcements/compose";
import { failureAnnouncements } from "./announcements/plan";
import { type Measures, measureRun } from "./measures";
import type { FailureEvent, NodeEvent } from "./messages/events";
import { type Clock, type Deadline, type Retry, withBackoff } from "./pace";
import { type RunReport, summarise } from "./report";
import { type Pass, Run } from "./run";
import type { RunRequest } from "./run-context";
import type { Connections } from "./services";
import type { Settings } from "./settings";
import { Turn } from "./turn";
import type { Applied } from "./zone/apply";
import { nodeLabel } from "./zone/names";

export interface RegistrarParts {
    readonly settings: Settings;
    readonly connections: Connections;
    readonly clock: Clock;
    readonly log: Log;
    readonly measures: Measures;
}

/** What a run leaves for the messages that woke it. */
export interface RunResult {
    readonly report: RunReport;
    /** The zone does not exist any more. */
    readonly zoneGone: boolean;
    /** True when the event is about a served group, or about a name of ours, or when that could not be told. */
    concerns(event: NodeEvent): boolean;
    /** True when the zone shows what the event's node needs; false when the event has to come again. */
    settled(event: NodeEvent): boolean;
}

/** Rounds whose wait for name servers ends when events come. Later ones wait to the end, so that changes stay few in a storm. */
const interruptedRounds = 2;
/** Time that another round has to have, in milliseconds. */
const shortestRound = 10_000;

/** Makes the zone show what Auto Scaling and EC2 say now, and tells the application. */
export class Registrar {
    constructor(private readonly parts: RegistrarParts) {}

    /**
     * One run for any number of events, none included. Faults of the services end up in the result, not in a rejection.
     *
     * @returns undefined when another run is at it, which serves the events as well
     */
    async run(request: RunRequest, deadline: Deadline): Promise<RunResult | undefined> {
        const { settings, clock, connections, log } = this.parts;
        const totals = { throttled: 0 };
        const retry: Retry = (call) =>
            withBackoff(clock, deadline, call, () => {
                totals.throttled += 1;
            });
        const context = { settings, connections, clock, log, request, deadline, retry };
        const run = new Run(context);
        if (request.mode === "report") return this.conclude(run, await run.look(), request, totals);

        let turn: Turn | undefined;
        try {
            turn = await Turn.take(context);
            if (turn === undefined) return undefined;
        } catch (error) {
            // Every change names what it replaces, so two runs at once are slow, not wrong.
            log.error("The lease could not be taken; the run goes on without it.", asError(error));
            const pass = await run.round(request.events ?? [], async () => false);
            return this.conclude(run, pass, request, totals);
        }
        return this.conclude(run, await this.rounds(run, turn, deadline), request, totals);
    }

    /** Tells the application of launches and terminations that failed. False when that could not be done. */
    async tell(failures: readonly FailureEvent[], deadline: Deadline): Promise<boolean> {
        const { connections, clock, settings, log } = this.parts;
        if (failures.length === 0 || connections.queue === undefined) return true;
        const queued = failureAnnouncements(failures, clusterOf(settings, clock.now()));
        const { keys, refused, fault } = await connections.queue.send(queued, (call) =>
            withBackoff(clock, deadline, call),
        );
        if (fault) log.error("Failures could not be announced; their messages come again.", fault);
        if (refused.length > 0) log.error("The queue refused announcements.", { codes: refused });
        return queued.every(({ idempotencyKey }) => keys.has(idempotencyKey));
    }

    /** Measures what only the messages of a batch tell. */
    measureBatch({ unknown, oldestEventAt }: { readonly unknown: number; readonly oldestEventAt: number }): void {
        const { clock, measures } = this.parts;
        measures.addMetric("UnknownEvent", MetricUnit.Count, unknown);
        measures.addMetric("OldestEventSeconds", MetricUnit.Seconds, Math.max(0, (clock.now() - oldestEventAt) / 1000));
        measures.publishStoredMetrics();
    }

    /** Rounds until there is nothing left to serve, or no time. What is left then stands in the lease for the next run. */
    private async rounds(run: Run, turn: Turn, deadline: Deadline): Promise<Pass> {
        const { clock } = this.parts;
        try {
            for (let round = 1; ; round += 1) {
                const canWait = round > interruptedRounds;
                const pass = await run.round(turn.events, canWait ? async () => false : () => turn.more());
                const isOver = pass.applied.stopped || clock.now() + shortestRound >= deadline.at;
                if (isOver) {
                    await turn.breakOff();
                    return pass;
                }
                // Neither given back nor anything new: another run has taken it.
                if (!pass.interrupted && ((await turn.end()) || !(await turn.more()))) return pass;
            }
        } catch (error) {
            await turn.breakOff();
            throw error;
        }
    }

    private conclude(run: Run, pass: Pass, request: RunRequest, totals: { throttled: number }): RunResult {
        const { log, measures } = this.parts;
        const report = summarise(request, pass, { ...run.totals, ...totals });
        tell(log, pass);
        log.info("Run finished.", { report });
        if (request.mode !== "report") measureRun(report, measures);
        return resultOf(report, pass);
    }
}

function tell(log: Log, { look, plan }: Pass): void {
    const { withheld, withoutAddress, blocked, undecided } = plan;
    const { foreign } = look.situation.records;
    if (foreign.size > 0) log.warn("Names without a mark of this registrar were left alone.", { labels: [...foreign] });
    if (withheld.length > 0) log.warn("Deletes were refused.", { withheld });
    if (withoutAddress.length > 0) log.warn("Nodes in service have no address.", { instanceIds: withoutAddress });
    if (blocked.length > 0) log.error("Nodes cannot be published: their names are taken.", { instanceIds: blocked });
    if (undecided.length > 0) log.warn("Nodes are in an unknown lifecycle state.", { instanceIds: undecided });
}

function resultOf(report: RunReport, { look, plan, applied, waiting }: Pass): RunResult {
    const { situation, groupsRead, zoneRead } = look;
    const served = new Set(situation.groups.map(({ name }) => name));
    const failedNames = new Set(failedLabels(applied));
    const withheld = new Set(plan.withheld.map(({ label }) => label));
    return {
        report,
        zoneGone: look.zoneGone,
        concerns: ({ group, instanceId }) =>
            !groupsRead || !zoneRead || served.has(group) || situation.records.ours.has(nodeLabel(instanceId)),
        settled: ({ kind, instanceId }) => {
            const label = nodeLabel(instanceId);
            const isRefused = kind === "terminate" && withheld.has(label);
            return situation.complete && !failedNames.has(label) && !waiting.has(instanceId) && !isRefused;
        },
    };
}

function failedLabels({ failed }: Applied): string[] {
    return failed.map(({ name }) => name.split(".")[0] ?? "");
}
