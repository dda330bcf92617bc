import type { Rule } from "../../rule";
import { queuesAndTopicsProtected } from "./queues-and-topics-protected";

export const messagingRules: readonly Rule[] = [queuesAndTopicsProtected];
