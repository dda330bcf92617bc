import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import { Record as DnsRecord, getZoneOutput } from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import { Access } from "./access";
import { accessGroups, accessRules, DATABASE_PORT } from "./access-rules";
import { AdministratorSecret } from "./administrator-secret";
import { Certificate } from "./certificate";
import type { ClusterConfig } from "./config/resolve";
import type { Group } from "./config/schema";
import { Database } from "./database";
import { DnsRegistrar } from "./dns/dns-registrar";
import { ownerIdOf } from "./dns/owner-id";
import { reconcileRun } from "./dns/registrar-runs";
import { NodeGroup } from "./groups/node-group";
import { NodeRole } from "./groups/node-role";
import { nodeUserData } from "./groups/node-user-data";
import { TerminationPolicy } from "./groups/termination-policy";
import { LoadBalancer } from "./load-balancer";
import { AccessLogBucket } from "./logs";
import { Monitoring } from "./monitoring/monitoring";
import { Network } from "./network";
import { StreamBalancer } from "./stream-balancer";
import { type Role, type TagsOf, tagsFor } from "./tags";

/** A media cluster: everything one stack builds, from the network to the names of its nodes. */
export class MediaCluster extends pulumi.ComponentResource {
    readonly vpcId: pulumi.Output<string>;
    /** Names of the Auto Scaling groups by the names of the groups. */
    readonly groups: Readonly<Record<string, pulumi.Output<string>>>;
    /** Where the application balancer answers. */
    readonly hostName: pulumi.Output<string>;
    /** Where the stream balancer answers; absent without streams. */
    readonly ingestName?: pulumi.Output<string>;
    /** Topic of the scaling events; absent without registrar. */
    readonly topicArn?: pulumi.Output<string>;
    /** Name of the function that keeps node names; absent without registrar. */
    readonly registrarFunction?: pulumi.Output<string>;
    /** Secret by which the application checks webhooks; absent without one. */
    readonly webhookSecretArn?: pulumi.Output<string>;
    /** Secret with the first login of the dashboard. */
    readonly administratorSecretArn: pulumi.Output<string>;
    /** Policies for the role of the application, by the names of the groups that it scales. */
    readonly scalingPolicyArns: Readonly<Record<string, pulumi.Output<string>>>;

    private readonly tagsOf: TagsOf;
    private readonly child: pulumi.CustomResourceOptions = { parent: this };
    private readonly account: pulumi.Output<string>;
    private readonly region: pulumi.Output<string>;
    private readonly zoneId?: pulumi.Output<string>;

    constructor(
        private readonly name: string,
        private readonly config: ClusterConfig,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("media-cluster:index:MediaCluster", name, { config }, opts);
        const { profile, tags, domain, streams } = config;
        this.tagsOf = tagsFor({ project: pulumi.getProject(), stack: pulumi.getStack(), profile, tags });
        this.account = getCallerIdentityOutput({}, this.child).accountId;
        this.region = getRegionOutput({}, this.child).region;
        this.zoneId = domain && getZoneOutput({ name: domain.zone, privateZone: false }, this.child).zoneId;

        const network = this.createNetwork();
        const access = this.createAccess(network);
        const balancer = this.createLoadBalancer(network, access);
        const streamBalancer = streams.length > 0 ? this.createStreamBalancer(network, access) : undefined;
        const database = this.createDatabase(network, access);
        const administrator = this.createAdministrator();
        const registrar = this.createRegistrar();
        const terminationPolicy = this.createTerminationPolicy();
        const serving = {
            network,
            access,
            balancer,
            streamBalancer,
            database,
            administrator,
            registrar,
            terminationPolicy,
        };
        const groups = this.createGroups(serving);
        if (registrar) this.reconcileNames(registrar, groups);
        if (config.monitoring.alarms) this.createMonitoring({ ...serving, groups });

        this.vpcId = network.vpcId;
        this.hostName = domain ? pulumi.output(domain.name) : balancer.dnsName;
        this.ingestName = domain && streamBalancer ? pulumi.output(domain.ingestName) : streamBalancer?.dnsName;
        this.topicArn = registrar?.topicArn;
        this.registrarFunction = registrar?.functionName;
        this.webhookSecretArn = registrar?.webhookSecretArn;
        this.administratorSecretArn = administrator.arn;
        this.groups = Object.fromEntries(Object.entries(groups).map(([group, { groupName }]) => [group, groupName]));
        this.scalingPolicyArns = Object.fromEntries(
            Object.entries(groups).flatMap(([group, { applicationPolicyArn }]) =>
                applicationPolicyArn ? [[group, applicationPolicyArn]] : [],
            ),
        );
        this.registerOutputs({ vpcId: this.vpcId, groups: this.groups, hostName: this.hostName });
    }

