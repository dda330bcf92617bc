import { existsSync } from "node:fs";
import { join } from "node:path";
import { PreviewError, UsageError } from "../errors";
import type { Project } from "../input/project";
import { NodeProcess, type OnLine } from "./child-process";
import { packEnvironment } from "./environment";
import { sdkModule } from "./program";

/** The process of a policy pack. */
export interface PackProcess {
    /** Resolves with the address of the pack's service; rejects when the pack does not start. */
    readonly address: Promise<string>;
    readonly process: NodeProcess;
}

/** Lines of a pack's own account that are shown when it does not start. */
const LINES_KEPT = 12;

/** @throws UsageError when the folder holds no policy pack */
export function checkPackFolder(folder: string, shown: string): void {
    for (const file of ["PulumiPolicy.yaml", "package.json"]) {
        if (!existsSync(join(folder, file)))
            throw new UsageError(`There is no policy pack in ${shown}: ${file} is missing.`);
    }
}

/** Starts the pack with the runner of the SDK that the pack uses. Its first line of output is the port. */
export function startPack(folder: string, shown: string, project: Project, onLine: OnLine): PackProcess {
    const errors: string[] = [];
    let announce: (port: string) => void = () => undefined;
    const port = new Promise<string>((resolve) => {
        announce = resolve;
    });
    let started = false;
    const args = [sdkModule(folder, "run-policy-pack"), "preview", folder];
    const pack = new NodeProcess({ args, folder, env: packEnvironment(project) }, (line, stream) => {
        if (started) {
            onLine(line, stream);
        } else if (stream === "stdout" && /^\d+$/.test(line.trim())) {
            started = true;
            announce(line.trim());
        } else if (errors.length < LINES_KEPT) {
            errors.push(line);
        }
    });
    const ended = pack.ended.then((code) => {
        throw new PreviewError(
            `The policy pack in ${shown} ended before it was ready (${code}).\n${errors.join("\n")}`.trimEnd(),
        );
    });
    const address = Promise.race([port.then((found) => `127.0.0.1:${found}`), ended]);
    // Nobody waits for the address while the services are still loading.
    for (const promise of [address, ended]) promise.catch(() => undefined);
    return { address, process: pack };
}
