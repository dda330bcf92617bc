import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { type NodeEvent, parseDirect, parseMessage, type RegistrarEvent } from "./events";
import { asError, type Log } from "./log";
import type { Deadline } from "./pace";
import type { Registrar, RunResult } from "./registrar";
import type { RunReport } from "./report";

/** What a direct call answers: the report of its run, or that the event was not understood and nothing was done. */
export type DirectAnswer = RunReport | { readonly unknown: 1; readonly why: string };

/** A direct run that did not see or not do everything: it rejects, so that the caller tries again and alarms count it. */
export class RunIncompleteError extends Error {
    override readonly name = "RunIncompleteError";
}

type Runner = Pick<Registrar, "run">;

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
export async function serveBatch(
    { Records }: SQSEvent,
    registrar: Runner,
    deadline: Deadline,
    log: Log,
): Promise<SQSBatchResponse> {
    const messages = Records.map(({ messageId, body }): Message => ({ id: messageId, event: parseMessage(body) }));
    for (const { id, event } of messages) {
        if (event.kind === "unknown") log.warn("A message was not understood.", { messageId: id, why: event.why });
    }
    const awake = messages.flatMap(({ id, event }) => (isNodeEvent(event) ? [{ id, event }] : []));
    const result = await runFor(awake, registrar, deadline, log);
    const concerned = awake.filter(({ event }) => result?.concerns(event) ?? true);
    const failed = concerned.filter(({ event }) => result?.settled(event) !== true);
    const count = (kinds: RegistrarEvent["kind"][]) =>
        messages.filter(({ event }) => kinds.includes(event.kind)).length;
    log.info("Batch served.", {
        messages: messages.length,
        settled: concerned.length - failed.length,
        failed: failed.length,
        ignored: awake.length - concerned.length,
        errors: count(["launchError", "terminateError"]),
        tests: count(["test"]),
        unknown: count(["unknown"]),
    });
    return { batchItemFailures: failed.map(({ id }) => ({ itemIdentifier: id })) };
}

/** Serves a call of the schedule or of a deployment. */
export async function serveDirect(
    event: unknown,
    registrar: Runner,
    deadline: Deadline,
    log: Log,
): Promise<DirectAnswer> {
    const request = parseDirect(event);
    if (request.kind === "unknown") {
        log.warn("A direct event was not understood.", { why: request.why });
        return { unknown: 1, why: request.why };
    }
    const { report } = await registrar.run([], request.reason, deadline);
    if (!report.complete) {
        throw new RunIncompleteError(
            "Groups, instances or the zone could not be read completely; nothing was deleted.",
        );
    }
    if (report.stopped) {
        throw new RunIncompleteError(`${report.failed} names could not be changed; the log says why.`);
    }
    return report;
}

/** The run that the messages ask for, or undefined when there is nothing to look at or it broke. */
async function runFor(
    awake: readonly { readonly event: NodeEvent }[],
    registrar: Runner,
    deadline: Deadline,
    log: Log,
): Promise<RunResult | undefined> {
    if (awake.length === 0) return undefined;
    const events = awake.map(({ event }) => event);
    try {
        return await registrar.run(events, "events", deadline);
    } catch (error) {
        log.error("The run broke; its messages come again.", asError(error));
        return undefined;
    }
}

function isNodeEvent(event: RegistrarEvent): event is NodeEvent {
    return event.kind === "launch" || event.kind === "terminate";
}
