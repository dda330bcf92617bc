import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { UsageError } from "../errors";
import type { PreviewOptions } from "../options";
import { checkPackFolder } from "../processes/pack-process";
import type { Project } from "./project";

/** The policy pack of a preview, as files. */
export interface PackChoice {
    readonly folder: string;
    /** Folder relative to the project, for messages. */
    readonly shown: string;
    readonly configFile?: string;
    readonly shownConfig?: string;
}

/**
 * The policy pack and its configuration: what the options name, else what the project has: a file beside the stack file
 * (`x.policies.json` beside `x.yaml`), that of the stack in the pack's folder, or that of `dev`.
 *
 * @param notes takes what the user should know about the choice
 * @throws UsageError when something that the options name is not there
 */
export function choosePack(options: PreviewOptions, project: Project, notes: string[]): PackChoice | undefined {
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
    const own = project.stackFile.replace(/\.ya?ml$/, ".policies.json");
    if (existsSync(own)) return { folder, shown, configFile: own, shownConfig: relative(project.root, own) };
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
