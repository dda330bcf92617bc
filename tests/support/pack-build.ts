import { join } from "node:path";
import { build } from "esbuild";

export const packFolder = join(__dirname, "../../policies");

let built: Promise<unknown> | undefined;

/** Builds the pack as `npm run build` does, so that the tests judge the source as it is now. */
export function buildPack(): Promise<unknown> {
    built ??= build({
        entryPoints: [join(packFolder, "index.ts")],
        outfile: join(packFolder, "bin/index.js"),
        bundle: true,
        platform: "node",
        format: "cjs",
        target: "node20",
        external: ["@pulumi/*"],
        sourcemap: true,
        logLevel: "error",
    });
    return built;
}
