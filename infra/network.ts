import { LogGroup } from "@pulumi/aws/cloudwatch";
import { DefaultSecurityGroup, FlowLog, getSubnetOutput, getVpcOutput } from "@pulumi/aws/ec2";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import { Vpc } from "@pulumi/awsx/ec2";
import * as pulumi from "@pulumi/pulumi";
import type { ExistingNetwork, NewNetwork } from "./config/resolve";
import { policyOf, trustOf } from "./iam";
import type { TagsOf } from "./tags";

export interface NetworkArgs {
    readonly network: NewNetwork | ExistingNetwork;
    /** Days that flow logs are kept; absent: no flow logs. Flow logs of an existing VPC are its owner's matter. */
    readonly flowLogRetentionDays?: number;
    readonly tagsOf: TagsOf;
}

const natStrategies = { single: "Single", "per-zone": "OnePerAz" } as const;

/** The VPC: a new one with public and private subnets in each zone, or an existing one that is only looked at. */
export class Network extends pulumi.ComponentResource {
    readonly vpcId: pulumi.Output<string>;
    readonly cidr: pulumi.Output<string>;
    readonly publicSubnetIds: pulumi.Output<string[]>;
    readonly privateSubnetIds: pulumi.Output<string[]>;

    constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:network:Network", name, args, opts);
        const { network } = args;
        if (network.kind === "new") {
            const vpc = this.createVpc(name, network, args);
            this.vpcId = vpc.vpcId;
            this.cidr = pulumi.output(network.cidr);
            this.publicSubnetIds = vpc.publicSubnetIds;
            this.privateSubnetIds = vpc.privateSubnetIds;
        } else {
            const invoke = { parent: this };
            this.vpcId = pulumi.output(network.vpcId);
            this.cidr = getVpcOutput({ id: network.vpcId }, invoke).cidrBlock;
            this.publicSubnetIds = existingSubnets("publicSubnetIds", network.vpcId, network.publicSubnetIds, invoke);
            this.privateSubnetIds = existingSubnets(
                "privateSubnetIds",
                network.vpcId,
                network.privateSubnetIds,
                invoke,
            );
        }
        const { vpcId, publicSubnetIds, privateSubnetIds } = this;
        this.registerOutputs({ vpcId, publicSubnetIds, privateSubnetIds });
    }

    private createVpc(name: string, network: NewNetwork, args: NetworkArgs): Vpc {
        const { flowLogRetentionDays, tagsOf } = args;
        const cidrMask = 20;
        // A quarter of the range for each zone, however many there are, so that adding a zone moves no subnet.
        const availabilityZoneCidrMask = Number(network.cidr.split("/")[1]) + 2;
        const { zones } = network;
        const chosen =
            typeof zones === "number" ? { numberOfAvailabilityZones: zones } : { availabilityZoneNames: [...zones] };
        const vpc = new Vpc(
            name,
            {
                cidrBlock: network.cidr,
                ...chosen,
                availabilityZoneCidrMask,
                enableDnsHostnames: true,
                natGateways: { strategy: natStrategies[network.nat] },
                subnetStrategy: "Auto",
                subnetSpecs: [
                    // Balancers live there, and nodes that face the internet; everything else is private.
                    { type: "Public", cidrMask, tags: { "media:role": "lb" } },
                    { type: "Private", cidrMask },
                ],
                tags: tagsOf("shared", name),
            },
            { parent: this },
        );
        // Without rules: whatever is put into no group of its own can neither be reached nor reach anything.
        new DefaultSecurityGroup(
            `${name}-default`,
            { vpcId: vpc.vpcId, ingress: [], egress: [], tags: tagsOf("shared", `${name}-default`) },
            { parent: this },
        );
        if (flowLogRetentionDays !== undefined) this.recordFlows(`${name}-flows`, vpc, flowLogRetentionDays, tagsOf);
        return vpc;
    }

    private recordFlows(name: string, vpc: Vpc, retentionInDays: number, tagsOf: TagsOf): void {
        const parent = { parent: this };
        const tags = tagsOf("log", name);
        const logs = new LogGroup(name, { retentionInDays, tags }, parent);
        const role = new Role(name, { assumeRolePolicy: trustOf("vpc-flow-logs.amazonaws.com"), tags }, parent);
        const policy = policyOf({
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogGroups", "logs:DescribeLogStreams"],
            Resource: [logs.arn, pulumi.interpolate`${logs.arn}:*`],
        });
        new RolePolicy(name, { role: role.id, policy }, parent);
        new FlowLog(
            name,
            { vpcId: vpc.vpcId, trafficType: "ALL", logDestination: logs.arn, iamRoleArn: role.arn, tags },
            parent,
        );
    }
}

/** @throws pulumi.RunError when the subnets do not fit. */
function existingSubnets(
    key: string,
    vpcId: string,
    ids: readonly string[],
    invoke: pulumi.InvokeOptions,
): pulumi.Output<string[]> {
    return pulumi.all(ids.map((id) => getSubnetOutput({ id }, invoke))).apply((subnets) => {
        const fault = subnetFault(vpcId, subnets);
        if (fault !== undefined) throw new pulumi.RunError(`${pulumi.getProject()}:network.${key} ${fault}`);
        return [...ids];
    });
}

/** Why the subnets cannot carry a cluster in this VPC; `undefined` when they can. */
export function subnetFault(
    vpcId: string,
    subnets: readonly { readonly id: string; readonly vpcId: string; readonly availabilityZone: string }[],
): string | undefined {
    const stray = subnets.find((subnet) => subnet.vpcId !== vpcId);
    if (stray) return `names ${stray.id}, which lies in another VPC than network.vpcId.`;
    const zones = new Set(subnets.map(({ availabilityZone }) => availabilityZone));
    // A balancer takes one subnet of a zone.
    return zones.size < subnets.length ? "must name subnets that each lie in a zone of their own." : undefined;
}
