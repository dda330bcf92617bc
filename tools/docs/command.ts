import { readFileSync, writeFileSync } from "node:fs";
import { Command } from "commander";
import type { PolicyConfig } from "./policies-page";

const PAGE = "docs/policies.md";

/** The command `docs`. */
export function docsCommand(): Command {
    return new Command("docs")
        .description("Write the pages of the documentation that come from the code.")
        .action(async () => {
            writeFileSync(PAGE, await currentPage());
            process.stdout.write(`Wrote ${PAGE}.\n`);
        });
}

/** The page as the rules and configurations of this folder make it. */
async function currentPage(): Promise<string> {
    // The rules load the policy SDK, which no other command needs.
    const [{ rules }, { policiesPage }] = await Promise.all([
        import("../../policies/rules/index.js"),
        import("./policies-page.js"),
    ]);
    const config = (name: string): PolicyConfig => JSON.parse(readFileSync(`policies/${name}.json`, "utf8"));
    return policiesPage(rules, { dev: config("dev"), prod: config("prod"), generic: config("generic") });
}
