import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, extname, join, resolve } from "node:path";
import { isRecord } from "../../aws-model/markers";
import type { Project } from "../input/project";

/** A program whose TypeScript is compiled before it starts. */
export interface CompiledProgram {
    /** Module for Node's `--require`, which makes the program load the compiled text. */
    readonly loader: string;
    /** JSON: path of each TypeScript file to its compiled text. */
    readonly file: string;
    remove(): Promise<void>;
}

/**
 * Compiles the program's files with esbuild, one by one and without type checks, as Pulumi does with `noCheck`, in a
 * tenth of the time. Answers nothing where the program must be compiled by Pulumi's own runner: ES modules, files other
 * than `.ts`, and text that does not compile, whose errors the runner reports in its usual form.
 */
export async function compileProgram(project: Project): Promise<CompiledProgram | undefined> {
    const loader = join(__dirname, "program-loader.js");
    const entry = entryFile(project);
    if (!project.runtime.typescript || entry === undefined || !existsSync(loader)) return undefined;
    const texts = await compiledTexts(project, entry);
    if (texts === undefined) return undefined;
    const folder = await mkdtemp(join(tmpdir(), "media-cluster-preview-"));
    const file = join(folder, "program.json");
    await writeFile(file, JSON.stringify(texts));
    return { loader, file, remove: () => rm(folder, { recursive: true, force: true }) };
}

async function compiledTexts(project: Project, entry: string): Promise<Record<string, string> | undefined> {
    const { build, stop } = await import("esbuild");
    const tsconfig = resolve(project.programFolder, project.runtime.tsconfig ?? "tsconfig.json");
    const options = {
        absWorkingDir: project.programFolder,
        platform: "node" as const,
        format: "cjs" as const,
        target: `node${process.versions.node}`,
        logLevel: "silent" as const,
        write: false as const,
        ...(existsSync(tsconfig) ? { tsconfig } : {}),
    };
    try {
        const asBundle = { bundle: true, packages: "external" as const, metafile: true as const };
        const { metafile } = await build({ ...options, ...asBundle, entryPoints: [entry] });
        const files = Object.keys(metafile.inputs).map((input) => resolve(project.programFolder, input));
        const sources = files.filter((file) => ![".js", ".json"].includes(extname(file)));
        if (sources.some((file) => extname(file) !== ".ts")) return undefined;
        const beside = {
            outdir: project.root,
            outbase: project.root,
            sourcemap: "inline",
            sourcesContent: false,
        } as const;
        const { outputFiles } = await build({ ...options, ...beside, entryPoints: sources });
        return Object.fromEntries(outputFiles.map(({ path, text }) => [path.replace(/\.js$/, ".ts"), text]));
    } catch {
        // The program does not compile; Pulumi's runner says why.
        return undefined;
    } finally {
        await stop();
    }
}

/** The program's first file, found as Pulumi's runner finds it; nothing for ES modules. */
function entryFile({ programFolder, entryPoint }: Project): string | undefined {
    const manifest = nearestManifest(programFolder);
    if (manifest?.content.type === "module" || manifest?.content.exports !== undefined) return undefined;
    const main = manifest?.content.main;
    const named = entryPoint === "." && typeof main === "string" ? join(manifest?.folder ?? "", main) : undefined;
    const candidates = [named ?? resolve(programFolder, entryPoint), join(programFolder, "index.ts")];
    return candidates.find((file) => extname(file) === ".ts" && existsSync(file));
}

function nearestManifest(start: string): { folder: string; content: Record<string, unknown> } | undefined {
    for (let folder = start; ; folder = dirname(folder)) {
        const file = join(folder, "package.json");
        if (existsSync(file)) {
            const content: unknown = JSON.parse(readFileSync(file, "utf8"));
            return { folder, content: isRecord(content) ? content : {} };
        }
        if (dirname(folder) === folder) return undefined;
    }
}
