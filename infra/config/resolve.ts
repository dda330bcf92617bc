import { checks } from "./checks";
import { ingestNameOf, nodeDomainOf } from "./domain-names";
import { ConfigError, type ConfigIssue, schemaIssues } from "./issues";
import { isSettings, merge, type Settings } from "./merge";
import { profiles } from "./profiles";
import type { Profile } from "./profiles/profile";
import { type ClusterSettings, clusterSchema, type Group, type Image, type Listener } from "./schema";
import { SensitiveText } from "./sensitive-text";
import { allTargetNames } from "./targets";
import { listed } from "./values";

export interface NewNetwork {
    readonly kind: "new";
    readonly cidr: string;
    /** How many zones, or their names. */
    readonly zones: number | readonly string[];
    readonly nat: "none" | "single" | "per-zone";
}

export interface ExistingNetwork {
    readonly kind: "existing";
    readonly vpcId: string;
    readonly publicSubnetIds: readonly string[];
    readonly privateSubnetIds: readonly string[];
}

export interface DatabaseMembers {
    readonly kind: "members";
    readonly members: 1 | 3;
    readonly instanceType: string;
    readonly image: Image;
    readonly disk: { readonly gib: number };
    readonly backup: { readonly keepDays: number };
}

export interface ExternalDatabase {
    readonly kind: "external";
    readonly uri: SensitiveText;
}

/** The configuration of one stack with every default resolved: plain data that the components build from. */
export interface ClusterConfig
    extends Omit<ClusterSettings, "network" | "domain" | "database" | "monitoring" | "registrar"> {
    readonly network: NewNetwork | ExistingNetwork;
    readonly domain?: {
        readonly zone: string;
        readonly zoneId?: string;
        /** Name of the application balancer; present as soon as there are listeners. */
        readonly name?: string;
        readonly aliases: readonly string[];
        readonly ingestName: string;
        readonly records: "alias" | "cname";
    };
    /** Absent when no software needs one. */
    readonly database?: DatabaseMembers | ExternalDatabase;
    readonly monitoring: ClusterSettings["monitoring"] & {
        readonly accessLogs: boolean;
        readonly flowLogs: boolean;
        readonly queryLogs: boolean;
        readonly alarms: boolean;
    };
    /** Absent when nodes get no names. */
    readonly registrar?: ClusterSettings["registrar"] & { readonly nodeDomain: string };
}

export interface ResolveOptions {
    /** Namespace of the keys in messages: the name of the project. */
    readonly namespace: string;
    /** Tells whether a top-level key is secret. */
    readonly isSecret?: (key: string) => boolean;
    /** Region of the cluster, where it is known beforehand. */
    readonly region?: string;
}

/**
 * Lays the stack's settings over its profile's defaults and checks the result.
 *
 * @param settings What the stack file says, without namespace: `{ profile: "ant-media", domain: { … } }`.
 * @throws ConfigError that names all wrong keys at once.
 */
export function resolveConfig(
    settings: Settings,
    { namespace, isSecret = () => false, region }: ResolveOptions,
): ClusterConfig {
    const fail = (issues: readonly ConfigIssue[]): never => {
        throw new ConfigError(issues, namespace);
    };
    const { streams: _, ...own } = settings;
    const merged = merge(defaultsFor(settings, fail), own);
    const parsed = clusterSchema.safeParse(merged);
    if (!parsed.success) return fail(schemaIssues(parsed.error, clusterSchema, merged, isSecret));
    const found = checks.flatMap((check) => check(parsed.data, { isSecret, region }));
    const issues = found.map((issue) => (isSecret(topLevel(issue.key)) ? withoutValue(issue) : issue));
    return issues.length > 0 ? fail(issues) : derive(parsed.data);
}

