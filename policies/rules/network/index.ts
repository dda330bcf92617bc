import type { Rule } from "../../rule";
import { mongoReachableFromMediaOnly } from "./mongo-reachable-from-media-only";
import { noWorldOpenAdminPorts } from "./no-world-open-admin-ports";
import { worldOpenPortsByProfile } from "./world-open-ports-by-profile";

export const networkRules: readonly Rule[] = [
    noWorldOpenAdminPorts,
    worldOpenPortsByProfile,
    mongoReachableFromMediaOnly,
];
