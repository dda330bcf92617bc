import * as pulumi from "@pulumi/pulumi";
import type { ClusterConfig } from "../config/resolve";
import { targetsOf } from "../config/targets";
import { AccessLogBucket } from "../logs";
import type { Access } from "../network/access";
import type { Network, Subnets } from "../network/network";
import type { TagsOf } from "../tags";
import { balancerName } from "./balancer-names";
import { Certificate } from "./certificate";
import { LoadBalancer } from "./load-balancer";
import { StreamBalancer } from "./stream-balancer";
import type { TargetGroupRef, TargetHealth } from "./target-group";

export interface FrontDoorsArgs {
    readonly config: ClusterConfig;
    readonly account: pulumi.Input<string>;
    readonly region: pulumi.Output<string>;
    /** Hosted zone of the names; absent without a domain. */
    readonly zoneId?: pulumi.Input<string>;
    readonly network: Network;
    readonly access: Access;
    readonly tagsOf: TagsOf;
}

/** What clients come in by: the balancers that the configuration asks for, with certificate, names and logs. */
export interface FrontDoors {
    readonly balancer?: LoadBalancer;
    readonly streamBalancer?: StreamBalancer;
    readonly targetHealth: readonly TargetHealth[];
    readonly targetGroups: readonly TargetGroupRef[];
    targetGroupsOf(target: string): TargetGroupRef[];
}

export function frontDoors(name: string, args: FrontDoorsArgs, parent: pulumi.CustomResourceOptions): FrontDoors {
    const { listeners, streams } = args.config;
    const certificateArn = certificateOf(name, args, parent);
    const balancer = listeners.length > 0 ? applicationBalancer(name, args, certificateArn, parent) : undefined;
    const streamBalancer = streams.length > 0 ? networkBalancer(name, args, certificateArn, parent) : undefined;
    const names = Object.keys(targetsOf(args.config));
    const targetGroupsOf = (target: string) => [
        ...(balancer?.targetGroupsOf(target) ?? []),
        ...(streamBalancer?.targetGroupsOf(target) ?? []),
    ];
    return {
        balancer,
        streamBalancer,
        targetGroups: names.flatMap(targetGroupsOf),
        targetGroupsOf,
        targetHealth: [...(balancer?.targetHealth ?? []), ...(streamBalancer?.targetHealth ?? [])],
    };
}

/** Subnets of a balancer: an internal one has private addresses. */
export function subnetsOf(network: Network, scheme: "internet-facing" | "internal"): Subnets {
    return scheme === "internal" ? network.private : network.public;
}

function applicationBalancer(
    name: string,
    { config, account, zoneId, network, access, tagsOf }: FrontDoorsArgs,
    certificateArn: pulumi.Input<string> | undefined,
    parent: pulumi.CustomResourceOptions,
): LoadBalancer {
    const { monitoring, protect, domain } = config;
    const { scheme, ipAddressType, idleTimeoutSeconds } = config.balancer;
    const balancer = new LoadBalancer(
        `${name}-alb`,
        {
            listeners: config.listeners,
            targets: targetsOf(config),
            vpcId: network.vpcId,
            subnetIds: subnetsOf(network, scheme).ids,
            securityGroupId: access.idOf("alb"),
            scheme,
            ipAddressType,
            certificateArn,
            moreCertificateArns: config.certificate?.moreArns ?? [],
            idleTimeoutSeconds,
            deletionProtection: protect,
            accessLogBucket: monitoring.accessLogs ? logBucket(name, { config, account, tagsOf }, parent) : undefined,
            tagsOf,
        },
        parent,
    );
    if (domain?.name !== undefined && zoneId !== undefined) {
        const shared = { zoneId, records: domain.records, dualStack: ipAddressType === "dualstack" };
        // By their hosts, so that an alias can become the name.
        for (const host of [domain.name, ...domain.aliases]) {
            balancerName(`${name}-host-${host}`, { ...shared, host }, balancer, parent);
        }
    }
    return balancer;
}

function networkBalancer(
    name: string,
    { config, zoneId, network, access, tagsOf }: FrontDoorsArgs,
    certificateArn: pulumi.Input<string> | undefined,
    parent: pulumi.CustomResourceOptions,
): StreamBalancer {
    const { domain, protect } = config;
    const { scheme } = config.streamBalancer;
    const balancer = new StreamBalancer(
        `${name}-nlb`,
        {
            streams: config.streams,
            targets: targetsOf(config),
            vpcId: network.vpcId,
            subnetIds: subnetsOf(network, scheme).ids,
            securityGroupId: access.idOf("nlb"),
            scheme,
            certificateArn,
            deletionProtection: protect,
            tagsOf,
        },
        parent,
    );
    if (domain && zoneId !== undefined) {
        const args = { host: domain.ingestName, zoneId, records: domain.records, dualStack: false };
        balancerName(`${name}-ingest`, args, balancer, parent);
    }
    return balancer;
}

function logBucket(
    name: string,
    { config, account, tagsOf }: Pick<FrontDoorsArgs, "config" | "account" | "tagsOf">,
    parent: pulumi.CustomResourceOptions,
): pulumi.Input<string> {
    const { monitoring, protect } = config;
    if (monitoring.logBucket !== undefined) return monitoring.logBucket;
    const args = { account, retentionDays: monitoring.logRetentionDays, protect, tagsOf };
    return new AccessLogBucket(`${name}-access-logs`, args, parent).bucketName;
}

/** The given certificate, or a new one for all names under which TLS is spoken. */
function certificateOf(
    name: string,
    { config, region, zoneId, tagsOf }: FrontDoorsArgs,
    parent: pulumi.CustomResourceOptions,
): pulumi.Input<string> | undefined {
    const { certificate, domain, listeners, streams } = config;
    const isHttps = listeners.some(({ protocol }) => protocol === "HTTPS");
    const isTls = streams.some(({ protocol }) => protocol === "TLS");
    if (!isHttps && !isTls) return undefined;
    if (certificate?.arn !== undefined) return inRegion(certificate.arn, region);
    if (!domain || zoneId === undefined) return undefined;
    const names = [
        ...(isHttps && domain.name !== undefined ? [domain.name, ...domain.aliases] : []),
        ...(isTls ? [domain.ingestName] : []),
        ...(certificate?.names ?? []),
    ];
    return new Certificate(`${name}-certificate`, { names: [...new Set(names)], zoneId, tagsOf }, parent).arn;
}

/** Where the Region comes from an AWS profile, only AWS can say what it is. */
function inRegion(arn: string, region: pulumi.Output<string>): pulumi.Output<string> {
    return region.apply((own) => {
        const given = arn.split(":")[3];
        if (given === own) return arn;
        const key = `${pulumi.getProject()}:certificate.arn`;
        throw new pulumi.RunError(`${key} is of the Region ${given}; it must be of ${own}, where the balancer is.`);
    });
}
