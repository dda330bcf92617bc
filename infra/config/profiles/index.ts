import { antMedia } from "./ant-media";
import { codestream } from "./codestream";
import { mediaPool } from "./media-pool";
import type { Profile } from "./profile";
import { streamingBackend } from "./streaming-backend";
import { webApp } from "./web-app";

export const profiles: Readonly<Record<string, Profile>> = {
    "ant-media": antMedia,
    "media-pool": mediaPool,
    codestream,
    "web-app": webApp,
    "streaming-backend": streamingBackend,
};
