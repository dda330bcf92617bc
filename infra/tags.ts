import type { NodeRole } from "./config/schema";

/** The part a resource plays in the cluster; policies judge a resource by it. */
export type Role = NodeRole | "mongo" | "lb" | "dns" | "log" | "shared";

/** Tags of one resource. `name` is its logical name, which the AWS console shows. */
export type TagsOf = (role: Role, name: string) => Record<string, string>;

export interface TagSource {
    readonly project: string;
    readonly stack: string;
    readonly profile: string;
    /** The operator's own tags, `tags` in the configuration; they cannot replace those that policies read. */
    readonly tags: Readonly<Record<string, string>>;
}

export function tagsFor({ project, stack, profile, tags }: TagSource): TagsOf {
    return (role, name) => ({
        ...tags,
        Name: name,
        project,
        env: stack,
        "media:role": role,
        "media:profile": profile,
    });
}
