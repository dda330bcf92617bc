import type { Rule } from "../../rule";
import { albAccessLogs } from "./alb-access-logs";
import { albHeaderHardening } from "./alb-header-hardening";
import { albIdleTimeout } from "./alb-idle-timeout";
import { balancerDeletionProtection } from "./balancer-deletion-protection";
import { generatedPhysicalNames } from "./generated-physical-names";
import { leastOutstandingWithoutSlowStart } from "./least-outstanding-without-slow-start";
import { listenerPortMap } from "./listener-port-map";
import { nlbSecurityGroup } from "./nlb-security-group";
import { publicAlbFirewall } from "./public-alb-firewall";
import { targetGroupDrainAndStickiness } from "./target-group-drain-and-stickiness";
import { tiersNeverShareTargetGroups } from "./tiers-never-share-target-groups";

export const balancingRules: readonly Rule[] = [
    albHeaderHardening,
    albAccessLogs,
    balancerDeletionProtection,
    publicAlbFirewall,
    listenerPortMap,
    targetGroupDrainAndStickiness,
    generatedPhysicalNames,
    leastOutstandingWithoutSlowStart,
    nlbSecurityGroup,
    albIdleTimeout,
    tiersNeverShareTargetGroups,
];
