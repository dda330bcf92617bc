import type { Rule } from "../../rule";
import { clusterJoinUri } from "./cluster-join-uri";
import { detailedMonitoring } from "./detailed-monitoring";
import { imageLookupNamesOwners } from "./image-lookup-names-owners";
import { imageMatchesArchitecture } from "./image-matches-architecture";
import { imagePinned } from "./image-pinned";
import { instanceProfileLeastPrivilege } from "./instance-profile-least-privilege";
import { instanceRoleWithoutDns } from "./instance-role-without-dns";
import { metadataServiceV2 } from "./metadata-service-v2";
import { noBurstableMediaServers } from "./no-burstable-media-servers";
import { noDefaultCredentials } from "./no-default-credentials";
import { publicAddressByRole } from "./public-address-by-role";
import { userDataClean } from "./user-data-clean";
import { volumesEncryptedGp3 } from "./volumes-encrypted-gp3";

export const computeRules: readonly Rule[] = [
    imageMatchesArchitecture,
    metadataServiceV2,
    volumesEncryptedGp3,
    userDataClean,
    instanceProfileLeastPrivilege,
    instanceRoleWithoutDns,
    imageLookupNamesOwners,
    publicAddressByRole,
    detailedMonitoring,
    noBurstableMediaServers,
    clusterJoinUri,
    noDefaultCredentials,
    imagePinned,
];
