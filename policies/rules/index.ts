import type { Rule } from "../rule";
import { imageMatchesArchitecture } from "./compute/image-matches-architecture";
import { metadataServiceV2 } from "./compute/metadata-service-v2";
import { volumesEncryptedGp3 } from "./compute/volumes-encrypted-gp3";
import { noM5aInstances } from "./fleet/no-m5a-instances";
import { targetGroupHealthPath } from "./fleet/target-group-health-path";
import { mongoReachableFromMediaOnly } from "./network/mongo-reachable-from-media-only";
import { noWorldOpenAdminPorts } from "./network/no-world-open-admin-ports";
import { worldOpenPortsByProfile } from "./network/world-open-ports-by-profile";
import { drainHookPresent } from "./scaling/drain-hook-present";
import { elbHealthChecks } from "./scaling/elb-health-checks";
import { launchTemplatePinned } from "./scaling/launch-template-pinned";
import { listenerTlsPolicy } from "./tls/listener-tls-policy";

/** Every rule of the pack in the order in which it runs: the two fleet standards, then by identifier. */
export const rules: readonly Rule[] = [
    targetGroupHealthPath,
    noM5aInstances,
    imageMatchesArchitecture,
    elbHealthChecks,
    launchTemplatePinned,
    drainHookPresent,
    metadataServiceV2,
    volumesEncryptedGp3,
    noWorldOpenAdminPorts,
    worldOpenPortsByProfile,
    mongoReachableFromMediaOnly,
    listenerTlsPolicy,
];
