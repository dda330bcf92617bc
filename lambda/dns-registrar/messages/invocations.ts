import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { asError, type Log } from "../../log";
import type { Deadline } from "../pace";
import type { Registrar, RunResult } from "../registrar";
import type { RunReport } from "../report";
import type { RunRequest } from "../run-context";
import { type FailureEvent, type NodeEvent, parseDirect, parseMessage, type RegistrarEvent } from "./events";

/**
 * What a direct call answers: the report of its run, that another run was at it, that it is not time yet for the last one, or
 * that the event was not understood and nothing was done.
 */
export type DirectAnswer =
    | RunReport
    | { readonly handedOver: true; readonly reason: string }
    | { readonly standby: true }
    | { readonly unknown: 1; readonly why: string };

/** What an invocation is served with. */
export interface Service {
    readonly registrar: Pick<Registrar, "run" | "tell" | "measureBatch">;
    readonly deadline: Deadline;
    readonly log: Log;
    /** Unique name of the invocation. */
    readonly id: string;
}

/** A direct run that did not see or not do everything: it rejects, so that the caller tries again and alarms count it. */
export class RunIncompleteError extends Error {
    override readonly name = "RunIncompleteError";
}

interface Message {
    readonly id: string;
    readonly event: RegistrarEvent;
}

export function isQueueBatch(event: unknown): event is SQSEvent {
    const records: unknown =
        typeof event === "object" && event !== null && "Records" in event ? event.Records : undefined;
    return Array.isArray(records) && records.every((record: Partial<SQSRecord>) => record?.eventSource === "aws:sqs");
}

/**
 * Serves a batch of the events queue with one run. Messages that cannot be understood or are about other groups are counted
 * and acknowledged, because trying again cannot help; those whose node is not settled are returned and come again.
 */
export async function serveBatch({ Records }: SQSEvent, service: Service): Promise<SQSBatchResponse> {
    const { log, registrar } = service;
    const messages = Records.map(({ messageId, body }): Message => ({ id: messageId, event: parseMessage(body) }));
    for (const { id, event } of messages) {
        if (event.kind === "unknown") log.warn("A message was not understood.", { messageId: id, why: event.why });
    }
    const awake = messages.flatMap(({ id, event }) => (isNodeEvent(event) ? [{ id, event }] : []));
    const errors = messages.flatMap(({ id, event }) => (isFailure(event) ? [{ id, event }] : []));
    const oldestEventAt = Math.min(...Records.map(({ attributes }) => Number(attributes.SentTimestamp)));
    const outcome = await outcomeOf(awake, oldestEventAt, service);
    const concerned = awake.filter(({ event }) => outcome.concerns(event));
    const failed = concerned.filter(({ event }) => !outcome.settled(event));
    const untold = (await registrar.tell(
        errors.map(({ event }) => event),
        service.deadline,
    ))
        ? []
        : errors;
    const unknown = messages.filter(({ event }) => event.kind === "unknown").length;
    registrar.measureBatch({ unknown, oldestEventAt });
    log.info("Batch served.", {
        messages: messages.length,
        settled: concerned.length - failed.length,
        failed: failed.length + untold.length,
        ignored: awake.length - concerned.length,
        errors: errors.length,
        tests: messages.filter(({ event }) => event.kind === "test").length,
        unknown,
    });
    return { batchItemFailures: [...failed, ...untold].map(({ id }) => ({ itemIdentifier: id })) };
}

/** Serves a call of the schedule, of a deployment, or by hand. */
export async function serveDirect(event: unknown, service: Service): Promise<DirectAnswer> {
    const { log, registrar, deadline, id } = service;
    const asked = parseDirect(event);
    if (asked.kind === "unknown") {
        log.warn("A direct event was not understood.", { why: asked.why });
        return { unknown: 1, why: asked.why };
    }
    // Made in the first minute of a deployment, when the function's permissions need not be known everywhere yet.
    if (asked.kind === "standby") return { standby: true };
    const { kind: mode, reason, massDeleteAllowed } = asked;
    if (massDeleteAllowed) log.warn("Many deletes at once are allowed for this run.", { ...massDeleteAllowed });
    const result = await registrar.run({ id, mode, reason, massDeleteAllowed }, deadline);
    if (result === undefined) return { handedOver: true, reason };
    const { report } = result;
    if (result.zoneGone && mode === "drain-all") return report;
    if (!report.complete) {
        throw new RunIncompleteError(
            "Groups, instances or the zone could not be read completely; nothing was deleted.",
        );
    }
    if (!report.remembered && mode !== "report") {
        throw new RunIncompleteError("The node table could not be read; names were changed, nobody was told.");
    }
    // Nobody comes after this run to try again, and the zone cannot go while names are in it.
    if (report.stopped || (mode === "drain-all" && report.failed > 0)) {
        throw new RunIncompleteError(`${report.failed} names could not be changed; the log says why.`);
    }
    return report;
}

type Outcome = Pick<RunResult, "concerns" | "settled">;
const nothingToDo: Outcome = { concerns: () => true, settled: () => true };
const broken: Outcome = { concerns: () => true, settled: () => false };

/** What became of the events. When another run is at it, it serves them as well. */
async function outcomeOf(
    awake: readonly { readonly event: NodeEvent }[],
    oldestEventAt: number,
    { registrar, deadline, log, id }: Service,
): Promise<Outcome> {
    if (awake.length === 0) return nothingToDo;
    const events = awake.map(({ event }) => event);
    const request: RunRequest = { id, mode: "reconcile", reason: "events", events, oldestEventAt };
    try {
        return (await registrar.run(request, deadline)) ?? nothingToDo;
    } catch (error) {
        log.error("The run broke; its messages come again.", asError(error));
        return broken;
    }
}

function isFailure(event: RegistrarEvent): event is FailureEvent {
    return event.kind === "launchError" || event.kind === "terminateError";
}

function isNodeEvent(event: RegistrarEvent): event is NodeEvent {
    return event.kind === "launch" || event.kind === "terminate";
}
