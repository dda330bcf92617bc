import type { FakeGroup } from "../../support/aws-servers/fleet";
import type { Rig } from "./rig";
import { groupName } from "./situations";

/** What the program writes into the hooks of a group whose drains take half an hour at most. */
export const hookMetadata = JSON.stringify({ v: 1, cluster: "pool-prod", maxMinutes: 30 });

/** A group with a warm pool and the program's two hooks. */
export function addHookedGroup({ aws }: Rig): FakeGroup {
    return aws.fleet.addGroup(groupName, {
        pool: [],
        hooks: [
            { name: "launch-ready", transition: "LAUNCHING", heartbeat: 600, metadata: hookMetadata },
            { name: "terminate-drain", transition: "TERMINATING", heartbeat: 900, metadata: hookMetadata },
        ],
    });
}
