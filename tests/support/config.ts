import { ConfigError } from "../../infra/config/issues";
import { merge, type Settings } from "../../infra/config/merge";
import {
    type ClusterConfig,
    type DatabaseMembers,
    type ResolveOptions,
    resolveConfig,
} from "../../infra/config/resolve";
import { tagsFor } from "../../infra/tags";

/** Tags as the program sets them, without any of the operator's own. */
export const tagsOf = tagsFor({ project: "media-cluster", stack: "test", profile: "ant-media", tags: {} });

/** The least that a stack file has to say. */
export const smallest: Settings = {
    profile: "ant-media",
    domain: { zone: "example.com", name: "stream.example.com" },
    access: { admins: ["203.0.113.0/24"] },
};

/** The smallest configuration with some keys changed. */
export function configWith(settings: Settings = {}, secretKeys: readonly string[] = []): ClusterConfig {
    const isSecret = (key: string) => secretKeys.includes(key);
    return resolveConfig(merge(smallest, settings) as Settings, { namespace: "media-cluster", isSecret });
}

/** A database of the program's own in the smallest configuration, with some keys changed. */
export function databaseWith(settings: Settings = {}): DatabaseMembers {
    const { database } = configWith({ database: settings });
    if (database?.kind !== "members") throw new Error("The configuration has no database of its own.");
    return database;
}

/** Messages for the smallest configuration with some keys changed. */
export function messagesFor(settings: Settings, isSecret?: (key: string) => boolean): string[] {
    return messagesOf(merge(smallest, settings) as Settings, { isSecret });
}

/** Messages for exactly these settings; none when they are valid. */
export function messagesOf(settings: Settings, options: Omit<ResolveOptions, "namespace"> = {}): string[] {
    try {
        resolveConfig(settings, { namespace: "media-cluster", ...options });
    } catch (error) {
        if (error instanceof ConfigError) return error.message.split("\n");
        throw error;
    }
    return [];
}
