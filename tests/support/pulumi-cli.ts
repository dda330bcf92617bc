import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Version of the Pulumi CLI on the PATH; undefined without one. */
export function pulumiVersion(): string | undefined {
    const { status, stdout } = spawnSync("pulumi", ["version"], { encoding: "utf8" });
    return status === 0 ? stdout.trim() : undefined;
}

export interface CliOutcome {
    readonly code: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

/** The real CLI with a home and a backend of its own, which `remove` deletes. */
export class PulumiCli {
    readonly folder = mkdtempSync(join(tmpdir(), "media-cluster-pulumi-"));

    run(cwd: string, ...args: string[]): Promise<CliOutcome> {
        const env = {
            ...process.env,
            PULUMI_HOME: join(this.folder, "home"),
            PULUMI_BACKEND_URL: `file://${this.folder}`,
            PULUMI_CONFIG_PASSPHRASE: "local",
            PULUMI_SKIP_UPDATE_CHECK: "true",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        };
        const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], { cwd, env });
        const output = { stdout: "", stderr: "" };
        child.stdout.on("data", (text) => {
            output.stdout += text;
        });
        child.stderr.on("data", (text) => {
            output.stderr += text;
        });
        return new Promise((done, fail) => {
            child.once("error", fail);
            child.once("close", (code) => done({ code, ...output }));
        });
    }

    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }
}
