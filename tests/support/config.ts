import { merge, type Settings } from "../../infra/config/merge";
import { type ClusterConfig, resolveConfig } from "../../infra/config/resolve";

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
