import { readFileSync, writeFileSync } from "node:fs";
import { Command } from "commander";
import { fillBlocks } from "./blocks";
import type { PolicyConfig } from "./policies-page";
import { sizingBlocks } from "./sizing-blocks";

const POLICIES = "docs/policies.md";
const SIZING = "docs/sizing.md";

/** The command `docs`. */
export function docsCommand(): Command {
    return new Command("docs").description("Write what the documentation takes from the code.").action(async () => {
        writeFileSync(POLICIES, await currentPolicies());
        writeFileSync(SIZING, fillBlocks(readFileSync(SIZING, "utf8"), sizingBlocks()));
        process.stdout.write(`Wrote ${POLICIES}, and what comes from the code in ${SIZING}.\n`);
    });
}

/** The page as the rules and configurations of this folder make it. */
async function currentPolicies(): Promise<string> {
    // The rules load the policy SDK, which no other command needs.
    const [{ rules }, { policiesPage }] = await Promise.all([
        import("../../policies/rules/index.js"),
        import("./policies-page.js"),
    ]);
    const config = (name: string): PolicyConfig => JSON.parse(readFileSync(`policies/${name}.json`, "utf8"));
    return policiesPage(rules, { dev: config("dev"), prod: config("prod"), generic: config("generic") });
}
