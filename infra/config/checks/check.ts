import type { ConfigIssue } from "../issues";
import type { ClusterSettings } from "../schema";

/** Finds what one key alone cannot tell: answers with what is wrong, in the words of `ConfigIssue`. */
export type Check = (settings: ClusterSettings) => ConfigIssue[];
