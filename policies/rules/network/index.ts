import type { Rule } from "../../rule";
import { clusterPortsInsideCluster } from "./cluster-ports-inside-cluster";
import { defaultNetworkClosed } from "./default-network-closed";
import { egressByRole } from "./egress-by-role";
import { ingressRuleHasSource } from "./ingress-rule-has-source";
import { mongoReachableFromMediaOnly } from "./mongo-reachable-from-media-only";
import { natCountMatchesStrategy } from "./nat-count-matches-strategy";
import { noWorldOpenAdminPorts } from "./no-world-open-admin-ports";
import { securityGroupDescriptions } from "./security-group-descriptions";
import { subnetAutomaticAddresses } from "./subnet-automatic-addresses";
import { vpcFlowLogs } from "./vpc-flow-logs";
import { worldOpenPortsByProfile } from "./world-open-ports-by-profile";

export const networkRules: readonly Rule[] = [
    noWorldOpenAdminPorts,
    worldOpenPortsByProfile,
    mongoReachableFromMediaOnly,
    clusterPortsInsideCluster,
    securityGroupDescriptions,
    egressByRole,
    defaultNetworkClosed,
    vpcFlowLogs,
    subnetAutomaticAddresses,
    natCountMatchesStrategy,
    ingressRuleHasSource,
];
