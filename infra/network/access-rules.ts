import type { ClusterConfig } from "../config/resolve";
import { allTargetNames, targetPortOf, targetsOf } from "../config/targets";

/**
 * A security group by what stands behind it: `alb`, `nlb`, `mongo`, the name of a node group, or that of hosts that brought
 * their own.
 */
export type AccessGroup = string;

/** Whom a rule names: a security group, an address range, or one existing instance by its address. */
export type Peer =
    | { readonly group: AccessGroup }
    | { readonly cidr: string }
    | { readonly hosts: string; readonly instanceId: string };

export interface AccessRule {
    /** Unique among all rules, and stable when others come and go. */
    readonly name: string;
    readonly group: AccessGroup;
    readonly direction: "ingress" | "egress";
    /** `all` means every protocol and port. */
    readonly protocol: "tcp" | "udp" | "all";
    readonly from?: number;
    readonly to?: number;
    readonly peer: Peer;
    readonly description: string;
}

type AccessSettings = Pick<ClusterConfig, "access" | "groups" | "hosts" | "listeners" | "streams" | "database">;

export const DATABASE_PORT = 27017;

/** Every rule of every security group: who may reach what. Nothing is open that is not named here. */
export function accessRules(config: AccessSettings): AccessRule[] {
    const rules = [...balancerRules(config), ...ingestRules(config), ...nodeRules(config), ...databaseRules(config)];
    // AWS refuses a rule that a security group has already, under whatever name: hosts may share groups and instances.
    const sameRule = ({ group, direction, protocol, from, to, peer }: AccessRule) =>
        JSON.stringify([direction, protocol, from, to, groupIdOf(config, group), peerKey(config, peer)]);
    const seen = new Map<string, AccessRule>();
    for (const rule of rules) if (!seen.has(sameRule(rule))) seen.set(sameRule(rule), rule);
    return [...seen.values()];
}

/** What tells security groups apart: those of hosts by their id, all others by their name. */
function groupIdOf({ hosts }: AccessSettings, group: AccessGroup): string {
    return hosts[group]?.securityGroupId ?? group;
}

function peerKey(config: AccessSettings, peer: Peer): string {
    if ("group" in peer) return groupIdOf(config, peer.group);
    return "cidr" in peer ? peer.cidr : peer.instanceId;
}

/** Groups that need a security group, in the order in which traffic passes them. */
export function accessGroups({ groups, listeners, streams, database }: AccessSettings): AccessGroup[] {
    return [
        ...(listeners.length > 0 ? ["alb"] : []),
        ...(streams.length > 0 ? ["nlb"] : []),
        ...Object.keys(groups),
        ...(database?.kind === "members" ? ["mongo"] : []),
    ];
}

/** A port that a balancer has to reach on hosts whose security group is not ours to change. */
export interface HostPort {
    readonly hosts: string;
    readonly balancer: "alb" | "nlb";
    readonly protocol: "tcp" | "udp";
    readonly port: number;
    readonly what: string;
}

/** What the owners of existing hosts have to open, because no security group of theirs is in the configuration. */
export function hostPorts(config: AccessSettings): HostPort[] {
    return [...requestPaths(config), ...streamPaths(config)].flatMap(({ from, target, protocol, port, what }) =>
        isForeign(config, target) ? [{ hosts: target, balancer: from, protocol, port, what }] : [],
    );
}

/** Traffic from a balancer to a target. */
interface Path {
    readonly from: "alb" | "nlb";
    readonly target: string;
    readonly protocol: "tcp" | "udp";
    readonly port: number;
    readonly what: string;
}

function balancerRules(config: AccessSettings): AccessRule[] {
    const { access, listeners } = config;
    const open = listeners.flatMap(({ port, from }) => [
        ...access[from].map((cidr) => fromRange("alb", "tcp", port, port, cidr, `Port ${port} for ${from}`)),
        ...(from === "clients" ? access.natAddresses : []).map((cidr) =>
            fromRange("alb", "tcp", port, port, cidr, `Port ${port} for hosts that call the public name`),
        ),
    ]);
    return [...open, ...requestPaths(config).flatMap((path) => opened(config, path))];
}