    private createNetwork(): Network {
        const { network, monitoring } = this.config;
        const flowLogRetentionDays = monitoring.flowLogs ? monitoring.logRetentionDays : undefined;
        return new Network(`${this.name}-network`, { network, flowLogRetentionDays, tagsOf: this.tagsOf }, this.child);
    }

    private createAccess({ vpcId }: Network): Access {
        const { config, tagsOf } = this;
        const fixedRoles: Record<string, Role> = { alb: "lb", nlb: "lb", mongo: "mongo" };
        const groups = accessGroups(config).map((name) => {
            const role = config.groups[name]?.role ?? fixedRoles[name];
            if (role === undefined) throw new Error(`The security group "${name}" has no role.`);
            return { name, role };
        });
        return new Access(this.name, { vpcId, groups, rules: accessRules(config), tagsOf }, this.child);
    }

    private createLoadBalancer(network: Network, access: Access): LoadBalancer {
        const { name, config, account, tagsOf } = this;
        const { monitoring, protect } = config;
        const logs = monitoring.accessLogs
            ? new AccessLogBucket(
                  `${name}-access-logs`,
                  { account, retentionDays: monitoring.logRetentionDays, protect, tagsOf },
                  this.child,
              )
            : undefined;
        const balancer = new LoadBalancer(
            `${name}-alb`,
            {
                listeners: config.listeners,
                groups: config.groups,
                vpcId: network.vpcId,
                subnetIds: network.publicSubnetIds,
                securityGroupId: access.idOf("alb"),
                certificateArn: this.certificateArn(),
                idleTimeoutSeconds: config.idleTimeoutSeconds,
                deletionProtection: protect,
                accessLogBucket: logs?.bucketName,
                tagsOf,
            },
            this.child,
        );
        this.alias(`${name}-host`, config.domain?.name, balancer);
        return balancer;
    }

    private createStreamBalancer(network: Network, access: Access): StreamBalancer {
        const { name, config, tagsOf } = this;
        const balancer = new StreamBalancer(
            `${name}-nlb`,
            {
                streams: config.streams,
                groups: config.groups,
                vpcId: network.vpcId,
                subnetIds: network.publicSubnetIds,
                securityGroupId: access.idOf("nlb"),
                deletionProtection: config.protect,
                tagsOf,
            },
            this.child,
        );
        this.alias(`${name}-ingest`, config.domain?.ingestName, balancer);
        return balancer;
    }

    private createDatabase(network: Network, access: Access): Database {
        const { name, config, region, tagsOf } = this;
        return new Database(
            `${name}-mongo`,
            {
                settings: config.database,
                region,
                vpcId: network.vpcId,
                subnetIds: network.privateSubnetIds,
                securityGroupId: access.idOf("mongo"),
                protect: config.protect,
                tagsOf,
            },
            this.child,
        );
    }

    private createAdministrator(): AdministratorSecret {
        const { name, config, tagsOf } = this;
        const { administrator, protect } = config;
        const args = { email: administrator?.email, protect, tagsOf };
        return new AdministratorSecret(`${name}-administrator`, args, this.child);
    }

    private createRegistrar(): DnsRegistrar | undefined {
        const { name, config, account, region, zoneId, tagsOf } = this;
        const { registrar, monitoring } = config;
        if (!registrar || !zoneId) return undefined;
        const { nodeDomain, address, ttlSeconds, everyMinutes, webhook } = registrar;
        return new DnsRegistrar(
            `${name}-registrar`,
            {
                account,
                region,
                parentZoneId: zoneId,
                nodeDomain,
                ownerId: ownerIdFor(nodeDomain),
                address,
                ttlSeconds,
                everyMinutes,
                webhookUrl: webhook?.url,
                logQueries: monitoring.queryLogs,
                logRetentionDays: monitoring.logRetentionDays,
                protect: config.protect,
                tagsOf,
            },
            this.child,
        );
    }

    /** One function serves all groups that ask for it. */
    private createTerminationPolicy(): TerminationPolicy | undefined {
        const { name, config, account, tagsOf } = this;
        if (!Object.values(config.groups).some(({ drain }) => drain.emptiestFirst)) return undefined;
        const { logRetentionDays } = config.monitoring;
        return new TerminationPolicy(`${name}-emptiest`, { account, logRetentionDays, tagsOf }, this.child);
    }

