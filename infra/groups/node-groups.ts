import * as pulumi from "@pulumi/pulumi";
import type { FrontDoors } from "../balancing/front-doors";
import type { ClusterConfig } from "../config/resolve";
import type { Group } from "../config/schema";
import type { Database } from "../database/database";
import type { ExternalDatabase } from "../database/external-database";
import type { DnsRegistrar } from "../dns/dns-registrar";
import type { Access } from "../network/access";
import { DATABASE_PORT } from "../network/access-rules";
import type { Network } from "../network/network";
import type { TagsOf } from "../tags";
import type { AdministratorSecret } from "./administrator-secret";
import { NodeGroup } from "./node-group";
import { NodeRole } from "./node-role";
import { nodeUserData } from "./node-user-data";
import type { ScalingNotices } from "./scaling-notices";
import type { TerminationPolicy } from "./termination-policy";

/** What serves the nodes. */
export interface Serving {
    readonly network: Network;
    readonly access: Access;
    readonly doors: FrontDoors;
    readonly database?: Database | ExternalDatabase;
    readonly administrator?: AdministratorSecret;
    readonly registrar?: DnsRegistrar;
    readonly notices?: ScalingNotices;
    readonly terminationPolicy?: TerminationPolicy;
}

export interface NodeGroupsArgs {
    readonly config: ClusterConfig;
    readonly account: pulumi.Input<string>;
    readonly region: pulumi.Output<string>;
    /** Names by which clients and balancers ask for the cluster. */
    readonly clusterHosts: pulumi.Output<string[]>;
    readonly serving: Serving;
    readonly tagsOf: TagsOf;
}

/** All groups of a cluster by their names, each with the role of its nodes. */
export function nodeGroups(
    name: string,
    args: NodeGroupsArgs,
    parent: pulumi.CustomResourceOptions,
): Record<string, NodeGroup> {
    const { config, account, region, serving, tagsOf } = args;
    const { network, access, doors, database, registrar, notices, terminationPolicy } = serving;
    const registration = registrar && {
        topicArn: registrar.topicArn,
        hookRoleArn: registrar.hookRoleArn,
        ownerId: registrar.ownerId,
    };
    // Everything that serves a node, from the database it joins to the registrar that removes its name.
    const parts = [database, access, doors.balancer, doors.streamBalancer, registrar, notices, terminationPolicy];
    const needs = parts.filter((part) => part !== undefined);
    return Object.fromEntries(
        Object.entries(config.groups).map(([group, settings]) => {
            const own = `${name}-${group}`;
            const { role, drain, publicAddress } = settings;
            const membership = { account, region, reportsSessions: drain.sessionsUrl !== undefined };
            const { profileArn } = new NodeRole(
                own,
                { role, secretArns: secretsOf(settings, serving), kmsKeyArn: config.kmsKeyArn, membership, tagsOf },
                parent,
            );
            const groupArgs = {
                account,
                key: `groups.${group}`,
                settings,
                subnetIds: publicAddress ? network.public.ids : network.private.ids,
                securityGroupId: access.idOf(group),
                instanceProfileArn: profileArn,
                kmsKeyArn: config.kmsKeyArn,
                targetGroupArns: doors.targetGroupsOf(group).map(({ arn }) => arn),
                userData: userData(settings, args),
                registration,
                noticesTopicArn: notices?.topicArn,
                deadLetterArn: registrar?.deadLetterQueueArn,
                terminationPolicyArn: drain.emptiestFirst ? terminationPolicy?.arn : undefined,
                needs,
                tagsOf,
            };
            return [group, new NodeGroup(own, groupArgs, parent)];
        }),
    );
}

/** What nodes may read: their own secrets, and the cluster's logins where they join it. */
function secretsOf({ software, secretArns }: Group, { database, administrator }: Serving): pulumi.Input<string>[] {
    const logins = software === "ant-media" ? [database?.uriSecretArn, administrator?.arn] : [];
    return [...logins.filter((arn) => arn !== undefined), ...secretArns];
}

function userData(settings: Group, { config, region, clusterHosts, serving }: NodeGroupsArgs): pulumi.Output<string> {
    const antMedia = settings.software === "ant-media" ? antMediaSettings(config, serving) : undefined;
    // Another name of the cluster replaces all nodes that are told its names, so that only those are told who may use them.
    const isTold = settings.software === "image" || settings.setup !== undefined;
    return pulumi
        .all([region, isTold ? clusterHosts : pulumi.output([]), antMedia])
        .apply(([ownRegion, names, server]) =>
            nodeUserData(settings, { region: ownRegion, clusterHosts: ["localhost", ...names], antMedia: server }),
        );
}

function antMediaSettings({ access }: ClusterConfig, { network, database, administrator }: Serving) {
    if (!database || !administrator) throw new Error("Nodes with Ant Media need their database and administrator.");
    return pulumi
        .all([database.uriSecretArn, administrator.arn, database.authority, network.cidrs])
        .apply(([uriSecretArn, administratorSecretArn, databaseAuthority, vpcCidrs]) => ({
            uriSecretArn,
            administratorSecretArn,
            databaseHosts: database.hosts,
            databasePort: DATABASE_PORT,
            databaseAuthority,
            dashboardCidrs: [...access.admins, ...vpcCidrs],
        }));
}
