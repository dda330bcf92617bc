import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { ModelContext } from "../../aws-model/context";
import { type Inputs, isRecord, isUnknown, reveal } from "../../aws-model/markers";

/** Region that is assumed where the configuration names none. */
const FALLBACK_REGION = "us-east-1";

/** Inputs of the default provider of a package: its configuration keys and its version. */
export function defaultProviderInputs(
    packageName: string,
    version: string,
    values: Readonly<Record<string, string>>,
): Inputs {
    const prefix = `${packageName}:`;
    const own = Object.entries(values).filter(([key]) => key.startsWith(prefix));
    const settings = Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
    return { ...settings, ...(version === "" ? {} : { version }) };
}

/**
 * Where the resources of a provider live, from its inputs: nested ones are JSON text.
 *
 * @param configured Region of the stack's configuration, for providers whose own Region is not known yet
 */
export function modelContextOf(inputs: Inputs, configured: string | undefined): ModelContext {
    const { region } = inputs;
    const known = typeof region === "string" && !isUnknown(region) ? region : (configured ?? FALLBACK_REGION);
    return { region: known, defaultTags: defaultTagsOf(reveal(inputs.defaultTags)) };
}

function defaultTagsOf(value: unknown): Inputs {
    if (typeof value === "string" && !isUnknown(value)) {
        try {
            return defaultTagsOf(JSON.parse(value));
        } catch {
            // The real provider refuses such text when it is configured; here it has no tags to add.
            return {};
        }
    }
    return isRecord(value) && isRecord(value.tags) ? value.tags : {};
}

/** Version of a provider SDK that the program has installed, for resources that a remote component registers. */
export function installedVersion(folder: string, packageName: string): string {
    try {
        const file = createRequire(join(folder, "package.json")).resolve(`@pulumi/${packageName}/package.json`);
        const manifest: unknown = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
        return isRecord(manifest) && typeof manifest.version === "string" ? manifest.version : "";
    } catch {
        // Without the SDK there is nothing to agree with: the default provider then has no version.
        return "";
    }
}
