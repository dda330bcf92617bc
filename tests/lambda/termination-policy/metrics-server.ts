import { invalid } from "../../support/aws-servers/fault";
import { type Input, JsonServer } from "../../support/aws-servers/json-server";

export const getMetricData = "GraniteServiceVersion20100801.GetMetricData";
export const groupName = "pool-prod-media";

interface Query {
    readonly Id: string;
    readonly MetricStat: {
        readonly Metric: {
            readonly Namespace: string;
            readonly MetricName: string;
            readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
        };
        readonly Period: number;
        readonly Stat: string;
    };
}

/** CloudWatch's GetMetricData over the metric `Sessions` of one group, with the limits of the service. */
export class MetricsServer extends JsonServer {
    /** Values by instance id: age in milliseconds, and sessions. */
    readonly values = new Map<string, readonly (readonly [age: number, sessions: number])[]>();
    /** Metrics on a page, below what the request asks for. */
    pageSize = Infinity;
    /** Takes requests and never answers. */
    isSilent = false;
    /** What is said about a metric by instance id; `Complete` unless stated. */
    readonly statuses = new Map<string, string>();

    constructor(private readonly now: () => number) {
        super({
            [getMetricData]: (input) => (this.isSilent ? new Promise<object>(() => {}) : this.metricData(input)),
        });
    }

    /** The node reports so many sessions. */
    report(instanceId: string, sessions: number, age = 30_000): void {
        this.values.set(instanceId, [...(this.values.get(instanceId) ?? []), [age, sessions]]);
    }

    private metricData({ MetricDataQueries, StartTime, EndTime, ScanBy, NextToken }: Input): object {
        const queries = MetricDataQueries as readonly Query[];
        if (queries.length > 500) throw invalid("At most 500 metrics can be asked for.");
        if (ScanBy !== "TimestampDescending") throw invalid("Values come oldest first unless stated.");
        const start = Number(NextToken ?? 0);
        const end = Math.min(start + this.pageSize, queries.length);
        const [from, to] = [Math.floor(Number(StartTime) / 60) * 60_000, Number(EndTime) * 1000];
        return {
            MetricDataResults: queries.slice(start, end).map((query) => {
                const instanceId = instanceOf(query);
                const inside = (this.values.get(instanceId) ?? [])
                    .map(([age, sessions]) => [this.now() - age, sessions] as const)
                    .filter(([time]) => Math.floor(time / 60_000) * 60_000 >= from && time < to)
                    .sort(([a], [b]) => b - a);
                return {
                    Id: query.Id,
                    StatusCode: this.statuses.get(instanceId) ?? "Complete",
                    Timestamps: inside.map(([time]) => Math.floor(time / 60_000) * 60),
                    Values: inside.map(([, sessions]) => sessions),
                };
            }),
            NextToken: end < queries.length ? String(end) : undefined,
        };
    }
}

/** The instance a query is about; anything but the metric of the nodes is refused. */
function instanceOf({ MetricStat }: Query): string {
    const { Metric, Period, Stat } = MetricStat;
    const { Namespace, MetricName, Dimensions } = Metric;
    const given = [Namespace, MetricName, Period, Stat, ...Dimensions.map(({ Name }) => Name)].join(" ");
    if (given !== "MediaCluster/Nodes Sessions 60 Maximum AutoScalingGroupName InstanceId") throw invalid(given);
    const [group, instance] = Dimensions.map(({ Value }) => Value);
    if (group !== groupName) throw invalid(`There are no metrics of ${group}.`);
    return instance ?? "";
}
