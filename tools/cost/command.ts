import { Command } from "commander";
import { messageOf, UsageError } from "../preview/errors";
import { runPreview } from "../preview/run";
import { costTable } from "./text/table";

/** Exit codes of the command. */
const EXIT = { priced: 0, failed: 1, usage: 2 } as const;

/** As for a preview: a program that has not ended by then never will. */
const DEADLINE_SECONDS = 300;

interface Flags {
    readonly cwd: string;
    readonly stackFile?: string;
    readonly json?: boolean;
}

/** The command `cost`. */
export function costCommand(): Command {
    return new Command("cost")
        .description("Preview a stack and print what each of its parts costs, by recorded list prices.")
        .argument("[stack]", "name of the stack (default: dev)")
        .option("-C, --cwd <dir>", "folder of the project", ".")
        .option("--stack-file <file>", "stack file to use instead of Pulumi.<stack>.yaml")
        .option("--json", "print the costs as JSON")
        .addHelpText("after", "\nExit codes: 0 printed, 1 the preview failed, 2 wrong usage.")
        .action(async (stack: string | undefined, flags: Flags) => {
            process.exitCode = await printCost(stack, flags);
        });
}

/** Policies may repair what is planned, so that the pack takes part; its verdicts do not matter here. */
async function printCost(stack: string | undefined, { cwd, stackFile, json }: Flags): Promise<number> {
    try {
        const { cost, diagnostics } = await runPreview({
            folder: cwd,
            stack,
            stackFile,
            strict: false,
            fullStacks: false,
            tsNode: false,
            deadlineSeconds: DEADLINE_SECONDS,
            onProgress: () => undefined,
        });
        if (!cost) {
            const reasons = diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
            process.stderr.write(`error: The preview failed.\n${reasons.join("\n")}\n`);
            return EXIT.failed;
        }
        process.stdout.write(json ? `${JSON.stringify(cost, undefined, 2)}\n` : costTable(cost));
        return EXIT.priced;
    } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        process.stderr.write(`error: ${messageOf(error)}\n`);
        return EXIT.usage;
    }
}
