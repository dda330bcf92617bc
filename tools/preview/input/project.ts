import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { YAMLMap } from "yaml";
import { UsageError } from "../errors";
import { type Configuration, resolveConfiguration } from "./configuration";
import { readYamlMap } from "./yaml-file";

/** Runtime options of `Pulumi.yaml` that the preview honours. */
export interface RuntimeOptions {
    /** Compile TypeScript on the fly. Default true. */
    readonly typescript: boolean;
    /** Compiler configuration, relative to the project. Default `tsconfig.json`. */
    readonly tsconfig?: string;
    /** Arguments of Node.js, split like a shell does. */
    readonly nodeargs: readonly string[];
}

export interface Project {
    readonly name: string;
    /** Folder of `Pulumi.yaml`. */
    readonly root: string;
    /** Working directory of the program. */
    readonly programFolder: string;
    /** What the program runner gets: a file, or `.` for what package.json names. */
    readonly entryPoint: string;
    readonly runtime: RuntimeOptions;
    readonly stack: string;
    /** The stack's settings, as an absolute path. */
    readonly stackFile: string;
    readonly configuration: Configuration;
}

export interface ProjectChoice {
    /** Folder in which to look for `Pulumi.yaml`, upwards. */
    readonly folder: string;
    /** Name of the stack. Default `dev`, or the name of the stack file. */
    readonly stack?: string;
    /** Stack file instead of `Pulumi.<stack>.yaml`. */
    readonly stackFile?: string;
}

/**
 * Reads `Pulumi.yaml` and the stack file.
 *
 * @throws UsageError for missing or broken files and for configuration that does not fit its declaration
 */
export function readProject(choice: ProjectChoice): Project {
    const root = findRoot(choice.folder);
    const shown = (file: string) => relative(choice.folder, file) || file;
    const projectFile = join(root, "Pulumi.yaml");
    const settings = readYamlMap(projectFile, shown(projectFile));
    const name = settings?.get("name");
    if (settings === undefined || typeof name !== "string" || name === "") {
        throw new UsageError(`${shown(projectFile)} must set "name", the name of the project.`);
    }
    const runtime = runtimeOptions(settings, shown(projectFile));
    const { stack, stackFile } = chooseStack(choice, root);
    const stackSettings = readYamlMap(stackFile, shown(stackFile));
    const files = { project: shown(projectFile), stack: shown(stackFile) };
    const configuration = resolveConfiguration(name, settings.get("config"), stackSettings?.get("config"), files);
    return { name, root, ...entryOf(root, settings.get("main")), runtime, stack, stackFile, configuration };
}

/** Splits arguments like a shell does: at spaces outside quotes. */
export function splitArguments(text: string): string[] {
    const words = text.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
    return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

function findRoot(folder: string): string {
    const absolute = resolve(folder);
    for (let current = absolute; ; current = dirname(current)) {
        if (existsSync(join(current, "Pulumi.yaml"))) return current;
        if (dirname(current) === current) {
            throw new UsageError(
                `There is no Pulumi.yaml in ${absolute} or above; run the command inside the project.`,
            );
        }
    }
}

function chooseStack({ folder, stack, stackFile }: ProjectChoice, root: string): { stack: string; stackFile: string } {
    if (stackFile !== undefined) {
        const file = resolve(folder, stackFile);
        if (!existsSync(file)) throw new UsageError(`There is no stack file ${stackFile}.${existing(root)}`);
        return {
            stack:
                stack ??
                basename(file)
                    .replace(/^Pulumi\./, "")
                    .replace(/\.ya?ml$/, ""),
            stackFile: file,
        };
    }
    const name = stack ?? "dev";
    const files = [".yaml", ".yml"].map((ending) => join(root, `Pulumi.${name}${ending}`));
    const file = files.find((one) => existsSync(one));
    if (file === undefined)
        throw new UsageError(`There is no stack "${name}": Pulumi.${name}.yaml is missing.${existing(root)}`);
    return { stack: name, stackFile: file };
}

function existing(root: string): string {
    const names = readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1] ?? []);
    return names.length === 0
        ? " The project has no stack files yet."
        : ` Stacks of this project: ${names.sort().join(", ")}.`;
}

function entryOf(root: string, main: unknown): { programFolder: string; entryPoint: string } {
    const target = typeof main === "string" ? resolve(root, main) : root;
    if (existsSync(target) && statSync(target).isDirectory()) return { programFolder: target, entryPoint: "." };
    return { programFolder: dirname(target), entryPoint: basename(target) };
}

function runtimeOptions(settings: YAMLMap, file: string): RuntimeOptions {
    const runtime = settings.get("runtime");
    const name = typeof runtime === "string" ? runtime : settings.getIn(["runtime", "name"]);
    if (name !== "nodejs")
        throw new UsageError(`${file} must set "runtime" to nodejs; the preview runs no other language.`);
    const option = (key: string) =>
        typeof runtime === "string" ? undefined : settings.getIn(["runtime", "options", key]);
    const typed = (key: string, type: "string" | "boolean") => {
        const value = option(key);
        if (value !== undefined && typeof value !== type) {
            throw new UsageError(`${file}: runtime.options.${key} must be a ${type}.`);
        }
        return value;
    };
    const tsconfig = typed("tsconfig", "string");
    return {
        typescript: typed("typescript", "boolean") !== false,
        ...(typeof tsconfig === "string" ? { tsconfig } : {}),
        nodeargs: splitArguments(String(typed("nodeargs", "string") ?? "")),
    };
}
