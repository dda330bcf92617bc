import type { Rule } from "../../rule";
import { noM5aInstances } from "./no-m5a-instances";
import { targetGroupHealthPath } from "./target-group-health-path";

export const fleetRules: readonly Rule[] = [targetGroupHealthPath, noM5aInstances];
