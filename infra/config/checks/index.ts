import { adminsAreNamed, rangesAreDisjoint } from "./access";
import { listenersForwardOrRedirect, portsAreTakenOnce, targetsExist } from "./balancing";
import type { Check } from "./check";
import { healthTimesFit, imagesArePinnedOrFound, portRangesAreInOrder, sizesAreInOrder } from "./groups";
import { namesAreInsideTheZone, registrarHasAZone, tlsHasACertificate } from "./names";
import { networkIsWhole } from "./network";

export const checks: readonly Check[] = [
    namesAreInsideTheZone,
    tlsHasACertificate,
    registrarHasAZone,
    networkIsWhole,
    adminsAreNamed,
    rangesAreDisjoint,
    imagesArePinnedOrFound,
    sizesAreInOrder,
    healthTimesFit,
    portRangesAreInOrder,
    portsAreTakenOnce,
    listenersForwardOrRedirect,
    targetsExist,
];
