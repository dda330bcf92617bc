import { Command, InvalidArgumentError, Option } from "commander";
import { messageOf, UsageError } from "./errors";
import type { PreviewOptions } from "./options";
import { Progress } from "./output/progress";
import { checkReportFiles, writeReportFiles } from "./output/report-files";
import { runPreview } from "./run";

/** Exit codes of the command. */
export const EXIT = { passed: 0, violated: 1, failed: 1, usage: 2 } as const;

interface Flags {
    readonly cwd: string;
    readonly stackFile?: string;
    readonly policyPack?: string;
    readonly policyConfig?: string;
    readonly json?: boolean;
    readonly junit?: string;
    readonly sarif?: string;
    readonly strict?: boolean;
    readonly fullStacks?: boolean;
    readonly tsNode?: boolean;
    readonly deadline: number;
}

/** The command `preview`. */
export function previewCommand(): Command {
    return new Command("preview")
        .description("Preview a stack with all policies: no AWS account, no network, no Pulumi CLI.")
        .argument("[stack]", "name of the stack (default: dev)")
        .option("-C, --cwd <dir>", "folder of the project", ".")
        .option("--stack-file <file>", "stack file to use instead of Pulumi.<stack>.yaml")
        .option("--policy-pack <dir>", "folder of the policy pack (default: policies)")
        .option(
            "--policy-config <file>",
            "policy configuration (default: x.policies.json beside the stack file x.yaml, else <stack>.json or dev.json in the pack)",
        )
        .option("--json", "print the report as JSON")
        .option("--junit <file>", "write the policy verdicts as JUnit XML")
        .option("--sarif <file>", "write the policy findings as SARIF 2.1.0")
        .option("--strict", "fail on what mandatory policies cannot judge before the deployment")
        .option("--full-stacks", "keep whole stacks in the program's errors; takes longer")
        .option("--ts-node", "compile the program as the Pulumi CLI does; takes longer")
        .addOption(
            new Option("--deadline <seconds>", "give up on a preview that takes longer")
                .default(300)
                .argParser(seconds),
        )
        .addHelpText("after", "\nExit codes: 0 passed, 1 mandatory finding or failed program, 2 wrong usage.")
        .action(async (stack: string | undefined, flags: Flags) => {
            process.exitCode = await preview(stack, flags);
        });
}

async function preview(stack: string | undefined, flags: Flags): Promise<number> {
    const progress = new Progress(process.stderr);
    const {
        stackFile,
        policyPack,
        policyConfig,
        junit,
        sarif,
        strict = false,
        fullStacks = false,
        tsNode = false,
        deadline: deadlineSeconds,
    } = flags;
    const files: Pick<PreviewOptions, "stackFile" | "policyPack" | "policyConfig"> = {
        stackFile,
        policyPack,
        policyConfig,
    };
    try {
        checkReportFiles({ junit, sarif });
        const options = {
            folder: flags.cwd,
            stack,
            ...files,
            strict,
            fullStacks,
            tsNode,
            deadlineSeconds,
            onProgress: progress.update,
        };
        const report = await runPreview(options);
        progress.clear();
        await writeReportFiles({ junit, sarif }, report);
        if (flags.json) {
            process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
        } else {
            const [{ textReport }, { createColors }] = await Promise.all([
                import("./output/text-report.js"),
                import("picocolors"),
            ]);
            process.stdout.write(textReport(report, createColors(wantsColors())));
        }
        return EXIT[report.result];
    } catch (error) {
        progress.clear();
        if (!(error instanceof UsageError)) throw error;
        process.stderr.write(`error: ${messageOf(error)}\n`);
        return EXIT.usage;
    }
}

function wantsColors(): boolean {
    const { NO_COLOR, FORCE_COLOR } = process.env;
    if (NO_COLOR) return false;
    return FORCE_COLOR ? FORCE_COLOR !== "0" : process.stdout.isTTY === true;
}

function seconds(text: string): number {
    const value = Number(text);
    if (!(value > 0)) throw new InvalidArgumentError("It must be a number of seconds above 0.");
    return value;
}
