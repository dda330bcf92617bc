import { LogGroup } from "@pulumi/aws/cloudwatch";
import { DefaultSecurityGroup, FlowLog, getSubnetOutput, getVpcOutput } from "@pulumi/aws/ec2";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import { Vpc } from "@pulumi/awsx/ec2";
import * as pulumi from "@pulumi/pulumi";
import type { ExistingNetwork, NewNetwork } from "../config/resolve";
import { policyOf, trustOf } from "../iam";
import type { TagsOf } from "../tags";

export interface NetworkArgs {
    readonly network: NewNetwork | ExistingNetwork;
    /** Days that flow logs are kept; absent: no flow logs. Flow logs of an existing VPC are its owner's matter. */
    readonly flowLogRetentionDays?: number;
    /** Subnets of a balancer with IPv6 addresses, for which an existing network must have ranges. */
    readonly dualStack?: "public" | "private";
    readonly tagsOf: TagsOf;
}

const natStrategies = { none: "None", single: "Single", "per-zone": "OnePerAz" } as const;

/** Subnets of one kind. */
export interface Subnets {
    readonly ids: pulumi.Output<string[]>;
    /** Their zones in the same order; only looked up where the network exists already. */
    readonly zones?: pulumi.Output<string[]>;
}

/** The VPC: a new one with public and private subnets in each zone, or an existing one that is only looked at. */
export class Network extends pulumi.ComponentResource {
    readonly vpcId: pulumi.Output<string>;
    /** Ranges of the VPC; an existing one may have several. */
    readonly cidrs: pulumi.Output<string[]>;
    readonly public: Subnets;
    /** Empty in a new network without NAT gateways. */
    readonly private: Subnets;

    constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:network:Network", name, args, opts);
        const { network } = args;
        if (network.kind === "new") {
            const vpc = this.createVpc(name, network, args);
            this.vpcId = vpc.vpcId;
            this.cidrs = pulumi.output([network.cidr]);
            this.public = { ids: vpc.publicSubnetIds };
            this.private = { ids: vpc.privateSubnetIds };
        } else {
            const invoke = { parent: this };
            const { vpcId, publicSubnetIds, privateSubnetIds } = network;
            this.vpcId = pulumi.output(vpcId);
            const found = getVpcOutput({ id: vpcId }, invoke);
            this.cidrs = pulumi
                .all([found.cidrBlock, found.cidrBlockAssociations])
                .apply(([cidr, more]) => [...new Set([cidr, ...more.map(({ cidrBlock }) => cidrBlock)])]);
            const choose = (kind: "public" | "private", ids: readonly string[]) =>
                existingSubnets({ key: `${kind}SubnetIds`, vpcId, ids, dualStack: args.dualStack === kind }, invoke);
            this.public = choose("public", publicSubnetIds);
            this.private = choose("private", privateSubnetIds);
        }
        const { vpcId } = this;
        this.registerOutputs({ vpcId, publicSubnetIds: this.public.ids, privateSubnetIds: this.private.ids });
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
                    { type: "Public" as const, cidrMask, tags: { "media:role": "lb" } },
                    ...(network.nat === "none" ? [] : [{ type: "Private" as const, cidrMask }]),
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

interface SubnetChoice {
    /** Key in the configuration, for messages. */
    readonly key: string;
    readonly vpcId: string;
    readonly ids: readonly string[];
    readonly dualStack: boolean;
}

/** @throws pulumi.RunError when the subnets do not fit. */
function existingSubnets({ key, vpcId, ids, dualStack }: SubnetChoice, invoke: pulumi.InvokeOptions): Subnets {
    const found = pulumi.all(ids.map((id) => getSubnetOutput({ id }, invoke))).apply((subnets) => {
        const fault = subnetFault(vpcId, subnets, dualStack);
        if (fault !== undefined) throw new pulumi.RunError(`${pulumi.getProject()}:network.${key} ${fault}`);
        return subnets;
    });
    return {
        ids: found.apply(() => [...ids]),
        zones: found.apply((subnets) => subnets.map(({ availabilityZone }) => availabilityZone)),
    };
}

interface FoundSubnet {
    readonly id: string;
    readonly vpcId: string;
    readonly availabilityZone: string;
    readonly ipv6CidrBlock?: string;
}

/** Why the subnets cannot carry a cluster in this VPC; `undefined` when they can. */
export function subnetFault(vpcId: string, subnets: readonly FoundSubnet[], dualStack: boolean): string | undefined {
    const stray = subnets.find((subnet) => subnet.vpcId !== vpcId);
    if (stray) return `names ${stray.id}, which lies in another VPC than network.vpcId.`;
    const zones = new Set(subnets.map(({ availabilityZone }) => availabilityZone));
    // A balancer takes one subnet of a zone.
    if (zones.size < subnets.length) return "must name subnets that each lie in a zone of their own.";
    const old = dualStack && subnets.find(({ ipv6CidrBlock }) => !ipv6CidrBlock);
    return old ? `names ${old.id}, which has no IPv6 range; balancer.ipAddressType dualstack needs one.` : undefined;
}
