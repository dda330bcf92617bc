import { MetricUnit } from "@aws-lambda-powertools/metrics";
import type { AutoScalingScaleInResult } from "aws-lambda";
import { asError, type Log, type Meter } from "../log";
import { chooseEmptiest } from "./choice";
import { parseRequest } from "./request";
import type { SessionCounts } from "./session-counts";

export interface PolicyParts {
    readonly sessions: Pick<SessionCounts, "read">;
    readonly log: Log;
    readonly meter: Meter;
}

/**
 * Answers what Auto Scaling asks of a custom termination policy: the emptiest nodes.
 *
 * On any fault it names nobody. Auto Scaling then waits a short time and asks again, for as long as the group is too large (for
 * an instance refresh one hour, after which the refresh fails), so a fault delays a scale-in and ends no call:
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/lambda-custom-termination-policy.html, "Considerations". The page
 * promises that for an empty list and for a time-out, not for an error of the function; hence no error leaves it.
 *
 * @param now milliseconds since 1970.
 * @param limit milliseconds for reading the metrics.
 */
export async function choose(
    event: unknown,
    { sessions, log, meter }: PolicyParts,
    now: number,
    limit: number,
): Promise<AutoScalingScaleInResult> {
    try {
        const request = parseRequest(event);
        const ids = request.candidates.map(({ instanceId }) => instanceId);
        const counts = await sessions.read(request.group, ids, now, AbortSignal.timeout(limit));
        const chosen = chooseEmptiest(request, counts);

        const wanted = [...request.wanted.values()].reduce((sum, number) => sum + number, 0);
        const withoutData = ids.filter((id) => !counts.has(id));
        const facts = { group: request.group, reason: request.cause, wanted, chosen, withoutData: withoutData.length };
        meter.addMetric("NodesChosen", MetricUnit.Count, chosen.length);
        meter.addMetric("NodesWithoutData", MetricUnit.Count, withoutData.length);
        if (chosen.length < wanted) log.warn("Fewer nodes were chosen than asked for.", facts);
        else log.info("Nodes chosen.", facts);
        return { InstanceIDs: chosen };
    } catch (error) {
        meter.addMetric("ChoicesFailed", MetricUnit.Count, 1);
        log.error("No node was chosen, because of a fault; Auto Scaling asks again.", asError(error));
        return { InstanceIDs: [] };
    }
}
