import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { NodeProcess, OnLine } from "./child-process";
import { type CompiledProgram, compileProgram } from "./compiled-program";
import { Endpoint } from "./endpoint";
import { UsageError } from "./errors";
import { checkPackFolder, type PackProcess, startPack } from "./pack-process";
import { startProgram } from "./program";
import { type Project, readProject } from "./project";
import type { PreviewReport } from "./report";

export interface PreviewOptions {
    /** Folder in which to look for the project, upwards. */
    readonly folder: string;
    readonly stack?: string | undefined;
    readonly stackFile?: string | undefined;
    /** Folder of the policy pack. Default `policies` in the project, if it is there. */
    readonly policyPack?: string | undefined;
    /** Configuration of the pack. Default `<stack>.json` in its folder, else `dev.json`. */
    readonly policyConfig?: string | undefined;
    /** Keep whole stacks in the program, which takes longer. */
    readonly fullStacks: boolean;
    /** Let Pulumi's runner compile the program, with ts-node, which takes longer. */
    readonly tsNode: boolean;
    /** Seconds after which a preview that has not ended has failed. */
    readonly deadlineSeconds: number;
    readonly onProgress: (registered: number) => void;
}

/** The policy pack of a preview, as files. */
export interface PackChoice {
    readonly folder: string;
    /** Folder relative to the project, for messages. */
    readonly shown: string;
    readonly configFile?: string;
    readonly shownConfig?: string;
}

/** What a started preview consists of. */
export interface Running {
    readonly project: Project;
    readonly endpoint: Endpoint;
    readonly program: NodeProcess;
    readonly programLines: readonly string[];
    readonly pack?: PackProcess;
    readonly packChoice?: PackChoice;
    readonly packLines: readonly string[];
    readonly notes: readonly string[];
}

/**
 * Previews a stack: the program and the policy pack as processes of their own, the engine between them.
 *
 * The processes start before the engine's own modules are loaded, because they need most of the time.
 *
 * @throws UsageError when there is nothing to preview
 */
export async function runPreview(options: PreviewOptions): Promise<PreviewReport> {
    const project = readProject(options);
    const notes: string[] = [];
    const packChoice = choosePack(options, project, notes);
    const { unreadable } = project.configuration;
    if (unreadable.length > 0) {
        notes.push(
            `Encrypted configuration cannot be read offline; a placeholder stands for ${unreadable.join(", ")}.`,
        );
    }
    const endpoint = await Endpoint.listen();
    const packLines: string[] = [];
    const programLines: string[] = [];
    const started: NodeProcess[] = [];
    const remove: CompiledProgram[] = [];
    const stopAll = async () => {
        endpoint.close();
        await Promise.all(started.map((one) => one.stop()));
        await Promise.all(remove.map((one) => one.remove()));
    };
    const interrupted = (signal: NodeJS.Signals) => {
        stopAll().finally(() => process.exit(signal === "SIGINT" ? 130 : 143));
    };
    // Whatever ends this process, a closed pipe for example, ends the others as well.
    const leave = () => {
        for (const one of started) one.kill();
    };
    process.once("SIGINT", interrupted).once("SIGTERM", interrupted).once("exit", leave);
    try {
        const pack = packChoice && startPack(packChoice.folder, packChoice.shown, project, collect(packLines));
        if (pack) started.push(pack.process);
        const { fullStacks } = options;
        const compiled = options.tsNode ? undefined : await compileProgram(project);
        if (compiled) remove.push(compiled);
        const program = startProgram(project, endpoint.address, { fullStacks, compiled }, collect(programLines));
        started.push(program);
        const { conduct } = await import("./conduct.js");
        const running = { project, endpoint, program, programLines, packLines, notes };
        return await conduct({ ...running, ...(pack ? { pack } : {}), ...(packChoice ? { packChoice } : {}) }, options);
    } finally {
        await stopAll();
        process.off("SIGINT", interrupted).off("SIGTERM", interrupted).off("exit", leave);
    }
}

function collect(lines: string[]): OnLine {
    return (line) => lines.push(line);
}

function choosePack(options: PreviewOptions, project: Project, notes: string[]): PackChoice | undefined {
    const folder = options.policyPack ? resolve(options.folder, options.policyPack) : join(project.root, "policies");
    const shown = relative(project.root, folder) || ".";
    if (options.policyPack === undefined && !existsSync(join(folder, "PulumiPolicy.yaml"))) {
        notes.push("The project has no policy pack in policies; nothing was judged.");
        return undefined;
    }
    checkPackFolder(folder, shown);
    if (options.policyConfig !== undefined) {
        const configFile = resolve(options.folder, options.policyConfig);
        if (!existsSync(configFile)) throw new UsageError(`There is no policy configuration ${options.policyConfig}.`);
        return { folder, shown, configFile, shownConfig: options.policyConfig };
    }
    for (const stack of [project.stack, "dev"]) {
        const configFile = join(folder, `${stack}.json`);
        if (!existsSync(configFile)) continue;
        const shownConfig = join(shown, `${stack}.json`);
        if (stack !== project.stack)
            notes.push(`The policies are configured by ${shownConfig}; there is no ${project.stack}.json.`);
        return { folder, shown, configFile, shownConfig };
    }
    return { folder, shown };
}
