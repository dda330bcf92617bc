import { MetricUnit } from "@aws-lambda-powertools/metrics";
import { asError, type Log } from "../log";
import { clusterOf } from "./announcements/compose";
import { failureAnnouncements } from "./announcements/plan";
import type { Measures } from "./measures";
import { measureRun } from "./measures";
import { type DirectRun, type FailureEvent, formatNodeEvent, type NodeEvent, readNodeEvent } from "./messages/events";
import { type Clock, type Deadline, type Retry, withBackoff } from "./pace";
import { type RunReport, summarise } from "./report";
import { type Pass, Run } from "./run";
import type { Connections } from "./services";
import type { Settings } from "./settings";
import type { Applied } from "./zone/apply";
import { nodeLabel } from "./zone/names";

export interface RegistrarParts {
    readonly settings: Settings;
    readonly connections: Connections;
    readonly clock: Clock;
    readonly log: Log;
    readonly measures: Measures;
}

/** What a run shall do. */
export interface RunRequest {
    /** Unique; the holder of the lease. */
    readonly id: string;
    readonly mode: DirectRun["kind"];
    /** `events`, or the reason of a direct run. */
    readonly reason: string;
    readonly events?: readonly NodeEvent[];
    readonly massDeleteAllowed?: DirectRun["massDeleteAllowed"] | undefined;
    /** When the oldest message of the batch was sent, in milliseconds since 1970. */
    readonly oldestEventAt?: number;
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

/** Left in the lease by a run that has no events: whoever holds it may have looked before what this run was called for. */
const lookAgain = "look again";

/** Rounds of one run: events that come while it waits for name servers are served by the next round. */
const mostRounds = 3;

/** Makes the zone show what Auto Scaling and EC2 say now, and tells the application. */
export class Registrar {
    constructor(private readonly parts: RegistrarParts) {}

    /**
     * One run for any number of events, none included. Faults of the services end up in the result, not in a rejection.
     *
     * @returns undefined when another run is at it, which serves the events as well
     */
    async run(request: RunRequest, deadline: Deadline): Promise<RunResult | undefined> {
        const { clock, connections, log } = this.parts;
        const totals = { throttled: 0 };
        const retry: Retry = (call) =>
            withBackoff(clock, deadline, call, () => {
                totals.throttled += 1;
            });
        const run = new Run({ ...this.parts, request, deadline, retry });
        if (request.mode === "report") return this.conclude(run, await run.look(), request, totals);

        const lease = connections.lease(request.id);
        const events = [...(request.events ?? [])];
        try {
            const left = await this.takeLease(lease, request, deadline, retry);
            if (left === undefined) return undefined;
            events.push(...left);
        } catch (error) {
            // Every change names what it replaces, so two runs at once are slow, not wrong.
            log.error("The lease could not be taken; the run goes on without it.", asError(error));
            return this.conclude(run, await run.round(events, async () => false), request, totals);
        }
        const pass = await this.rounds(run, lease, events, retry);
        return this.conclude(run, pass, request, totals);
    }

    /** Tells the application of launches and terminations that failed. False when that could not be done. */
    async tell(failures: readonly FailureEvent[], deadline: Deadline): Promise<boolean> {
        const { connections, clock, settings, log } = this.parts;
        if (failures.length === 0 || connections.queue === undefined) return true;
        const queued = failureAnnouncements(failures, clusterOf(settings, clock.now()));
        const { keys, fault } = await connections.queue.send(queued, (call) => withBackoff(clock, deadline, call));
        if (fault) log.error("Failures could not be announced; their messages come again.", fault);
        return queued.every(({ idempotencyKey }) => keys.has(idempotencyKey));
    }

    /** Measures what only the messages of a batch tell. */
    measureBatch({ unknown, oldestEventAt }: { readonly unknown: number; readonly oldestEventAt: number }): void {
        const { clock, measures } = this.parts;
        measures.addMetric("UnknownEvent", MetricUnit.Count, unknown);
        measures.addMetric("OldestEventSeconds", MetricUnit.Seconds, Math.max(0, (clock.now() - oldestEventAt) / 1000));
        measures.publishStoredMetrics();
    }

    private async rounds(
        run: Run,
        lease: ReturnType<Connections["lease"]>,
        events: NodeEvent[],
        retry: Retry,
    ): Promise<Pass> {
        const { clock, log } = this.parts;
        const takeLeft = async () => {
            const left = await lease.takeLeft(clock.now(), retry);
            events.push(...readEvents(left));
            return left.length > 0;
        };
        const giveBack = async () => {
            try {
                return await lease.giveBack(retry);
            } catch (error) {
                log.error("The lease could not be given back; it ends by itself.", asError(error));
                return true;
            }
        };
        try {
            for (let round = 1; ; round += 1) {
                const isLast = round === mostRounds;
                const pass = await run.round(events, isLast ? async () => false : takeLeft);
                if (isLast || pass.applied.stopped || (!pass.interrupted && (await giveBack()))) return pass;
                await takeLeft();
            }
        } finally {
            // Given back already, in most cases. Otherwise the next run finds the events in it.
            await lease
                .giveBackWithEvents(retry)
                .catch((error: unknown) => log.error("The lease could not be given back.", asError(error)));
        }
    }

    /** Events that were left in the lease, or undefined when this run's events were left for the run that holds it. */
    private async takeLease(
        lease: ReturnType<Connections["lease"]>,
        { mode, events = [] }: RunRequest,
        deadline: Deadline,
        retry: Retry,
    ): Promise<readonly NodeEvent[] | undefined> {
        const { clock, log } = this.parts;
        for (;;) {
            const left = await lease.take(clock.now(), retry);
            if (left !== undefined) return readEvents(left);
            // The end of a cluster cannot be left to a run that only knows of nodes.
            const canBeLeft = mode === "reconcile";
            const lines = events.length > 0 ? events.map(formatNodeEvent) : [lookAgain];
            if (canBeLeft && (await lease.leave(lines, clock.now(), retry))) {
                log.info("Another run is at it and serves these events as well.", { events: events.length });
                return undefined;
            }
            const wait = 5000;
            if (clock.now() + wait >= deadline.at) throw new Error("Another run held the lease all the time.");
            if (!canBeLeft) await clock.sleep(wait);
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

function readEvents(lines: readonly string[]): NodeEvent[] {
    return lines.flatMap((line) => readNodeEvent(line) ?? []);
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
