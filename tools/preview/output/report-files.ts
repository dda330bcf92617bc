import { existsSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UsageError } from "../errors";
import type { PreviewReport } from "./report";

/** Files that a preview is asked to leave behind. */
export interface ReportFiles {
    readonly junit?: string | undefined;
    readonly sarif?: string | undefined;
}

/**
 * Refuses files that cannot be written before the preview takes its time.
 *
 * @throws UsageError for a folder that is missing, and where a folder stands in the way
 */
export function checkReportFiles({ junit, sarif }: ReportFiles): void {
    for (const [option, file] of Object.entries({ junit, sarif })) {
        if (file === undefined) continue;
        const folder = dirname(resolve(file));
        if (!existsSync(folder)) throw new UsageError(`--${option} ${file}: there is no folder ${folder}.`);
        if (existsSync(file) && statSync(file).isDirectory())
            throw new UsageError(`--${option} ${file} is a folder; name a file.`);
    }
}

/** Writes the reports. The libraries behind them are loaded only when somebody wants one. */
export async function writeReportFiles({ junit, sarif }: ReportFiles, report: PreviewReport): Promise<void> {
    if (junit !== undefined) {
        const { junitReport } = await import("./junit.js");
        write(junit, junitReport(report));
    }
    if (sarif !== undefined) {
        const { sarifLog } = await import("./sarif.js");
        write(sarif, `${JSON.stringify(sarifLog(report), undefined, 2)}\n`);
    }
}

function write(file: string, text: string): void {
    try {
        writeFileSync(file, text);
    } catch (cause) {
        throw new UsageError(`The report ${file} cannot be written: ${(cause as Error).message}`, { cause });
    }
}
