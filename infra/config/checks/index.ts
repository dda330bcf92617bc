import { adminsAreNamed, nodePortsAreNamedOnce, rangesAreDisjoint } from "./access";
import {
    listenersForwardOrRedirect,
    portsAreTakenOnce,
    rulesAreTold,
    streamsGoToOrigin,
    targetsExist,
} from "./balancing";
import type { Check } from "./check";
import {
    groupNamesAreFree,
    healthTimesFit,
    imagesArePinnedOrFound,
    portRangesAreInOrder,
    portRangesAreNamedOnce,
    privateNodesHavePrivateNames,
    sizesAreInOrder,
} from "./groups";
import { mailsHaveAlarms } from "./monitoring";
import { namesAreInsideTheZone, registrarHasAZone, tlsHasACertificate } from "./names";
import { networkIsWhole } from "./network";
import {
    deregistrationEndsWithinTheHook,
    emptinessIsKnownAndAsked,
    hibernationHasRoom,
    loadIsFollowedOrLeftToTheApplication,
    poolsSpanThreeZones,
    poolsTakeNoTrafficFromBalancers,
    warmPoolsAreInOrder,
} from "./pools";
import {
    nodeNamesFit,
    nodeNamesHaveTheirOwnDomain,
    privateAddressesAreMeantToBePublic,
    webhooksHaveARegistrar,
} from "./registrar";

export const checks: readonly Check[] = [
    namesAreInsideTheZone,
    tlsHasACertificate,
    registrarHasAZone,
    nodeNamesHaveTheirOwnDomain,
    nodeNamesFit,
    privateAddressesAreMeantToBePublic,
    webhooksHaveARegistrar,
    networkIsWhole,
    adminsAreNamed,
    rangesAreDisjoint,
    nodePortsAreNamedOnce,
    groupNamesAreFree,
    imagesArePinnedOrFound,
    sizesAreInOrder,
    healthTimesFit,
    portRangesAreInOrder,
    portRangesAreNamedOnce,
    privateNodesHavePrivateNames,
    portsAreTakenOnce,
    listenersForwardOrRedirect,
    rulesAreTold,
    targetsExist,
    streamsGoToOrigin,
    loadIsFollowedOrLeftToTheApplication,
    poolsTakeNoTrafficFromBalancers,
    poolsSpanThreeZones,
    emptinessIsKnownAndAsked,
    deregistrationEndsWithinTheHook,
    warmPoolsAreInOrder,
    hibernationHasRoom,
    mailsHaveAlarms,
];
