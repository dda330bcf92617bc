import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Outcome, outcomeOf } from "./outcome";

/** Version of the Pulumi CLI on the PATH; undefined without one. */
export function pulumiVersion(): string | undefined {
    const { status, stdout } = spawnSync("pulumi", ["version"], { encoding: "utf8" });
    return status === 0 ? stdout.trim() : undefined;
}

/** The real CLI with a home and a backend of its own, which `remove` deletes. */
export class PulumiCli {
    readonly folder = mkdtempSync(join(tmpdir(), "media-cluster-pulumi-"));

    run(cwd: string, ...args: string[]): Promise<Outcome> {
        const env = {
            ...process.env,
            PULUMI_HOME: join(this.folder, "home"),
            PULUMI_BACKEND_URL: `file://${this.folder}`,
            PULUMI_CONFIG_PASSPHRASE: "local",
            PULUMI_SKIP_UPDATE_CHECK: "true",
            PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        };
        const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], { cwd, env });
        return outcomeOf(child);
    }

    remove(): void {
        rmSync(this.folder, { recursive: true, force: true });
    }
}
