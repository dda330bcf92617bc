import { Command, InvalidArgumentError, Option } from "commander";
import { figures, type SizedGroup } from "./figures";
import { type Load, LoadError, largestLoad, sizeCluster, sizeGroup } from "./size-cluster";
import { sizingText } from "./text";

/** The command `size`. */
export function sizeCommand(): Command {
    return new Command("size")
        .description("Choose instance types and group sizes for an Ant Media cluster, by the vendor's figures.")
        .addOption(loadOption("edge"))
        .addOption(loadOption("origin"))
        .option("--json", "print the result as JSON")
        .addHelpText(
            "after",
            "\nExit codes: 0 sized, 2 wrong usage. docs/sizing.md explains the figures and the rules.",
        )
        .action(({ json = false, ...load }: Load & { readonly json?: boolean }) => {
            const sizing = sizeCluster(load);
            process.stdout.write(json ? `${JSON.stringify(sizing, undefined, 2)}\n` : sizingText(load, sizing));
        });
}

function loadOption(group: SizedGroup): Option {
    const { clients } = figures[group];
    return new Option(
        `--${clients} <number>`,
        `${clients} at the same time at the expected peak, 1 to ${largestLoad(group)}`,
    )
        .makeOptionMandatory()
        .argParser((text) => {
            // Number() would take 1e3, 0x10 and the empty text as well.
            const load = /^\d+$/.test(text) ? Number(text) : Number.NaN;
            try {
                sizeGroup(group, load);
            } catch (error) {
                throw error instanceof LoadError ? new InvalidArgumentError(error.message) : error;
            }
            return load;
        });
}
