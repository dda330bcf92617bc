import { checks } from "./checks";
import { ingestNameOf, nodeDomainOf } from "./domain-names";
import { ConfigError, type ConfigIssue, schemaIssues } from "./issues";
import { isSettings, merge, type Settings } from "./merge";
import { profiles } from "./profiles";
import { type ClusterSettings, clusterSchema } from "./schema";
import { listed } from "./values";

export interface NewNetwork {
    readonly kind: "new";
    readonly cidr: string;
    /** How many zones, or their names. */
    readonly zones: number | readonly string[];
    readonly nat: "single" | "per-zone";
}

export interface ExistingNetwork {
    readonly kind: "existing";
    readonly vpcId: string;
    readonly publicSubnetIds: readonly string[];
    readonly privateSubnetIds: readonly string[];
}

/** The configuration of one stack with every default resolved: plain data that the components build from. */
export interface ClusterConfig extends Omit<ClusterSettings, "network" | "domain" | "monitoring" | "registrar"> {
    readonly network: NewNetwork | ExistingNetwork;
    readonly domain?: { readonly zone: string; readonly name: string; readonly ingestName: string };
    readonly monitoring: {
        readonly accessLogs: boolean;
        readonly flowLogs: boolean;
        readonly queryLogs: boolean;
        readonly alarms: boolean;
        readonly email?: string;
        readonly logRetentionDays: number;
    };
    /** Absent when nodes get no names. */
    readonly registrar?: NonNullable<ClusterSettings["registrar"]> & { readonly nodeDomain: string };
}

export interface ResolveOptions {
    /** Namespace of the keys in messages: the name of the project. */
    readonly namespace: string;
    /** Tells whether a top-level key is secret. */
    readonly isSecret?: (key: string) => boolean;
}

/**
 * Lays the stack's settings over its profile's defaults and checks the result.
 *
 * @param settings What the stack file says, without namespace: `{ profile: "ant-media", domain: { … } }`.
 * @throws ConfigError that names all wrong keys at once.
 */
export function resolveConfig(
    settings: Settings,
    { namespace, isSecret = () => false }: ResolveOptions,
): ClusterConfig {
    const fail = (issues: readonly ConfigIssue[]): never => {
        throw new ConfigError(issues, namespace);
    };
    const merged = merge(profileDefaults(settings, fail), settings);
    const parsed = clusterSchema.safeParse(merged);
    if (!parsed.success) return fail(schemaIssues(parsed.error, clusterSchema, merged, isSecret));
    const issues = checks.flatMap((check) => check(parsed.data));
    return issues.length > 0 ? fail(issues) : derive(parsed.data);
}

function profileDefaults(settings: Settings, fail: (issues: readonly ConfigIssue[]) => never): unknown {
    const names = Object.keys(profiles);
    const { profile } = settings;
    const defaults = typeof profile === "string" ? profiles[profile] : undefined;
    if (defaults === undefined) {
        const state = profile === undefined ? "is missing" : `is ${JSON.stringify(profile)}`;
        return fail([{ key: "profile", text: `${state}; it must be ${listed(names)}.` }]);
    }
    // An existing network takes no part of a new one.
    const existing = isSettings(settings.network) && settings.network.vpcId !== undefined;
    return existing ? { ...defaults, network: undefined } : defaults;
}

function derive(settings: ClusterSettings): ClusterConfig {
    const { network, domain, monitoring, registrar, ...rest } = settings;
    return {
        ...rest,
        network: deriveNetwork(network),
        domain: domain && { ...domain, ingestName: ingestNameOf(domain) },
        monitoring: {
            ...monitoring,
            accessLogs: monitoring.accessLogs ?? settings.protect,
            flowLogs: monitoring.flowLogs ?? settings.protect,
            queryLogs: monitoring.queryLogs ?? settings.protect,
            alarms: monitoring.alarms ?? settings.protect,
        },
        registrar:
            registrar?.enabled && domain ? { ...registrar, nodeDomain: nodeDomainOf(registrar, domain) } : undefined,
    };
}

function deriveNetwork(network: ClusterSettings["network"]): NewNetwork | ExistingNetwork {
    const { cidr, zones, nat, vpcId, publicSubnetIds = [], privateSubnetIds = [] } = network;
    if (vpcId !== undefined) return { kind: "existing", vpcId, publicSubnetIds, privateSubnetIds };
    if (cidr === undefined || zones === undefined || nat === undefined) {
        throw new Error("The checks let a network pass that is neither new nor existing.");
    }
    return { kind: "new", cidr, zones, nat };
}