function requestPaths(config: AccessSettings): Path[] {
    const targets = targetsOf(config);
    const reached = config.listeners.flatMap((listener) =>
        allTargetNames(listener).flatMap((name) => {
            const target = targets[name];
            return target ? [{ target, port: targetPortOf(listener, target) }] : [];
        }),
    );
    const ports = [
        ...reached.map(({ target, port }) => ({ target: target.name, port })),
        ...reached.map(({ target, port }) => ({ target: target.name, port: target.health.port ?? port })),
    ];
    return distinct(ports).map(({ target, port }) => ({
        from: "alb",
        target,
        protocol: "tcp",
        port,
        what: "Requests and health checks",
    }));
}

function ingestRules(config: AccessSettings): AccessRule[] {
    const { access, streams } = config;
    const open = streams.flatMap(({ port, protocol }) =>
        transports(protocol).flatMap((transport) =>
            access.clients.map((cidr) => fromRange("nlb", transport, port, port, cidr, `Streams on port ${port}`)),
        ),
    );
    return [...open, ...streamPaths(config).flatMap((path) => opened(config, path))];
}

function streamPaths(config: AccessSettings): Path[] {
    const { streams } = config;
    const targets = targetsOf(config);
    const carried = streams.flatMap(({ port, targetPort = port, protocol, to }): Path[] =>
        transports(protocol).map((transport) => ({
            from: "nlb",
            target: to,
            protocol: transport,
            port: targetPort,
            what: "Streams",
        })),
    );
    const checked = unique(streams.map(({ to }) => to)).flatMap((to): Path[] => {
        const port = targets[to]?.health.port;
        const what = "Health checks of the stream balancer";
        return port === undefined ? [] : [{ from: "nlb", target: to, protocol: "tcp", port, what }];
    });
    const key = ({ target, protocol, port }: Path) => `${target} ${protocol} ${port}`;
    return [...new Map([...checked, ...carried].map((path) => [key(path), path])).values()].toSorted(
        (a, b) => Number(a.what !== "Streams") - Number(b.what !== "Streams"),
    );
}

/** Both halves of a path; towards hosts whose security group is not ours, the balancer's half, to each instance. */
function opened(config: AccessSettings, { from, target, protocol, port, what }: Path): AccessRule[] {
    if (!isForeign(config, target)) return between(from, target, protocol, port, what);
    return (config.hosts[target]?.instanceIds ?? []).map((instanceId) => ({
        name: `${from}-to-${target}-${instanceId}-${protocol}-${port}`,
        group: from,
        direction: "egress",
        protocol,
        from: port,
        to: port,
        peer: { hosts: target, instanceId },
        description: `${what}, to ${target}`,
    }));
}

function isForeign({ hosts }: AccessSettings, target: string): boolean {
    return hosts[target] !== undefined && hosts[target].securityGroupId === undefined;
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

function databaseRules({ groups, database }: AccessSettings): AccessRule[] {
    if (database?.kind !== "members") return [];
    const joining = Object.keys(groups).filter((name) => groups[name]?.software === "ant-media");
    const clients = joining.map((name) => fromGroup("mongo", name, "tcp", DATABASE_PORT, "Database clients"));
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

function transports(protocol: "TCP" | "UDP" | "TCP_UDP" | "TLS"): ("tcp" | "udp")[] {
    if (protocol === "TCP_UDP") return ["tcp", "udp"];
    return protocol === "UDP" ? ["udp"] : ["tcp"];
}

function distinct(ports: readonly { readonly target: string; readonly port: number }[]) {
    return [...new Map(ports.map((one) => [`${one.target}:${one.port}`, one])).values()];
}

function unique(values: readonly string[]): string[] {
    return [...new Set(values)];
}
