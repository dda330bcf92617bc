// Builds what runs as JavaScript: the policy pack, the function that keeps DNS, and the command-line tools.
// Type checking is a step of its own (npm run typecheck), so that this one takes half a second.
import { existsSync, readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs next to node_modules, so packages stay outside. */
const besideNodeModules = { packages: "external", target: "node20", sourcemap: true };

/**
 * Lets esbuild drop the shapes of AWS calls that nobody makes. The clients write them as arrays with computed keys, which
 * count as side effects; as the results of pure calls they do not. It halves what runs in Lambda.
 */
const shakeableShapes = {
    name: "shakeable-shapes",
    setup(build) {
        build.onLoad({ filter: /@aws-sdk[\\/].*[\\/]schemas_0\.js$/ }, async ({ path }) => {
            const source = await readFile(path, "utf8");
            const contents = source.replaceAll(
                /^(export )?var ([\w$]+) = (\[[^;]*\]);$/gm,
                (_, exported = "", name, shape) => `${exported}var ${name} = /* @__PURE__ */ (() => ${shape})();`,
            );
            return { contents, loader: "js" };
        });
    },
};

/**
 * Runs alone in AWS Lambda: everything inside, and as small as it gets, because size is start-up time. The ES modules of
 * the AWS clients come first: their CommonJS form cannot be shaken and is twice as large.
 */
const inLambda = {
    mainFields: ["module", "main"],
    target: "node22",
    minify: true,
    legalComments: "none",
    plugins: [shakeableShapes],
};

/** What is built from what; a bundle is stale when a file below one of its folders is newer. */
const bundles = [
    {
        // Other projects use the pack with Pulumi's SDK only, so everything else goes inside.
        from: "policies/index.ts",
        to: "policies/bin/index.js",
        folders: ["policies"],
        options: { external: ["@pulumi/*"], target: "node20", sourcemap: true },
    },
    ...[
        { from: "tools/cli.ts", to: "tools/bin/cli.js" },
        { from: "tools/preview/processes/program-loader.ts", to: "tools/bin/program-loader.js" },
        { from: "tools/bench/index.ts", to: "tools/bin/bench.js" },
        // Tools read what findings say, and the catalogue, from the policies.
    ].map((files) => ({ ...files, folders: ["tools", "policies"], options: besideNodeModules })),
    ...["dns-registrar", "notifier", "termination-policy"].map((name) => ({
        from: `lambda/${name}/handler.ts`,
        to: `lambda/${name}/dist/index.js`,
        folders: ["lambda"],
        options: inLambda,
    })),
];

/** Builds all bundles, or those that are older than what they are made of. */
export async function buildBundles({ onlyStale = false } = {}) {
    const wanted = bundles.filter((bundle) => !onlyStale || isStale(bundle));
    if (wanted.length === 0) return wanted;
    const { build } = await import("esbuild");
    await Promise.all(
        wanted.map(({ from, to, options }) =>
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
    return wanted;
}

function isStale({ to, folders }) {
    const built = join(root, to);
    if (!existsSync(built)) return true;
    const { mtimeMs } = statSync(built);
    return [...folders, "package-lock.json"].some((source) => newestBelow(join(root, source)) > mtimeMs);
}

function newestBelow(path) {
    const { mtimeMs } = statSync(path);
    if (!statSync(path).isDirectory()) return mtimeMs;
    const generated = ["bin", "dist"];
    const inside = readdirSync(path).filter((name) => !generated.includes(name));
    return Math.max(0, ...inside.map((name) => newestBelow(join(path, name))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const built = await buildBundles({ onlyStale: process.argv.includes("--only-stale") });
    if (built.length > 0) console.log(`Built ${built.map(({ to }) => to).join(", ")}.`);
}
