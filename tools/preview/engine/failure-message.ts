import { messageOf, PreviewError } from "../errors";

/** What is wrong with the project is told without a stack, our own mistakes with one. */
export function failureMessage(error: unknown): string {
    return error instanceof PreviewError || !(error instanceof Error)
        ? messageOf(error)
        : (error.stack ?? error.message);
}
