import type { Logger } from "@aws-lambda-powertools/logger";

/** What the registrar needs of the structured logger. */
export type Log = Pick<Logger, "info" | "warn" | "error">;

/** What was thrown, in the form the logger prints. */
export function asError(thrown: unknown): Error {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
}
