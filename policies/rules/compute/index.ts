import type { Rule } from "../../rule";
import { imageMatchesArchitecture } from "./image-matches-architecture";
import { metadataServiceV2 } from "./metadata-service-v2";
import { volumesEncryptedGp3 } from "./volumes-encrypted-gp3";

export const computeRules: readonly Rule[] = [imageMatchesArchitecture, metadataServiceV2, volumesEncryptedGp3];
