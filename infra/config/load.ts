import * as pulumi from "@pulumi/pulumi";
import { ConfigError } from "./issues";
import { isSettings } from "./merge";
import { type ClusterConfig, resolveConfig } from "./resolve";
import { stackNameFault } from "./stack-name";

/**
 * Reads the configuration of the current stack.
 *
 * @throws pulumi.RunError with one sentence per wrong key, which the CLI prints without a stack.
 */
export function loadConfig(): ClusterConfig {
    const fault = stackNameFault(pulumi.getStack());
    if (fault !== undefined) throw new pulumi.RunError(fault);
    const namespace = pulumi.getProject();
    const own = Object.entries(pulumi.runtime.allConfig()).filter(([key]) => key.startsWith(`${namespace}:`));
    const settings = Object.fromEntries(
        own
            .map(([key, text]) => [key.slice(namespace.length + 1), parsed(text)] as const)
            .filter(([, value]) => !isEmpty(value)),
    );
    try {
        return resolveConfig(settings, {
            namespace,
            isSecret: (key) => isConfigSecret(`${namespace}:${key}`),
            region: regionOfStack(),
        });
    } catch (error) {
        if (error instanceof ConfigError)
            throw new pulumi.RunError(`The configuration is not valid.\n${error.message}`);
        throw error;
    }
}

/** Where the provider takes its Region from; `undefined` when only AWS profiles know it. */
function regionOfStack(): string | undefined {
    return pulumi.runtime.allConfig()["aws:region"] ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
}

/** Pulumi.yaml declares optional groups of keys with `{}` as default, because it knows no other way to say "not set". */
function isEmpty(value: unknown): boolean {
    return isSettings(value) && Object.keys(value).length === 0;
}

/** The SDK has this function and leaves it out of its declarations. */
const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret(key: string): boolean };

/** Objects, lists, numbers and booleans reach the program as JSON text, texts as they are. */
function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return text;
    }
}
