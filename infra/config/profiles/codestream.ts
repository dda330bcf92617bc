import { common, statusPage } from "./common";
import type { Profile } from "./profile";

/**
 * CodeStream On-Prem on one existing host: a balancer as its entry, for the API and for the broadcaster. TLS from the client to
 * the host; a self-signed certificate on the host is enough, because the balancer does not check it.
 */
export const codestream: Profile = {
    everyHost: {
        role: "web",
        // A new target is in service after one passed check; out after 30 s, back after 75 s.
        health: {
            ...statusPage,
            intervalSeconds: 15,
            timeoutSeconds: 5,
            healthyThreshold: 5,
            unhealthyThreshold: 2,
        },
        balancing: { algorithm: "round_robin", deregistrationSeconds: 300 },
    },
    defaults: {
        ...common,
        // Whose clients these are is not ours to guess: access.clients has no default.
        listeners: [
            { port: 443, protocol: "HTTPS", to: "codestream", targetPort: 443, targetProtocol: "HTTPS" },
            { port: 12443, protocol: "HTTPS", to: "codestream", targetPort: 12443, targetProtocol: "HTTPS" },
        ],
    },
    withoutCertificate: {
        listeners: [
            { port: 80, protocol: "HTTP", to: "codestream", targetPort: 80 },
            { port: 12080, protocol: "HTTP", to: "codestream", targetPort: 12080 },
        ],
    },
};
