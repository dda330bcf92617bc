import type { Rule } from "../rule";
import { balancingRules } from "./balancing";
import { computeRules } from "./compute";
import { dataRules } from "./data";
import { fleetRules } from "./fleet";
import { functionsRules } from "./functions";
import { messagingRules } from "./messaging";
import { networkRules } from "./network";
import { observabilityRules } from "./observability";
import { packRules } from "./pack";
import { scalingRules } from "./scaling";
import { tlsRules } from "./tls";

/**
 * Every rule of the pack in the order in which it runs: the two fleet standards first, and last the rules about the pack
 * itself, which count what the others have found.
 */
export const rules: readonly Rule[] = [
    ...fleetRules,
    ...balancingRules,
    ...scalingRules,
    ...computeRules,
    ...networkRules,
    ...tlsRules,
    ...functionsRules,
    ...messagingRules,
    ...dataRules,
    ...observabilityRules,
    ...packRules,
];
