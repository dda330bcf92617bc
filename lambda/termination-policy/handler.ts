import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { AutoScalingScaleInResult, Context } from "aws-lambda";
import { choose } from "./policy";
import { SessionCounts } from "./session-counts";
import { readSettings } from "./settings";

/**
 * Auto Scaling waits 2,000 ms for an answer. Reading ends after 1,400 ms, so that the rest is left for a cold start and the way
 * back, and 250 ms before the function's own time-out.
 */
const longestReading = 1400;
const reserve = 250;

// Wrong settings stop the function here, before its first event.
const settings = readSettings(process.env);
const log = new Logger({ persistentKeys: { cluster: settings.cluster } });
const metrics = new Metrics({ defaultDimensions: { cluster: settings.cluster } });
let sessions: SessionCounts | undefined;

/** Entry of the function: the custom termination policy of the groups that ask for `emptiestFirst`. */
export async function handler(event: unknown, context: Context): Promise<AutoScalingScaleInResult> {
    log.addContext(context);
    // One try per call, because Auto Scaling asks again by itself.
    sessions ??= new SessionCounts(new CloudWatchClient({ maxAttempts: 1 }));
    const limit = Math.max(0, Math.min(longestReading, context.getRemainingTimeInMillis() - reserve));
    try {
        return await choose(event, { sessions, log, meter: metrics }, Date.now(), limit);
    } finally {
        metrics.publishStoredMetrics();
    }
}
