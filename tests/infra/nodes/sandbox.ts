import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { filesOf } from "./kinds";

export interface Outcome {
    readonly status: number | null;
    readonly output: string;
    /** Every call of a stand-in, in order: its name and arguments. */
    readonly calls: readonly string[];
}

/**
 * A folder that plays a server's root: the files of a document are written into it, and its scripts run for real under Bash, with
 * stand-ins for the commands that would change the machine. Waiting takes no time.
 */
export class Sandbox {
    readonly root = mkdtempSync(join(tmpdir(), "server-"));
    private readonly bin = join(this.root, "stand-ins");
    private readonly log = join(this.root, "calls.log");

    /** @param replacements what else differs from a server, such as addresses */
    constructor(
        document: string,
        private readonly replacements: Readonly<Record<string, string>> = {},
    ) {
        mkdirSync(this.bin);
        this.standIn("sleep", "exit 0", false);
        for (const [path, content] of Object.entries(filesOf(document))) this.write(path, this.adapted(content));
    }

    remove(): void {
        rmSync(this.root, { recursive: true });
    }

    /** Path below the root. */
    path(path: string): string {
        return join(this.root, path);
    }

    write(path: string, content: string): void {
        mkdirSync(dirname(this.path(path)), { recursive: true });
        writeFileSync(this.path(path), content);
        chmodSync(this.path(path), 0o755);
    }

    read(path: string): string {
        return readFileSync(this.path(path), "utf8");
    }

    /** Permissions of a file, in octal digits. */
    modeOf(path: string): string {
        return (statSync(this.path(path)).mode & 0o777).toString(8);
    }

    has(path: string): boolean {
        return existsSync(this.path(path));
    }

    /** Makes a command of this name, whose body is Bash. */
    standIn(name: string, body: string, isLogged = true): void {
        const logging = isLogged ? `echo "${name} $*" >>'${this.log}'\n` : "";
        this.write(join("stand-ins", name), `#!/usr/bin/env bash\n${logging}${body}\n`);
    }

    /** Runs a script of the document. */
    async run(script: string): Promise<Outcome> {
        writeFileSync(this.log, "");
        const child = spawn("bash", [this.path(script)], {
            env: { PATH: `${this.bin}:${process.env.PATH}`, ROOT: this.root },
            stdio: ["ignore", "pipe", "pipe"],
        });
        let output = "";
        for (const stream of [child.stdout, child.stderr]) {
            stream.on("data", (part: Buffer) => {
                output += part.toString("utf8");
            });
        }
        const status = await new Promise<number | null>((resolve) => child.once("close", resolve));
        const calls = readFileSync(this.log, "utf8").split("\n").filter(Boolean);
        return { status, output, calls: calls.map((call) => call.replaceAll(this.root, "")) };
    }

    private adapted(content: string): string {
        let text = content;
        for (const [from, to] of Object.entries(this.replacements)) text = text.replaceAll(from, to);
        // Nobody but root may give files away, and no user of this name is here.
        text = text.replace(/ -o \w+ -g \w+/g, "");
        return text.replace(/(?<![\w.)}$/])\/(usr\/local|etc|var\/lib)\//g, `${this.root}/$1/`);
    }
}
