import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Settings } from "../../infra/config/merge";
import type { PreviewReport } from "../../tools/preview/output/report";
import { type Outcome, outcomeOf } from "./outcome";
import { root } from "./plan";

export type Report = PreviewReport & { readonly code: number | null };

/** `npm start` as a stranger calls it. */
export function npmStart(...args: string[]): Promise<Outcome> {
    return outcomeOf(spawn("npm", ["start", "--silent", "--", ...args], { cwd: root }));
}

export async function reportOf(...args: string[]): Promise<Report> {
    const { code, stdout, stderr } = await npmStart(...args, "--json");
    if (stdout === "") throw new Error(`npm start printed no report: ${stderr}`);
    return { ...(JSON.parse(stdout) as PreviewReport), code };
}

/** The report on a stack file with these settings. */
export async function reportOn(settings: Settings, ...args: string[]): Promise<Report> {
    const folder = mkdtempSync(join(tmpdir(), "media-cluster-systems-"));
    try {
        const file = join(folder, "Pulumi.changed.yaml");
        writeFileSync(file, stringify({ config: { "aws:region": "us-east-1", ...settings } }));
        return await reportOf("--stack-file", file, ...args);
    } finally {
        rmSync(folder, { recursive: true });
    }
}

/** What a report says went wrong before or while the plan was made. */
export function faultsOf({ diagnostics }: Report): string {
    return diagnostics.map(({ message }) => message).join("\n");
}
