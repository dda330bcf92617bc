import { STATUS_PATH } from "../schema";
import type { ProfileDefaults } from "./profile";

/**
 * Ant Media Server Enterprise: publishers connect to origin nodes, players to edge nodes, and MongoDB tells an edge which
 * origin has a stream. Ports, sizes, health figures and query rules are those of the vendor's CloudFormation template;
 * the health page, redirects, private database and closed node ports are not.
 */
const image = {
    owners: ["aws-marketplace"],
    name: "AntMedia-AWS-Marketplace-EE-*",
    productCode: "4wh7rhpic3wfwamyp5905tsbt",
    architecture: "x86_64",
} as const;

/** Out of service after 150 s, back after 90 s. */
const health = {
    path: STATUS_PATH,
    port: 5080,
    intervalSeconds: 30,
    timeoutSeconds: 5,
    healthyThreshold: 3,
    unhealthyThreshold: 5,
    graceSeconds: 300,
};

const node = {
    image,
    instanceTypes: ["c5.xlarge"],
    cpuTarget: 60,
    health,
    balancing: { algorithm: "least_outstanding_requests", deregistrationSeconds: 300 },
    drain: { maxMinutes: 15 },
    disk: { gib: 16 },
    publicAddress: true,
    // WebRTC media goes to the node itself, never through a balancer.
    ports: [{ protocol: "udp", from: 50000, to: 60000 }],
} as const;

export const antMedia: ProfileDefaults = {
    network: { cidr: "10.0.0.0/16", zones: 2, nat: "single" },
    access: { clients: ["0.0.0.0/0"], betweenNodes: [5000] },
    groups: {
        origin: {
            ...node,
            role: "origin",
            size: { min: 1, desired: 1, max: 10 },
            // Without the cookie the dashboard's login loops as soon as there are two origin nodes.
            balancing: { ...node.balancing, stickySeconds: 30 },
        },
        edge: { ...node, role: "edge", size: { min: 2, desired: 2, max: 10 } },
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
    idleTimeoutSeconds: 300,
    database: {
        members: 1,
        instanceType: "m5.large",
        image: { owners: ["amazon"], name: "al2023-ami-2023.*-x86_64", architecture: "x86_64" },
        disk: { gib: 50 },
        backup: { keepDays: 7 },
    },
    registrar: { enabled: true, address: "public", ttlSeconds: 60, label: "nodes", everyMinutes: 5 },
    monitoring: { logRetentionDays: 30 },
    protect: false,
    tags: {},
};
