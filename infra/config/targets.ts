import type { Balancing, GroupHealth, HostHealth, HostRole, NodeRole } from "./schema";

/** What balancers send to: a group of nodes or existing hosts. */
export interface Target {
    readonly name: string;
    readonly kind: "group" | "hosts";
    readonly role: NodeRole | HostRole;
    readonly health: GroupHealth | HostHealth;
    readonly balancing: Balancing;
}

interface Targets {
    readonly groups: Readonly<
        Record<string, { readonly role: NodeRole; readonly health: GroupHealth; readonly balancing?: Balancing }>
    >;
    readonly hosts: Readonly<
        Record<string, { readonly role: HostRole; readonly health: HostHealth; readonly balancing: Balancing }>
    >;
}

interface Action {
    readonly to?: string;
    readonly weights?: Readonly<Record<string, number>>;
}

/** Everything that balancers can send to, by name. Pools are not among them. */
export function targetsOf({ groups, hosts }: Targets): Readonly<Record<string, Target>> {
    return Object.fromEntries([
        ...Object.entries(groups).flatMap(([name, { role, health, balancing }]) =>
            balancing ? [[name, { name, kind: "group", role, health, balancing } satisfies Target] as const] : [],
        ),
        ...Object.entries(hosts).map(
            ([name, { role, health, balancing }]) =>
                [name, { name, kind: "hosts", role, health, balancing } satisfies Target] as const,
        ),
    ]);
}

/** Names of the targets of a listener or a rule. */
export function targetNames({ to, weights }: Action): string[] {
    if (weights) return Object.keys(weights);
    return to === undefined ? [] : [to];
}

/** Names of all targets of a listener: its own and those of its rules, each once. */
export function allTargetNames(listener: Action & { readonly rules: readonly Action[] }): string[] {
    return [...new Set([listener, ...listener.rules].flatMap(targetNames))];
}

/** Port of a target that a listener sends to. */
export function targetPortOf({ targetPort }: { readonly targetPort?: number }, { name, health }: Target): number {
    const port = targetPort ?? health.port;
    if (port === undefined) throw new Error(`The checks let a listener pass that knows no port of ${name}.`);
    return port;
}
