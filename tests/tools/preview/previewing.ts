import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { build } from "esbuild";
import type { PreviewReport } from "../../../tools/preview/output/report";
import { type Outcome, outcomeOf } from "../../support/outcome";

const root = join(__dirname, "../../..");
const fixtures = join(__dirname, "fixtures");

/** A build of its own, so that the tests judge the source as it is now. */
const outdir = join(root, "tools/bin/under-test");

let built: Promise<unknown> | undefined;

export interface Started {
    readonly child: ChildProcess;
    readonly ended: Promise<Outcome>;
}

function buildTool(): Promise<unknown> {
    const entryPoints = { preview: "tools/cli.ts", "program-loader": "tools/preview/processes/program-loader.ts" };
    built ??= build({
        ...{ absWorkingDir: root, entryPoints, outdir, bundle: true, packages: "external", sourcemap: true },
        ...{ platform: "node", format: "cjs", target: "node20" },
    });
    return built;
}

/** Starts the real command in a fixture project. Credentials of a stranger stand in its environment. */
export async function start(project: string, args: readonly string[]): Promise<Started> {
    await buildTool();
    const env = { ...process.env, AWS_SECRET_ACCESS_KEY: "foreign", PULUMI_ACCESS_TOKEN: "foreign" };
    const child = spawn(process.execPath, [join(outdir, "preview.js"), "preview", ...args], {
        cwd: join(fixtures, project),
        env,
    });
    return { child, ended: outcomeOf(child) };
}

/** Runs the real command in a terminal, which `script` provides; both streams come as one. Nothing where it is missing. */
export async function previewInTerminal(project: string, ...args: string[]): Promise<string | undefined> {
    await buildTool();
    const command = [process.execPath, join(outdir, "preview.js"), "preview", ...args].join(" ");
    const child = spawn("script", ["-qec", command, "/dev/null"], { cwd: join(fixtures, project) });
    let output = "";
    child.stdout.on("data", (text) => {
        output += text;
    });
    return new Promise((resolve) => {
        child.once("error", () => resolve(undefined));
        child.once("close", () => resolve(output));
    });
}

export async function preview(project: string, ...args: string[]): Promise<Outcome> {
    const { ended } = await start(project, args);
    return ended;
}

/** Previews with the pack of the fixtures and reads the JSON report. */
export async function report(
    project: string,
    ...args: string[]
): Promise<PreviewReport & { readonly code: number | null }> {
    const pack = args.includes("--policy-pack") ? [] : ["--policy-pack", "../pack"];
    const { code, stdout, stderr } = await preview(project, "--json", ...pack, ...args);
    if (stdout === "") throw new Error(`The preview of ${project} printed no report: ${stderr}`);
    return { ...(JSON.parse(stdout) as PreviewReport), code };
}

export function errorsOf({ diagnostics }: PreviewReport): string[] {
    return diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message);
}
