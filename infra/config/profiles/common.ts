import { STATUS_PATH } from "../schema";

/** What all profiles have in common. */
export const common = {
    network: { cidr: "10.0.0.0/16", zones: 2, nat: "single" },
    access: { admins: [], betweenNodes: [] },
    balancer: {
        scheme: "internet-facing",
        ipAddressType: "ipv4",
        // After AWS's 60 seconds a quiet WebSocket would be cut.
        idleTimeoutSeconds: 300,
    },
    streamBalancer: { scheme: "internet-facing" },
    registrar: { enabled: false, address: "public", ttlSeconds: 60, label: "nodes", everyMinutes: 5 },
    monitoring: { logRetentionDays: 30 },
    protect: false,
    tags: {},
} as const;

export const statusPage = { path: STATUS_PATH, matcher: 200 } as const;

/** Newest image of Amazon Linux 2023, for servers that bring no image of their own. */
export const amazonLinux = {
    owners: ["amazon"],
    name: "al2023-ami-2023.*-x86_64",
    architecture: "x86_64",
} as const;
