import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import type { Context, SQSBatchResponse } from "aws-lambda";
import { type DirectAnswer, isQueueBatch, serveBatch, serveDirect } from "./messages/invocations";
import { systemClock } from "./pace";
import { Registrar } from "./registrar";
import { connect } from "./services";
import { readSettings } from "./settings";

/** Kept for answering after the last change, in milliseconds: a function that is cut off returns its whole batch. */
const reserve = 15_000;

// Wrong settings stop the function here, before its first event.
const settings = readSettings(process.env);
const log = new Logger({ persistentKeys: { cluster: settings.cluster, owner: settings.ownerId } });
const measures = new Metrics({ defaultDimensions: { cluster: settings.cluster } });
let registrar: Registrar | undefined;

/** Entry of the function: batches of the events queue, and direct calls by the schedule, a deployment or by hand. */
export async function handler(event: unknown, context: Context): Promise<SQSBatchResponse | DirectAnswer> {
    log.addContext(context);
    registrar ??= new Registrar({
        settings,
        connections: connect(settings, systemClock),
        clock: systemClock,
        log,
        measures,
    });
    const deadline = { at: systemClock.now() + context.getRemainingTimeInMillis() - reserve };
    const service = { registrar, deadline, log, id: context.awsRequestId };
    return isQueueBatch(event) ? serveBatch(event, service) : serveDirect(event, service);
}
