import { Command, CommanderError } from "commander";
import { version } from "../package.json";
import { costCommand } from "./cost/command";
import { docsCommand } from "./docs/command";
import { EXIT, previewCommand } from "./preview/command";
import { failureMessage } from "./preview/engine/failure-message";
import { sizeCommand } from "./sizing/command";

const program = new Command("media-cluster").version(version).description("Tools of the media-cluster template.");

program.addCommand(previewCommand()).addCommand(costCommand()).addCommand(sizeCommand()).addCommand(docsCommand());
for (const command of [program, ...program.commands])
    command.exitOverride().showHelpAfterError("(add --help for the options)");

program.parseAsync().catch((error: unknown) => {
    if (error instanceof CommanderError) {
        // The library has printed its message; help and version end well.
        process.exitCode = error.exitCode === 0 ? 0 : EXIT.usage;
        return;
    }
    process.stderr.write(`error: ${failureMessage(error)}\n`);
    process.exitCode = EXIT.failed;
});
