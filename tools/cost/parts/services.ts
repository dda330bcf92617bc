import { always, type Part } from "../part";
import { at, listAt, type Plan, type PlannedResource } from "../plan";
import type { PricedItem } from "../price-book";

interface Monthly {
    readonly type: string;
    readonly name: string;
    readonly item: PricedItem;
    readonly count?: (resource: PlannedResource) => number;
}

/** Services with a price for each month that something exists. */
const monthly: readonly Monthly[] = [
    { type: "aws:kms/key:Key", name: "KMS keys", item: "key" },
    { type: "aws:secretsmanager/secret:Secret", name: "Secrets", item: "secret" },
    { type: "aws:route53/zone:Zone", name: "Hosted zones", item: "hostedZone" },
    { type: "aws:cloudwatch/metricAlarm:MetricAlarm", name: "Alarms", item: "alarm", count: metricsOf },
];

/** Services that cost nothing, or little, until they are used. */
const byUse: Readonly<Record<string, string>> = {
    "aws:lambda/function:Function": "Lambda",
    "aws:sqs/queue:Queue": "SQS",
    "aws:sns/topic:Topic": "SNS",
    "aws:dynamodb/table:Table": "DynamoDB",
    "aws:scheduler/schedule:Schedule": "EventBridge Scheduler",
    "aws:cloudwatch/logGroup:LogGroup": "logs",
    "aws:s3/bucket:Bucket": "S3",
    "aws:s3/bucketV2:BucketV2": "S3",
};

export function monthlyServices(plan: Plan): Part[] {
    return monthly.flatMap(({ type, name, item, count = () => 1 }) =>
        plan.ofType(type).map((one) => ({ name, of: one.name, count: always(count(one)), item, region: one.region })),
    );
}

/** What depends on use alone, each service once. Traffic always does. */
export function servicesByUse(plan: Plan): string[] {
    const used = Object.entries(byUse).flatMap(([type, name]) => (plan.ofType(type).length > 0 ? [name] : []));
    return ["traffic", ...new Set(used)];
}

/** Metrics that an alarm looks at, each of which is billed. */
function metricsOf({ inputs }: PlannedResource): number {
    const queried = listAt(inputs, "metricQueries").filter((query) => at(query, "metric") !== undefined);
    return Math.max(queried.length, 1);
}
