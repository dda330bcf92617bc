import { Logger } from "@aws-lambda-powertools/logger";
import type { Context, SQSBatchResponse } from "aws-lambda";
import { type DirectAnswer, isQueueBatch, serveBatch, serveDirect } from "./invocations";
import { systemClock } from "./pace";
import { Registrar } from "./registrar";
import { connectServices } from "./services";
import { readSettings } from "./settings";

/** Kept for answering after the last change, in milliseconds: a function that is cut off returns its whole batch. */
const reserve = 15_000;

// Wrong settings stop the function here, before its first event.
const settings = readSettings(process.env);
const log = new Logger({ persistentKeys: { cluster: settings.cluster, owner: settings.ownerId } });
let registrar: Registrar | undefined;

/** Entry of the function: batches of the events queue, and direct calls by the schedule or a deployment. */
export async function handler(event: unknown, context: Context): Promise<SQSBatchResponse | DirectAnswer> {
    log.addContext(context);
    registrar ??= new Registrar({
        settings,
        services: connectServices(settings, systemClock),
        clock: systemClock,
        log,
    });
    const deadline = { at: systemClock.now() + context.getRemainingTimeInMillis() - reserve };
    return isQueueBatch(event)
        ? serveBatch(event, registrar, deadline, log)
        : serveDirect(event, registrar, deadline, log);
}
