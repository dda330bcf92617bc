import type { Rule } from "../../rule";
import { drainHookPresent } from "./drain-hook-present";
import { elbHealthChecks } from "./elb-health-checks";
import { launchTemplatePinned } from "./launch-template-pinned";

export const scalingRules: readonly Rule[] = [elbHealthChecks, launchTemplatePinned, drainHookPresent];
