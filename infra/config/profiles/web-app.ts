import { common, statusPage } from "./common";
import type { Profile } from "./profile";

/** A web application from one image: two nodes in two zones behind a balancer, replaced when they fail. */
export const webApp: Profile = {
    everyGroup: {
        role: "web",
        software: "image",
        instanceTypes: ["t3.small"],
        health: {
            ...statusPage,
            port: 80,
            intervalSeconds: 30,
            timeoutSeconds: 5,
            healthyThreshold: 5,
            unhealthyThreshold: 2,
            graceSeconds: 300,
        },
        // Requests of a web page end soon.
        balancing: { algorithm: "round_robin", deregistrationSeconds: 60 },
        drain: { maxMinutes: 5 },
        disk: { gib: 20 },
        publicAddress: false,
        ports: [],
    },
    defaults: {
        ...common,
        access: { ...common.access, clients: ["0.0.0.0/0"] },
        groups: { web: { size: { min: 2, desired: 2, max: 2 } } },
        listeners: [
            { port: 80, protocol: "HTTP", redirectTo: 443 },
            { port: 443, protocol: "HTTPS", to: "web" },
        ],
    },
    withoutCertificate: { listeners: [{ port: 80, protocol: "HTTP", to: "web" }] },
};
