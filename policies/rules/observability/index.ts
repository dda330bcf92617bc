import type { Rule } from "../../rule";
import { alarmsAndLogBuckets } from "./alarms-and-log-buckets";

export const observabilityRules: readonly Rule[] = [alarmsAndLogBuckets];
