import { common, statusPage } from "./common";
import type { Profile } from "./profile";

/**
 * Stateful WebRTC servers (Janus, mediasoup, Jitsi and others) that live in no cluster of their own: a call is on one node,
 * so there is no balancer, every node has a name, and the application decides which node takes a call and how many there are.
 */
export const mediaPool: Profile = {
    everyGroup: {
        software: "image",
        // The image's web server answers; nobody but the node's own agent asks, because nothing balances a pool.
        health: {
            ...statusPage,
            port: 443,
            protocol: "HTTPS",
            intervalSeconds: 15,
            timeoutSeconds: 5,
            healthyThreshold: 2,
            unhealthyThreshold: 3,
            graceSeconds: 300,
        },
        drain: { maxMinutes: 120 },
        disk: { gib: 40 },
        publicAddress: true,
        ports: [
            { protocol: "tcp", from: 443, to: 443 },
            { protocol: "udp", from: 50000, to: 60000 },
        ],
    },
    defaults: {
        ...common,
        // Three zones, so that the loss of one leaves room for its calls; and nothing in private subnets.
        network: { ...common.network, zones: 3, nat: "none" },
        access: { ...common.access, clients: ["0.0.0.0/0"] },
        // Image and instance types are missing on purpose: only a load test of the server tells how big a node has to be.
        groups: { pool: { role: "pool", size: { min: 1, desired: 1, max: 20 } } },
        registrar: { ...common.registrar, enabled: true, label: "media" },
    },
};
