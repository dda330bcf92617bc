import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";
import { type FrontDoors, frontDoors } from "./balancing/front-doors";
import { type FoundHosts, findHosts, registerHosts } from "./balancing/hosts";
import type { ClusterConfig } from "./config/resolve";
import { Database } from "./database/database";
import { ExternalDatabase } from "./database/external-database";
import { DnsRegistrar } from "./dns/dns-registrar";
import { ownerIdOf } from "./dns/owner-id";
import { parentZoneId } from "./dns/parent-zone";
import { reconcileRun } from "./dns/registrar-runs";
import { AdministratorSecret } from "./groups/administrator-secret";
import type { NodeGroup } from "./groups/node-group";
import { nodeGroups, type Serving } from "./groups/node-groups";
import { ScalingNotices } from "./groups/scaling-notices";
import { TerminationPolicy } from "./groups/termination-policy";
import { Monitoring } from "./monitoring/monitoring";
import { Access } from "./network/access";
import { accessGroups, accessRules } from "./network/access-rules";
import { Network } from "./network/network";
import { type Role, type TagsOf, tagsFor } from "./tags";

/** A media cluster: everything one stack builds, from the network to the names of its nodes. */
export class MediaCluster extends pulumi.ComponentResource {
    readonly vpcId: pulumi.Output<string>;
    /** Names of the Auto Scaling groups by the names of the groups. */
    readonly groups: Readonly<Record<string, pulumi.Output<string>>>;
    /** Where the application balancer answers; absent without listeners. */
    readonly hostName?: pulumi.Output<string>;
    /** Where the stream balancer answers; absent without streams. */
    readonly ingestName?: pulumi.Output<string>;
    /** DNS names of the balancers themselves, by their resources' names. */
    readonly balancers: Readonly<Record<string, pulumi.Output<string>>>;
    /** ARNs of the target groups by their resources' names. */
    readonly targetGroups: Readonly<Record<string, pulumi.Output<string>>>;
    /** Names by which clients call the application: the balancer's own, and those of the domain. */
    readonly clusterHosts: pulumi.Output<string[]>;
    /** Topic of the scaling events; absent without groups. */
    readonly topicArn?: pulumi.Output<string>;
    /** Name of the function that keeps node names; absent without registrar. */
    readonly registrarFunction?: pulumi.Output<string>;
    /** Secret by which the application checks webhooks; absent without one. */
    readonly webhookSecretArn?: pulumi.Output<string>;
    /** Secret with the first login of the dashboard; absent without servers that have one. */
    readonly administratorSecretArn?: pulumi.Output<string>;
    /** Policies for the role of the application, by the names of the groups that it scales. */
    readonly scalingPolicyArns: Readonly<Record<string, pulumi.Output<string>>>;
    /** Ids of the balancers' security groups, which owners of existing hosts let in. */
    readonly balancerSecurityGroups: Readonly<Record<"alb" | "nlb", pulumi.Output<string> | undefined>>;

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
        const { profile, tags, domain } = config;
        this.tagsOf = tagsFor({ project: pulumi.getProject(), stack: pulumi.getStack(), profile, tags });
        this.account = getCallerIdentityOutput({}, this.child).accountId;
        this.region = getRegionOutput({}, this.child).region;
        const { tagsOf, child, account, region } = this;
        this.zoneId = domain && parentZoneId(domain, child);

        const network = this.createNetwork();
        const hosts = findHosts(config, network, child);
        const access = this.createAccess(network, hosts);
        const doorArgs = { config, account, region, zoneId: this.zoneId, network, access, tagsOf };
        const doors = frontDoors(name, doorArgs, child);
        registerHosts(name, hosts, doors, child);
        this.clusterHosts = this.namesOf(doors);
        const database = this.createDatabase(network, access);
        const administrator = this.createAdministrator();
        const registrar = this.createRegistrar();
        const terminationPolicy = this.createTerminationPolicy();
        const notices = registrar ? undefined : this.createNotices();
        const serving = { network, access, doors, database, administrator, registrar, notices, terminationPolicy };
        const groupArgs = { config, account, region, clusterHosts: this.clusterHosts, serving, tagsOf };
        const groups = nodeGroups(name, groupArgs, child);
        if (registrar && Object.keys(groups).length > 0) this.reconcileNames(registrar, groups);
        if (config.monitoring.alarms) this.createMonitoring({ ...serving, groups });

