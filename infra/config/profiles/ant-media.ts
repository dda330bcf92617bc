import { amazonLinux, common, statusPage } from "./common";
import type { Profile } from "./profile";

/** Out of service after 150 s, back after 90 s. */
const health = {
    ...statusPage,
    port: 5080,
    intervalSeconds: 30,
    timeoutSeconds: 5,
    healthyThreshold: 3,
    unhealthyThreshold: 5,
    graceSeconds: 300,
} as const;

const everyGroup = {
    software: "ant-media",
    image: {
        owners: ["aws-marketplace"],
        name: "AntMedia-AWS-Marketplace-EE-*",
        productCode: "4wh7rhpic3wfwamyp5905tsbt",
        architecture: "x86_64",
    },
    instanceTypes: ["c5.xlarge"],
    health,
    drain: { maxMinutes: 15 },
    disk: { gib: 16 },
    publicAddress: true,
    // WebRTC media goes to the node itself, never through a balancer.
    ports: [{ protocol: "udp", from: 50000, to: 60000 }],
} as const;

const scaled = {
    cpuTarget: 60,
    balancing: { algorithm: "least_outstanding_requests", deregistrationSeconds: 300 },
} as const;

/**
 * Ant Media Server Enterprise: publishers connect to origin nodes, players to edge nodes, and MongoDB tells an edge which
 * origin has a stream. Ports, sizes, health figures and query rules are those of the vendor's CloudFormation template;
 * the health page, redirects, private database and closed node ports are not.
 */
export const antMedia: Profile = {
    everyGroup,
    everyStream: { health: { unhealthyThreshold: 3 } },
    defaults: {
        ...common,
        access: { ...common.access, clients: ["0.0.0.0/0"], betweenNodes: [5000] },
        groups: {
            origin: {
                ...scaled,
                role: "origin",
                size: { min: 1, desired: 1, max: 10 },
                // Without the cookie the dashboard's login loops as soon as there are two origin nodes.
                balancing: { ...scaled.balancing, stickySeconds: 30 },
            },
            edge: { ...scaled, role: "edge", size: { min: 2, desired: 2, max: 10 } },
        },
        listeners: [
            { port: 80, protocol: "HTTP", redirectTo: 443 },
            {
                port: 443,
                protocol: "HTTPS",
                to: "origin",
                // One host and one port for publishing and playing.
                rules: [
                    { query: { key: "target", value: "origin" }, to: "origin" },
                    { query: { key: "target", value: "edge" }, to: "edge" },
                ],
            },
            { port: 5080, protocol: "HTTP", redirectTo: 5443 },
            { port: 5443, protocol: "HTTPS", to: "edge" },
            { port: 4444, protocol: "HTTPS", from: "admins", to: "origin" },
        ],
        streams: [
            { port: 1935, protocol: "TCP", to: "origin" },
            { port: 4200, protocol: "UDP", to: "origin" },
        ],
        database: {
            members: 1,
            instanceType: "c5.xlarge",
            image: amazonLinux,
            disk: { gib: 50 },
            backup: { keepDays: 7 },
        },
        registrar: { ...common.registrar, enabled: true },
    },
};
