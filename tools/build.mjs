// Builds what runs as JavaScript: the policy pack, the function that keeps DNS, and the command-line tools.
// Type checking is a step of its own (npm run typecheck), so that this one takes well under a second.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const quiet = process.argv.includes("--quiet");

/** Runs next to node_modules, so packages stay outside. */
const besideNodeModules = { packages: "external", target: "node20", sourcemap: true };

const bundles = [
    { from: "policies/index.ts", to: "policies/bin/index.js", options: besideNodeModules },
    { from: "tools/cli.ts", to: "tools/bin/cli.js", options: besideNodeModules },
    { from: "tools/preview/program-loader.ts", to: "tools/bin/program-loader.js", options: besideNodeModules },
    { from: "tools/bench/index.ts", to: "tools/bin/bench.js", options: besideNodeModules },
    {
        // Runs alone in AWS Lambda: everything inside, and as small as it gets, because size is start-up time. The ES
        // modules of the AWS clients come first: their CommonJS form cannot be shaken and is twice as large.
        from: "lambda/dns-registrar/handler.ts",
        to: "lambda/dns-registrar/dist/index.js",
        options: { mainFields: ["module", "main"], target: "node22", minify: true, legalComments: "none" },
    },
];

for (const { from, to } of bundles) {
    if (!existsSync(join(root, from))) throw new Error(`There is no ${from} to build ${to} from.`);
}
await Promise.all(
    bundles.map(({ from, to, options }) =>
        build({
            absWorkingDir: root,
            entryPoints: [from],
            outfile: to,
            bundle: true,
            platform: "node",
            format: "cjs",
            logLevel: "warning",
            ...options,
        }),
    ),
);
if (!quiet) console.log(`Built ${bundles.map(({ to }) => to).join(", ")}.`);
