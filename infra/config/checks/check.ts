import type { ConfigIssue } from "../issues";
import type { ClusterSettings } from "../schema";

/** What a check may know beside the settings. */
export interface CheckContext {
    /** Tells whether a top-level key is secret. */
    readonly isSecret: (key: string) => boolean;
    /** Region of the cluster, where it is known beforehand. */
    readonly region?: string;
}

/** Finds what one key alone cannot tell: answers with what is wrong, in the words of `ConfigIssue`. */
export type Check = (settings: ClusterSettings, context: CheckContext) => ConfigIssue[];
