import { antMedia } from "./ant-media";
import type { ProfileDefaults } from "./profile";

export const profiles: Readonly<Record<string, ProfileDefaults>> = {
    "ant-media": antMedia,
};