function topLevel(key: string): string {
    return key.split(/[.[]/)[0] ?? key;
}

function withoutValue({ key, text }: ConfigIssue): ConfigIssue {
    return { key, text: text.replace(/^is ("[^"]*"|[\d.]+|true|false)/, "is not valid") };
}

function defaultsFor(settings: Settings, fail: (issues: readonly ConfigIssue[]) => never): unknown {
    const names = Object.keys(profiles);
    const { profile: name } = settings;
    const profile = typeof name === "string" ? profiles[name] : undefined;
    if (profile === undefined) {
        const state = name === undefined ? "is missing" : `is ${JSON.stringify(name)}`;
        return fail([{ key: "profile", text: `${state}; it must be ${listed(names)}.` }]);
    }
    const isPlain = settings.domain === undefined && settings.certificate === undefined;
    const defaults = isPlain ? merge(profile.defaults, profile.withoutCertificate) : profile.defaults;
    const whole = isSettings(defaults) ? defaults : {};
    return {
        ...whole,
        groups: each(profile.everyGroup, whole.groups, settings.groups),
        hosts: each(profile.everyHost, whole.hosts, settings.hosts),
        streams: streamsOf(profile, settings.streams ?? whole.streams),
        // What exists takes no part of what is new.
        ...(has(settings.network, "vpcId") && { network: undefined }),
        ...(has(settings.database, "uri") && { database: undefined }),
    };
}

/** The same defaults for each entry that profile or stack file name, below those of its own. */
function each(shared: Profile["everyGroup"] | Profile["everyHost"], defaults: unknown, given: unknown): Settings {
    const own = isSettings(defaults) ? defaults : {};
    const names = [...Object.keys(own), ...(isSettings(given) ? Object.keys(given) : [])];
    return Object.fromEntries(names.map((name) => [name, merge(shared ?? {}, own[name])]));
}

/** Lists are taken whole, so that their defaults belong to each of their entries. */
function streamsOf({ everyStream = {} }: Profile, streams: unknown): unknown {
    return Array.isArray(streams) ? streams.map((stream) => merge(everyStream, stream)) : streams;
}

function has(settings: unknown, key: string): boolean {
    return isSettings(settings) && settings[key] !== undefined;
}

function derive(settings: ClusterSettings): ClusterConfig {
    const { network, domain, database, monitoring, registrar, ...rest } = settings;
    return {
        ...rest,
        groups: Object.fromEntries(
            Object.entries(rest.groups).map(([name, group]) => [
                name,
                withCheckedProtocol(name, group, rest.listeners),
            ]),
        ),
        network: deriveNetwork(network),
        domain: domain && { ...domain, ingestName: ingestNameOf(domain) },
        database: database && deriveDatabase(database),
        monitoring: {
            ...monitoring,
            accessLogs: monitoring.accessLogs ?? settings.protect,
            flowLogs: monitoring.flowLogs ?? settings.protect,
            queryLogs: monitoring.queryLogs ?? settings.protect,
            alarms: monitoring.alarms ?? settings.protect,
        },
        registrar:
            registrar.enabled && domain ? { ...registrar, nodeDomain: nodeDomainOf(registrar, domain) } : undefined,
    };
}

/** A health page on the port of the requests speaks what they speak; balancer and node have to agree on it. */
function withCheckedProtocol(name: string, group: Group, listeners: readonly Listener[]): Group {
    const { health } = group;
    const served = listeners.find(
        (listener) => allTargetNames(listener).includes(name) && (listener.targetPort ?? health.port) === health.port,
    );
    return { ...group, health: { ...health, protocol: health.protocol ?? served?.targetProtocol ?? "HTTP" } };
}

function deriveNetwork(network: ClusterSettings["network"]): NewNetwork | ExistingNetwork {
    const { cidr, zones, nat, vpcId, publicSubnetIds = [], privateSubnetIds = [] } = network;
    if (vpcId !== undefined) return { kind: "existing", vpcId, publicSubnetIds, privateSubnetIds };
    if (cidr === undefined || zones === undefined || nat === undefined) {
        throw new Error("The checks let a network pass that is neither new nor existing.");
    }
    return { kind: "new", cidr, zones, nat };
}

function deriveDatabase(database: NonNullable<ClusterSettings["database"]>): DatabaseMembers | ExternalDatabase {
    const { uri, members, instanceType, image, disk, backup } = database;
    if (uri !== undefined) return { kind: "external", uri: new SensitiveText(uri) };
    if (members === undefined || !instanceType || !image || !disk || !backup) {
        throw new Error("The checks let a database pass that is neither new nor existing.");
    }
    return { kind: "members", members, instanceType, image, disk, backup };
}
