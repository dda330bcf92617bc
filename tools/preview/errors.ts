/** The command, a project file or a stack file is wrong: nothing was previewed. Shown without a stack, exit code 2. */
export class UsageError extends Error {
    override readonly name = "UsageError";
}

/** The preview cannot go on: the program asks for something impossible, or the policy pack broke. Exit code 1. */
export class PreviewError extends Error {
    override readonly name = "PreviewError";
}

/** The program failed and has reported why. */
export class ProgramError extends PreviewError {}

export function messageOf(error: unknown): string {
    return error instanceof Error ? error.message : String(error);
}