    private createGroups(serving: Serving): Record<string, NodeGroup> {
        const { network, access, balancer, streamBalancer, database, administrator, registrar, terminationPolicy } =
            serving;
        const { account, region, tagsOf } = this;
        const registration = registrar && {
            topicArn: registrar.topicArn,
            hookRoleArn: registrar.hookRoleArn,
            ownerId: registrar.ownerId,
        };
        return Object.fromEntries(
            Object.entries(this.config.groups).map(([group, settings]) => {
                const name = `${this.name}-${group}`;
                const role = new NodeRole(
                    name,
                    {
                        role: settings.role,
                        secretArns: settings.software === "ant-media" ? [database.uriSecretArn, administrator.arn] : [],
                        membership: { account, region, reportsSessions: settings.drain.sessionsUrl !== undefined },
                        tagsOf,
                    },
                    this.child,
                );
                const args = {
                    account,
                    settings,
                    subnetIds: settings.publicAddress ? network.publicSubnetIds : network.privateSubnetIds,
                    securityGroupId: access.idOf(group),
                    instanceProfileArn: role.profileArn,
                    targetGroupArns: [
                        ...balancer.targetGroupArns(group),
                        ...(streamBalancer?.targetGroupArns(group) ?? []),
                    ],
                    userData: this.userData(settings, serving),
                    registration,
                    deadLetterArn: registrar?.deadLetterQueueArn,
                    terminationPolicyArn: settings.drain.emptiestFirst ? terminationPolicy?.arn : undefined,
                    // Everything that serves a node, from the database it joins to the registrar that removes its name.
                    needs: [
                        database,
                        access,
                        balancer,
                        ...[streamBalancer, registrar, terminationPolicy].filter((part) => part !== undefined),
                    ],
                    tagsOf,
                };
                return [group, new NodeGroup(name, args, this.child)];
            }),
        );
    }

    private reconcileNames(registrar: DnsRegistrar, groups: Readonly<Record<string, NodeGroup>>): void {
        const versions = Object.entries(groups).map(([group, { groupName, templateVersion }]) => {
            return [group, pulumi.interpolate`${groupName} ${templateVersion}`] as const;
        });
        // The zone, too: another one is empty.
        const triggers = { zoneId: registrar.zoneId, ...Object.fromEntries(versions) };
        const { functionName } = registrar;
        // Whoever waits for a group waits for its notifications and hooks as well.
        const after = { ...this.child, dependsOn: Object.values(groups) };
        reconcileRun(`${this.name}-registrar-reconcile`, functionName, triggers, after);
    }

    private createMonitoring(built: Serving & { readonly groups: Readonly<Record<string, NodeGroup>> }): void {
        const { balancer, streamBalancer, registrar, terminationPolicy, groups } = built;
        new Monitoring(
            `${this.name}-monitoring`,
            {
                account: this.account,
                email: this.config.monitoring.email,
                groups: Object.entries(groups).map(([name, { groupName, settings }]) => ({
                    name,
                    groupName,
                    settings,
                })),
                targets: [...balancer.targetHealth, ...(streamBalancer?.targetHealth ?? [])],
                registrar: registrar?.health,
                terminationPolicy: terminationPolicy?.functionName,
                tagsOf: this.tagsOf,
            },
            this.child,
        );
    }

    private userData(settings: Group, serving: Serving): pulumi.Output<string> {
        const { network, balancer, database, administrator } = serving;
        const { access, domain } = this.config;
        return pulumi
            .all([
                this.region,
                balancer.dnsName,
                database.uriSecretArn,
                administrator.arn,
                database.authority,
                network.cidr,
            ])
            .apply(([region, balancerName, uriSecretArn, administratorSecretArn, databaseAuthority, vpcCidr]) =>
                nodeUserData(settings, {
                    region,
                    clusterHosts: ["localhost", balancerName, ...(domain ? [domain.name] : [])],
                    antMedia: {
                        uriSecretArn,
                        administratorSecretArn,
                        databaseHosts: database.hosts,
                        databasePort: DATABASE_PORT,
                        databaseAuthority,
                        dashboardCidrs: [...access.admins, vpcCidr],
                    },
                }),
            );
    }

    private certificateArn(): pulumi.Input<string> | undefined {
        const { certificate, domain } = this.config;
        if (certificate) return certificate.arn;
        if (!domain || !this.zoneId) return undefined;
        const args = { domainName: domain.name, zoneId: this.zoneId, tagsOf: this.tagsOf };
        return new Certificate(`${this.name}-certificate`, args, this.child).arn;
    }

    /** An alias costs nothing and follows the balancer's addresses. */
    private alias(name: string, host: string | undefined, balancer: LoadBalancer | StreamBalancer): void {
        if (host === undefined || this.zoneId === undefined) return;
        const aliases = [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true }];
        new DnsRecord(name, { zoneId: this.zoneId, name: host, type: "A", aliases }, this.child);
    }
}

/** What serves the nodes. */
interface Serving {
    readonly network: Network;
    readonly access: Access;
    readonly balancer: LoadBalancer;
    readonly streamBalancer?: StreamBalancer;
    readonly database: Database;
    readonly administrator: AdministratorSecret;
    readonly registrar?: DnsRegistrar;
    readonly terminationPolicy?: TerminationPolicy;
}

function ownerIdFor(nodeDomain: string): string {
    return ownerIdOf(pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack(), nodeDomain);
}
