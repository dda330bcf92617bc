import type { Logger } from "@aws-lambda-powertools/logger";
import type { MetricUnit } from "@aws-lambda-powertools/metrics/types";

/** What a function needs of the structured logger. */
export type Log = Pick<Logger, "info" | "warn" | "error">;

/** What a function needs of the metrics that it prints with its logs. */
export interface Meter {
    addMetric(name: string, unit: MetricUnit, value: number): unknown;
}

/** What was thrown, in the form the logger prints. */
export function asError(thrown: unknown): Error {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
}
