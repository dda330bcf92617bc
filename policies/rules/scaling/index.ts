import type { Rule } from "../../rule";
import { capacityBounds } from "./capacity-bounds";
import { desiredCapacityOwnedByScaling } from "./desired-capacity-owned-by-scaling";
import { drainHookPresent } from "./drain-hook-present";
import { elbHealthChecks } from "./elb-health-checks";
import { groupTagsPropagate } from "./group-tags-propagate";
import { healthTimingConsistent } from "./health-timing-consistent";
import { hookDefaultResult } from "./hook-default-result";
import { instanceRefreshPreferences } from "./instance-refresh-preferences";
import { launchTemplatePinned } from "./launch-template-pinned";
import { lifecycleHooksInitial } from "./lifecycle-hooks-initial";
import { scalingNotifications } from "./scaling-notifications";
import { scalingPolicyPresent } from "./scaling-policy-present";
import { scalingTargetBelowAdmissionLimit } from "./scaling-target-below-admission-limit";
import { tiersSpanZones } from "./tiers-span-zones";
import { warmPoolLaunchHook } from "./warm-pool-launch-hook";
import { warmPoolLimits } from "./warm-pool-limits";

export const scalingRules: readonly Rule[] = [
    healthTimingConsistent,
    elbHealthChecks,
    launchTemplatePinned,
    tiersSpanZones,
    capacityBounds,
    drainHookPresent,
    hookDefaultResult,
    warmPoolLaunchHook,
    warmPoolLimits,
    scalingNotifications,
    scalingPolicyPresent,
    groupTagsPropagate,
    desiredCapacityOwnedByScaling,
    instanceRefreshPreferences,
    scalingTargetBelowAdmissionLimit,
    lifecycleHooksInitial,
];
