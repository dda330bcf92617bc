import {
    type CloudWatchClient,
    GetMetricDataCommand,
    type MetricDataQuery,
    type MetricDataResult,
} from "@aws-sdk/client-cloudwatch";

/** The metric that nodes report once a minute. */
const metric = { Namespace: "MediaCluster/Nodes", MetricName: "Sessions" };

/** Age of the oldest value that counts, and the metric's period, in milliseconds. */
const window = 3 * 60_000;
const period = 60_000;

/** Metrics of one call at most (https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html). */
const metricsPerCall = 500;
/** Calls at the same time: all candidates of the largest group need 60, and an account has 50 a second. */
const callsAtOnce = 10;
/** More pages than this for one call mean that paging does not advance. */
const mostPages = 10;

/** CloudWatch did not answer for every node that was asked for. */
export class MetricsError extends Error {
    override readonly name = "MetricsError";
}

/** Session counts of nodes, from CloudWatch. */
export class SessionCounts {
    constructor(private readonly client: CloudWatchClient) {}

    /**
     * The latest value of each node within the last three minutes; nodes without one are left out.
     *
     * @param now milliseconds since 1970.
     * @param signal ends the reading; the promise rejects then.
     */
    async read(
        group: string,
        instanceIds: readonly string[],
        now: number,
        signal: AbortSignal,
    ): Promise<Map<string, number>> {
        const batches = Array.from({ length: Math.ceil(instanceIds.length / metricsPerCall) }, (_, index) =>
            instanceIds.slice(index * metricsPerCall, (index + 1) * metricsPerCall),
        );
        const sessions = new Map<string, number>();
        const readNext = async (): Promise<void> => {
            for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
                for (const [id, count] of await this.readBatch(group, batch, now, signal)) sessions.set(id, count);
            }
        };
        await Promise.all(Array.from({ length: callsAtOnce }, readNext));
        return sessions;
    }

    private async readBatch(
        group: string,
        instanceIds: readonly string[],
        now: number,
        signal: AbortSignal,
    ): Promise<Map<string, number>> {
        const queries = instanceIds.map((instanceId, index) => sessionsQuery(group, instanceId, index));
        const latest = new Map<string, number>();
        let token: string | undefined;
        for (let page = 0; page < mostPages; page += 1) {
            const answer = await this.client.send(
                new GetMetricDataCommand({
                    MetricDataQueries: queries,
                    // CloudWatch rounds down to the whole minute, which would let in a value that is older.
                    StartTime: new Date(Math.ceil((now - window) / period) * period),
                    EndTime: new Date(now),
                    ScanBy: "TimestampDescending",
                    NextToken: token,
                }),
                { abortSignal: signal },
            );
            for (const result of answer.MetricDataResults ?? []) {
                const instanceId = instanceIds[Number(result.Id?.slice(1))] ?? "";
                const count = latestValue(result);
                // The newest values come on the first page.
                if (count !== undefined && !latest.has(instanceId)) latest.set(instanceId, count);
            }
            token = answer.NextToken;
            if (!token) return latest;
        }
        throw new MetricsError(`The answer of CloudWatch did not end after ${mostPages} pages.`);
    }
}

function sessionsQuery(group: string, instanceId: string, index: number): MetricDataQuery {
    const Dimensions = [
        { Name: "AutoScalingGroupName", Value: group },
        { Name: "InstanceId", Value: instanceId },
    ];
    // The greater of two values within a minute counts: rather too full than too empty.
    return {
        Id: `n${index}`,
        MetricStat: { Metric: { ...metric, Dimensions }, Period: period / 1000, Stat: "Maximum" },
    };
}

function latestValue({ StatusCode, Values }: MetricDataResult): number | undefined {
    if (StatusCode === "InternalError" || StatusCode === "Forbidden") {
        throw new MetricsError(`CloudWatch answers ${StatusCode} for the sessions of a node.`);
    }
    const [value] = Values ?? [];
    return value !== undefined && value >= 0 ? value : undefined;
}
