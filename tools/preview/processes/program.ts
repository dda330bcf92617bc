import { createRequire } from "node:module";
import { join } from "node:path";
import { PreviewError } from "../errors";
import type { Project } from "../input/project";
import { NodeProcess, type OnLine } from "./child-process";
import type { CompiledProgram } from "./compiled-program";
import { ORGANIZATION, programEnvironment } from "./environment";

/** Exit code of a program that has already reported its error to the engine. */
export const ERROR_ALREADY_SHOWN = 32;

/** Frames of a stack trace: as few as possible, or what Node.js keeps by default; with 20 the SDK needs minutes. */
const SHORT_STACK = 1;
const FULL_STACK = 10;

/** Registrations that a program may have under way at the same time, as in the Pulumi CLI with two cores. */
const PARALLEL = 8;

export interface ProgramChoices {
    /** Keep whole stacks: the SDK takes one for every property, which costs more than all the rest. */
    readonly fullStacks: boolean;
    /** The program as compiled beforehand; without it the runner compiles it. */
    readonly compiled?: CompiledProgram | undefined;
}

/**
 * Starts the program with the runner of its own SDK.
 *
 * @param address where the engine's services listen
 */
export function startProgram(
    project: Project,
    address: string,
    { fullStacks, compiled }: ProgramChoices,
    onLine: OnLine,
): NodeProcess {
    const { runtime, programFolder, entryPoint } = project;
    const engine = ["--monitor", address, "--engine", address];
    const stack = ["--organization", ORGANIZATION, "--project", project.name, "--stack", project.stack];
    const folders = ["--root-directory", project.root, "--pwd", programFolder];
    const args = [
        ...(fullStacks ? [] : [`--stack-trace-limit=${SHORT_STACK}`]),
        ...runtime.nodeargs,
        // After the project's own arguments, which may ask for short stacks.
        ...(fullStacks ? [`--stack-trace-limit=${FULL_STACK}`] : []),
        ...(compiled ? ["--require", compiled.loader] : []),
        sdkModule(programFolder, "run"),
        ...[...engine, ...stack, ...folders, "--dry-run", "--parallel", String(PARALLEL), entryPoint],
    ];
    return new NodeProcess({ args, folder: programFolder, env: programEnvironment(project, compiled?.file) }, onLine);
}

/** An entry point of the SDK that the program or pack in the folder uses. */
export function sdkModule(folder: string, name: "run" | "run-policy-pack"): string {
    try {
        return createRequire(join(folder, "package.json")).resolve(`@pulumi/pulumi/cmd/${name}`);
    } catch (cause) {
        throw new PreviewError("The package @pulumi/pulumi is not installed; run `npm ci` first.", { cause });
    }
}