        const { balancer, streamBalancer } = doors;
        this.vpcId = network.vpcId;
        this.hostName = balancer && (domain?.name !== undefined ? pulumi.output(domain.name) : balancer.dnsName);
        this.ingestName = streamBalancer && (domain ? pulumi.output(domain.ingestName) : streamBalancer.dnsName);
        this.balancers = {
            ...(balancer && { [`${name}-alb`]: balancer.dnsName }),
            ...(streamBalancer && { [`${name}-nlb`]: streamBalancer.dnsName }),
        };
        this.targetGroups = Object.fromEntries(doors.targetGroups.map(({ name: own, arn }) => [own, arn]));
        this.balancerSecurityGroups = {
            alb: balancer && access.idOf("alb"),
            nlb: streamBalancer && access.idOf("nlb"),
        };
        this.topicArn = registrar?.topicArn ?? notices?.topicArn;
        this.registrarFunction = registrar?.functionName;
        this.webhookSecretArn = registrar?.webhookSecretArn;
        this.administratorSecretArn = administrator?.arn;
        this.groups = Object.fromEntries(Object.entries(groups).map(([group, { groupName }]) => [group, groupName]));
        this.scalingPolicyArns = Object.fromEntries(
            Object.entries(groups).flatMap(([group, { applicationPolicyArn }]) =>
                applicationPolicyArn ? [[group, applicationPolicyArn]] : [],
            ),
        );
        this.registerOutputs({ vpcId: this.vpcId, groups: this.groups, hostName: this.hostName });
    }

    private createNetwork(): Network {
        const { network, monitoring, balancer } = this.config;
        return new Network(
            `${this.name}-network`,
            {
                network,
                flowLogRetentionDays: monitoring.flowLogs ? monitoring.logRetentionDays : undefined,
                ...(balancer.ipAddressType === "dualstack" && {
                    dualStack: balancer.scheme === "internal" ? ("private" as const) : ("public" as const),
                }),
                tagsOf: this.tagsOf,
            },
            this.child,
        );
    }

    private createAccess({ vpcId }: Network, found: Readonly<Record<string, FoundHosts>>): Access {
        const { config, tagsOf } = this;
        const fixedRoles: Record<string, Role> = { alb: "lb", nlb: "lb", mongo: "mongo" };
        const own = accessGroups(config).map((name) => {
            const role = config.groups[name]?.role ?? fixedRoles[name];
            if (role === undefined) throw new Error(`The security group "${name}" has no role.`);
            return { name, role };
        });
        const existing = Object.entries(config.hosts).flatMap(([name, { role, securityGroupId }]) =>
            securityGroupId === undefined ? [] : [{ name, role, existingId: securityGroupId }],
        );
        const addressOf = (name: string, instanceId: string) =>
            found[name]?.find(({ id }) => id === instanceId)?.found.privateAddress;
        return new Access(
            this.name,
            { vpcId, groups: [...own, ...existing], rules: accessRules(config), addressOf, tagsOf },
            this.child,
        );
    }

    private namesOf({ balancer }: FrontDoors): pulumi.Output<string[]> {
        const { domain } = this.config;
        const own = [...(domain?.name !== undefined ? [domain.name] : []), ...(domain?.aliases ?? [])];
        return balancer ? balancer.dnsName.apply((dnsName) => [dnsName, ...own]) : pulumi.output([]);
    }

    private createDatabase(network: Network, access: Access): Database | ExternalDatabase | undefined {
        const { name, config, region, tagsOf } = this;
        const { database, protect, kmsKeyArn } = config;
        if (!database) return undefined;
        if (database.kind === "external") {
            return new ExternalDatabase(
                `${name}-database`,
                { uri: database.uri, kmsKeyArn, protect, tagsOf },
                this.child,
            );
        }
        return new Database(
            `${name}-mongo`,
            {
                settings: database,
                region,
                vpcId: network.vpcId,
                subnetIds: network.private.ids,
                securityGroupId: access.idOf("mongo"),
                kmsKeyArn,
                protect,
                tagsOf,
            },
            this.child,
        );
    }

    private createAdministrator(): AdministratorSecret | undefined {
        const { name, config, tagsOf } = this;
        const { administrator, protect, kmsKeyArn } = config;
        if (!Object.values(config.groups).some(({ software }) => software === "ant-media")) return undefined;
        const args = { email: administrator?.email, kmsKeyArn, protect, tagsOf };
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

    /** Where nodes get no names, scaling events have a topic of their own, for whoever wants to know. */
    private createNotices(): ScalingNotices | undefined {
        const { name, config, account, tagsOf } = this;
        if (Object.keys(config.groups).length === 0) return undefined;
        return new ScalingNotices(`${name}-scaling`, { account, tagsOf }, this.child);
    }

    /** One function serves all groups that ask for it. */
    private createTerminationPolicy(): TerminationPolicy | undefined {
        const { name, config, account, tagsOf } = this;
        if (!Object.values(config.groups).some(({ drain }) => drain.emptiestFirst)) return undefined;
        const { logRetentionDays } = config.monitoring;
        return new TerminationPolicy(`${name}-emptiest`, { account, logRetentionDays, tagsOf }, this.child);
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
        const { doors, registrar, terminationPolicy, groups } = built;
        const { email, topicArn } = this.config.monitoring;
        new Monitoring(
            `${this.name}-monitoring`,
            {
                account: this.account,
                email,
                topicArn,
                groups: Object.entries(groups).map(([name, { groupName, settings }]) => ({
                    name,
                    groupName,
                    settings,
                })),
                targets: doors.targetHealth,
                registrar: registrar?.health,
                terminationPolicy: terminationPolicy?.functionName,
                tagsOf: this.tagsOf,
            },
            this.child,
        );
    }
}

function ownerIdFor(nodeDomain: string): string {
    return ownerIdOf(pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack(), nodeDomain);
}
