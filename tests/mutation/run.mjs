// npm run mutation: makes one small change after another to the policies, and counts how many of them no test notices.
// Names of files confine it to these: npm run mutation -- policies/condition.ts "policies/rules/tls/*.ts"
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Stryker } from "@stryker-mutator/core";
import { Report } from "./report.mjs";

/** Share of the mutants, in percent, that the tests must kill. */
const NEEDED = 85;

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const files = process.argv.slice(2);

// Outside of the project, where no other tool finds the copied tests. Stryker leaves it behind when it is interrupted.
const copies = mkdtempSync(join(realpathSync(tmpdir()), "media-cluster-mutation-"));
process.once("exit", () => rmSync(copies, { recursive: true, force: true }));

const options = {
    mutate: [
        ...(files.length > 0 ? files : ["policies/**/*.ts"]),
        // Serves the pack, and runs in no test but those that start a process, where no mutant is active.
        "!policies/index.ts",
    ],
    // All mutators are on; only text for readers stays as it is.
    ignorers: ["prose"],
    plugins: [join(here, "prose.mjs"), join(here, "test-runner.mjs")],
    testRunner: "mocha-by-file",
    coverageAnalysis: "perTest",
    concurrency: 2,
    // On top of what the tests need without a mutant. Most endless loops are found sooner, by counting.
    timeoutMS: 5000,
    tempDirName: copies,
    // No test of the policies needs it, and a copy of its links to folders fails.
    ignorePatterns: ["tests/support/python/venv"],
    // Nothing here checks types.
    disableTypeChecks: false,
    reporters: [process.stdout.isTTY ? "progress" : "progress-append-only"],
    logLevel: "warn",
    warnings: { slow: false },
};

process.chdir(root);
// When it fails, usually because a test fails without a mutant, Stryker has said why.
const results = await new Stryker(options).runMutationTest().catch(() => undefined);
if (results === undefined) {
    process.exitCode = 1;
} else {
    const report = new Report(results, root);
    console.log(["", ...report.survivors(), "", ...report.table(), "", report.total()].join("\n"));
    if (report.score < NEEDED) {
        console.error(`The tests must kill at least ${NEEDED} %.`);
        process.exitCode = 1;
    }
}
