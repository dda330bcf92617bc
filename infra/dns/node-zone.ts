import { Record, Zone } from "@pulumi/aws/route53";
import * as pulumi from "@pulumi/pulumi";
import type { TagsOf } from "../tags";
import { QueryLogging } from "./query-logging";

export interface NodeZoneArgs {
    readonly account: pulumi.Input<string>;
    /** Public hosted zone that the domain lies in. */
    readonly parentZoneId: pulumi.Input<string>;
    /** Domain that every node name stands under. */
    readonly nodeDomain: string;
    /** Days that queries are kept in a log; absent when they are not logged. */
    readonly queryLogDays?: number;
    /** Whether the zone stays when there are records in it that are not of this stack; otherwise they go with it. */
    readonly protect: boolean;
    readonly tagsOf: TagsOf;
}

/** Time that resolvers may keep where the domain is served, in seconds: a zone that was made anew is found after an hour. */
const DELEGATION_TTL = 3600;

/** Time that resolvers may keep the answer that a name does not exist, in seconds. */
const NEGATIVE_TTL = 60;

/**
 * Public hosted zone of the node names, delegated from the zone above it. With a zone of its own the registrar has nothing
 * else in its reach, its listing holds nothing else, and answers about missing names can be short-lived.
 */
export class NodeZone extends pulumi.ComponentResource {
    readonly zoneId: pulumi.Output<string>;

    constructor(name: string, args: NodeZoneArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:dns:NodeZone", name, args, opts);
        const { account, parentZoneId, nodeDomain, queryLogDays, protect, tagsOf } = args;
        const parent = { parent: this };
        const zone = new Zone(
            name,
            {
                name: nodeDomain,
                comment: "Names of media nodes, written by the registrar",
                forceDestroy: !protect,
                tags: tagsOf("dns", name),
            },
            parent,
        );
        new Record(
            `${name}-delegation`,
            { zoneId: parentZoneId, name: nodeDomain, type: "NS", ttl: DELEGATION_TTL, records: zone.nameServers },
            parent,
        );
        new Record(
            `${name}-soa`,
            {
                zoneId: zone.zoneId,
                name: nodeDomain,
                type: "SOA",
                // A resolver that asks for a node too early keeps "no such name" for the smaller of this TTL and the last
                // number, which are 900 and 86,400 in a new zone.
                ttl: NEGATIVE_TTL,
                records: [zone.primaryNameServer.apply(startOfAuthority)],
                // AWS makes the record with the zone.
                allowOverwrite: true,
            },
            // A zone is never without it: Route 53 refuses to delete it alone, and deletes it with the zone.
            { ...parent, retainOnDelete: true },
        );
        if (queryLogDays !== undefined) {
            const { zoneId, arn: zoneArn } = zone;
            const settings = { account, zoneId, zoneArn, domain: nodeDomain, retentionDays: queryLogDays, tagsOf };
            new QueryLogging(`${name}-queries`, settings, parent);
        }
        this.zoneId = zone.zoneId;
        this.registerOutputs({ zoneId: this.zoneId });
    }
}

/** The record as AWS makes it, but for the last number; the others mean nothing without secondary servers. */
function startOfAuthority(nameServer: string): string {
    const primary = nameServer.endsWith(".") ? nameServer : `${nameServer}.`;
    return `${primary} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 ${NEGATIVE_TTL}`;
}
