import { join } from "node:path";
import type { Project } from "../input/project";

/** Organisation name that a stack without the Pulumi service has. */
export const ORGANIZATION = "organization";

/** Tells the program's loader where the compiled text is. */
export const COMPILED_PROGRAM = "MEDIA_CLUSTER_COMPILED_PROGRAM";

/**
 * Environment of the program and of the policy pack: the caller's, without anything of AWS or Pulumi, so that no
 * credentials, backends or switches of the caller change what a preview shows.
 */
function inherited(project: Project): NodeJS.ProcessEnv {
    const entries = Object.entries(process.env).filter(([name]) => !/^(AWS|PULUMI)_/.test(name));
    // Node.js ignores the variable before version 22; there it halves the time to load the SDK.
    const NODE_COMPILE_CACHE = join(project.root, "node_modules", ".cache", "node-compile-cache");
    return { NODE_COMPILE_CACHE, ...Object.fromEntries(entries) };
}

/** @param compiledFile compiled text of the program; without it the runner compiles TypeScript itself */
export function programEnvironment(project: Project, compiledFile: string | undefined): NodeJS.ProcessEnv {
    const { configuration, runtime } = project;
    const compiled = compiledFile === undefined ? {} : { [COMPILED_PROGRAM]: compiledFile };
    return {
        ...inherited(project),
        PULUMI_CONFIG: JSON.stringify(configuration.values),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(configuration.secretKeys),
        ...compiled,
        PULUMI_NODEJS_TYPESCRIPT: String(runtime.typescript && compiledFile === undefined),
        ...(runtime.tsconfig === undefined ? {} : { PULUMI_NODEJS_TSCONFIG_PATH: runtime.tsconfig }),
    };
}

export function packEnvironment(project: Project): NodeJS.ProcessEnv {
    return {
        ...inherited(project),
        PULUMI_CONFIG: JSON.stringify(project.configuration.values),
        PULUMI_NODEJS_ORGANIZATION: ORGANIZATION,
        PULUMI_NODEJS_PROJECT: project.name,
        PULUMI_NODEJS_STACK: project.stack,
        PULUMI_NODEJS_DRY_RUN: "true",
    };
}
