import { common, statusPage } from "./common";
import type { Profile } from "./profile";

/**
 * Streaming servers that run already (Callaba and others), behind one name: a balancer for players and the API, and a
 * network balancer with a main and a backup leg for SRT. Which ports the servers have, their owner knows.
 */
export const streamingBackend: Profile = {
    everyHost: {
        // Out of service after 45 s.
        health: {
            ...statusPage,
            intervalSeconds: 15,
            timeoutSeconds: 5,
            healthyThreshold: 3,
            unhealthyThreshold: 3,
        },
        balancing: { algorithm: "round_robin", deregistrationSeconds: 300 },
    },
    // UDP has no answer that would tell sooner.
    everyStream: { health: { intervalSeconds: 10 } },
    defaults: {
        ...common,
        access: { ...common.access, clients: ["0.0.0.0/0"] },
    },
};
