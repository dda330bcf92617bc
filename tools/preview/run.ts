import { choosePack } from "./input/pack-choice";
import { readProject } from "./input/project";
import type { PreviewOptions } from "./options";
import type { PreviewReport } from "./output/report";
import type { NodeProcess, OnLine } from "./processes/child-process";
import { type CompiledProgram, compileProgram } from "./processes/compiled-program";
import { Endpoint } from "./processes/endpoint";
import { startPack } from "./processes/pack-process";
import { startProgram } from "./processes/program";

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
    const { unreadable, values } = project.configuration;
    if (values["aws:region"] === undefined) {
        notes.push("The configuration has no aws:region; the preview takes us-east-1, a deployment needs one.");
    }
    if (unreadable.length > 0) {
        notes.push(
            `Encrypted configuration cannot be read offline; a placeholder, which the program may refuse, stands for ${unreadable.join(", ")}.`,
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
        const { conduct } = await import("./engine/conduct.js");
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
