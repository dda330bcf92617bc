import { z } from "zod";
import * as value from "../values";

const zonesError =
    "it must be 2 or 3, or a list of two or three zones such as us-east-1a, because a load balancer needs two zones";
const zones = z.union(
    [
        z.int({ error: zonesError }).min(2, { error: zonesError }).max(3, { error: zonesError }),
        z.array(value.text).min(2, { error: zonesError }).max(3, { error: zonesError }),
    ],
    { error: zonesError },
);

export const network = z
    .strictObject({
        cidr: value.vpcCidr.optional().describe("Range of the new VPC."),
        zones: zones
            .optional()
            .describe("Availability zones that the new VPC spans: how many, or which. Zones can be added later."),
        nat: value
            .oneOf("none", "single", "per-zone")
            .optional()
            .describe(
                "NAT gateways of the new VPC, through which servers in private subnets fetch packages and secrets. With none there are no private subnets.",
            ),
        vpcId: value.vpcId.optional().describe("Existing VPC, instead of a new one."),
        publicSubnetIds: z.array(value.subnetId).optional().describe("Its subnets for balancers and nodes."),
        privateSubnetIds: z
            .array(value.subnetId)
            .optional()
            .describe("Its subnets for the database, private nodes and internal balancers."),
    })
    .describe("A new VPC (cidr, zones, nat) or an existing one (vpcId and subnets).");

export const domain = z
    .strictObject({
        zone: value.hostName.describe("Existing public hosted zone in Route 53 that all names go into."),
        zoneId: value.zoneId
            .optional()
            .describe("Id of that zone. Default: the account's only public zone of this name."),
        name: value.hostName
            .optional()
            .describe("Name of the application balancer; inside the zone. Needed as soon as there are listeners."),
        aliases: z
            .array(value.hostName)
            .default([])
            .describe("Further names of the application balancer, inside the zone, for rules by host."),
        ingestName: value.hostName.optional().describe("Name of the stream balancer. Default: ingest.<zone>."),
        records: value
            .oneOf("alias", "cname")
            .default("alias")
            .describe(
                "How names lead to balancers: alias costs nothing and works at the top of a zone; cname does not.",
            ),
    })
    .describe("Where the cluster is found by name.");

export const certificate = z
    .strictObject({
        arn: value.certificateArn.optional().describe("Existing ACM certificate in the Region of the cluster."),
        names: z
            .array(value.certificateName)
            .optional()
            .describe("Names of the new certificate beside domain.name and domain.aliases; inside the zone."),
        moreArns: z
            .array(value.certificateArn)
            .default([])
            .describe("Further certificates of the HTTPS listeners, chosen by the name that a client asks for."),
    })
    .describe("Certificate of the balancers. Default: a new one for the names in domain, validated through DNS.");

export const access = z
    .strictObject({
        clients: z.array(value.cidr).describe("Who may publish and play."),
        admins: z.array(value.cidr).describe("Who may open the dashboard. Never the whole internet."),
        natAddresses: z
            .array(value.hostAddress)
            .default([])
            .describe(
                "Addresses, as /32, by which hosts reach the balancer when they call their own public name: that of the NAT gateway, or their own.",
            ),
        betweenNodes: z.array(value.port).describe("TCP ports that nodes of all groups open to each other."),
    })
    .describe("Address ranges and the ports they reach.");
