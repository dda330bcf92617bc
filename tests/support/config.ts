import { ConfigError } from "../../infra/config/issues";
import { merge, type Settings } from "../../infra/config/merge";
import { type ClusterConfig, resolveConfig } from "../../infra/config/resolve";
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
export function configWith(settings: Settings = {}): ClusterConfig {
    return resolveConfig(merge(smallest, settings) as Settings, { namespace: "media-cluster" });
}

/** Messages for the smallest configuration with some keys changed. */
export function messagesFor(settings: Settings, isSecret?: (key: string) => boolean): string[] {
    return messagesOf(merge(smallest, settings) as Settings, isSecret);
}

/** Messages for exactly these settings; none when they are valid. */
export function messagesOf(settings: Settings, isSecret?: (key: string) => boolean): string[] {
    try {
        resolveConfig(settings, { namespace: "media-cluster", isSecret });
    } catch (error) {
        if (error instanceof ConfigError) return error.message.split("\n");
        throw error;
    }
    return [];
}
