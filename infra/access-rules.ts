import type { ClusterConfig } from "./config/resolve";

/** A security group by what stands behind it: `alb`, `nlb`, `mongo` or the name of a node group. */
export type AccessGroup = string;

export interface AccessRule {
    /** Unique among all rules, and stable when others come and go. */
    readonly name: string;
    readonly group: AccessGroup;
    readonly direction: "ingress" | "egress";
    /** `all` means every protocol and port. */
    readonly protocol: "tcp" | "udp" | "all";
    readonly from?: number;
    readonly to?: number;
    readonly peer: { readonly group: AccessGroup } | { readonly cidr: string };
    readonly description: string;
}

type AccessSettings = Pick<ClusterConfig, "access" | "groups" | "listeners" | "streams">;

export const DATABASE_PORT = 27017;

/** Every rule of every security group: who may reach what. Nothing is open that is not named here. */
export function accessRules(config: AccessSettings): AccessRule[] {
    return [...balancerRules(config), ...ingestRules(config), ...nodeRules(config), ...databaseRules(config)];
}

/** Groups that need a security group, in the order in which traffic passes them. */
export function accessGroups({ groups, streams }: AccessSettings): AccessGroup[] {
    return ["alb", ...(streams.length > 0 ? ["nlb"] : []), ...Object.keys(groups), "mongo"];
}

function balancerRules({ access, groups, listeners }: AccessSettings): AccessRule[] {
    const open = listeners.flatMap(({ port, from }) =>
        access[from].map((cidr) => fromRange("alb", "tcp", port, port, cidr, `Port ${port} for ${from}`)),
    );
    const reached = listeners.flatMap(({ to, rules, targetPort }) =>
        [to, ...rules.map((rule) => rule.to)].flatMap((group) => (group === undefined ? [] : [{ group, targetPort }])),
    );
    const forward = unique([
        ...reached.map(({ group, targetPort }) => `${group}:${targetPort}`),
        ...reached.map(({ group, targetPort }) => `${group}:${groups[group]?.health.port ?? targetPort}`),
    ]).flatMap((target) => {
        const [group = "", port] = target.split(":");
        return between("alb", group, "tcp", Number(port), "Requests and health checks");
    });
    return [...open, ...forward];
}

function ingestRules({ access, groups, streams }: AccessSettings): AccessRule[] {
    const open = streams.flatMap(({ port, protocol }) =>
        access.clients.map((cidr) => fromRange("nlb", lower(protocol), port, port, cidr, `Streams on port ${port}`)),
    );
    const forward = streams.flatMap(({ port, protocol, to }) => between("nlb", to, lower(protocol), port, "Streams"));
    const checked = unique(streams.map(({ to }) => to)).flatMap((to) => {
        const port = groups[to]?.health.port;
        return port === undefined ? [] : between("nlb", to, "tcp", port, "Health checks of the stream balancer");
    });
    return [...open, ...forward, ...checked];
}

function nodeRules({ access, groups }: AccessSettings): AccessRule[] {
    const names = Object.keys(groups);
    return names.flatMap((name) => [
        ...(groups[name]?.ports ?? []).flatMap(({ protocol, from, to }) =>
            access.clients.map((cidr) => fromRange(name, protocol, from, to, cidr, "Media from and to clients")),
        ),
        ...access.betweenNodes.flatMap((port) =>
            names.map((peer) => fromGroup(name, peer, "tcp", port, "Between nodes")),
        ),
        everywhere(name),
    ]);
}

function databaseRules({ groups }: AccessSettings): AccessRule[] {
    const clients = Object.keys(groups).map((name) =>
        fromGroup("mongo", name, "tcp", DATABASE_PORT, "Database clients"),
    );
    const members = between("mongo", "mongo", "tcp", DATABASE_PORT, "Between members of the replica set");
    const packages = toRange("mongo", 443, "0.0.0.0/0", "Packages, secrets and Session Manager");
    return [...clients, ...members, packages];
}

/** Both halves of one path: out of the one group, into the other. */
function between(
    from: AccessGroup,
    to: AccessGroup,
    protocol: "tcp" | "udp",
    port: number,
    what: string,
): AccessRule[] {
    const range = { protocol, from: port, to: port };
    const name = `${from}-to-${to}-${protocol}-${port}`;
    return [
        { name, group: from, direction: "egress", ...range, peer: { group: to }, description: `${what}, to ${to}` },
        fromGroup(to, from, protocol, port, what),
    ];
}

function fromGroup(
    group: AccessGroup,
    peer: AccessGroup,
    protocol: "tcp" | "udp",
    port: number,
    what: string,
): AccessRule {
    const name = `${group}-from-${peer}-${protocol}-${port}`;
    const range = { protocol, from: port, to: port };
    return { name, group, direction: "ingress", ...range, peer: { group: peer }, description: `${what}, from ${peer}` };
}

function fromRange(
    group: AccessGroup,
    protocol: "tcp" | "udp",
    from: number,
    to: number,
    cidr: string,
    description: string,
): AccessRule {
    const ports = from === to ? from : `${from}-${to}`;
    const name = `${group}-from-${dashed(cidr)}-${protocol}-${ports}`;
    return { name, group, direction: "ingress", protocol, from, to, peer: { cidr }, description };
}

function toRange(group: AccessGroup, port: number, cidr: string, description: string): AccessRule {
    const name = `${group}-to-${dashed(cidr)}-tcp-${port}`;
    return { name, group, direction: "egress", protocol: "tcp", from: port, to: port, peer: { cidr }, description };
}

/** Media goes to addresses that nobody can list beforehand. */
function everywhere(group: AccessGroup): AccessRule {
    const peer = { cidr: "0.0.0.0/0" };
    const description = "Media, packages and AWS services";
    return { name: `${group}-to-anywhere`, group, direction: "egress", protocol: "all", peer, description };
}

function dashed(cidr: string): string {
    return cidr.replace("/", "-").replaceAll(":", ".");
}

function lower(protocol: "TCP" | "UDP"): "tcp" | "udp" {
    return protocol === "TCP" ? "tcp" : "udp";
}

function unique(values: readonly string[]): string[] {
    return [...new Set(values)];
}
