import { type Inputs, isRecord } from "./markers";
import { maskOf, type PlannedSubnet, planSubnets, type SubnetSpec } from "./subnet-layout";

/** Stands for the id of another child of the same network. */
export interface ChildId {
    /** Key of the other child. */
    readonly idOf: string;
}

/** One resource that `awsx.ec2.Vpc` registers. */
export interface VpcChild {
    /** `<type>::<name>`, unique within the network. */
    readonly key: string;
    readonly type: string;
    readonly name: string;
    /** Key of the parent; none for the VPC itself, whose parent is the component. */
    readonly parent?: string;
    /** Inputs; ids of other children are `ChildId` objects. */
    readonly inputs: Inputs;
}

export interface VpcExpansion {
    /** Children in an order in which everything comes after what it refers to. */
    readonly children: readonly VpcChild[];
    /** Outputs of the component, with `ChildId` objects for ids. */
    readonly outputs: Inputs;
}

/** Arguments of `awsx.ec2.Vpc` that the model understands; others go to the VPC unchanged. */
interface VpcArgs extends Inputs {
    readonly cidrBlock?: string;
    readonly numberOfAvailabilityZones?: number;
    readonly availabilityZoneNames?: readonly string[];
    readonly availabilityZoneCidrMask?: number;
    readonly subnetStrategy?: string;
    readonly subnetSpecs?: readonly SubnetSpec[];
    readonly natGateways?: { readonly strategy?: string; readonly elasticIpAllocationIds?: readonly unknown[] };
    readonly tags?: Inputs;
}

const ec2 = (name: string) => `aws:ec2/${name.charAt(0).toLowerCase()}${name.slice(1)}:${name}`;
const keyOf = (type: string, name: string) => `${ec2(type)}::${name}`;
const anywhere = "0.0.0.0/0";

/** Arguments that shape the network and are no inputs of the VPC. */
const layoutArgs = [
    "numberOfAvailabilityZones",
    "availabilityZoneNames",
    "availabilityZoneCidrMask",
    "subnetStrategy",
    "subnetSpecs",
    "natGateways",
    "vpcEndpointSpecs",
];

export function isChildId(value: unknown): value is ChildId {
    return isRecord(value) && typeof value.idOf === "string" && Object.keys(value).length === 1;
}

/**
 * The resources and outputs of `awsx.ec2.Vpc` 3.9 with `subnetStrategy: "Auto"`. Defaults as in awsx: 10.0.0.0/16, three
 * zones, a NAT gateway per zone.
 *
 * @param zones names of the Region's zones, of which the first are taken unless the arguments name them
 * @throws Error for arguments that the model does not cover
 */
export function expandVpc(name: string, args: VpcArgs, zones: readonly string[]): VpcExpansion {
    refuseWhatIsNotModelled(name, args);
    const used = args.availabilityZoneNames ?? zones.slice(0, args.numberOfAvailabilityZones ?? 3);
    const cidrBlock = args.cidrBlock ?? "10.0.0.0/16";
    const subnets = planSubnets(name, cidrBlock, used, args.subnetSpecs, args.availabilityZoneCidrMask);
    const strategy = (args.natGateways?.strategy ?? "OnePerAz").toLowerCase();
    const tags = { Name: name, ...args.tags };
    const vpc = keyOf("Vpc", name);
    const passedOn = Object.entries(args).filter(([key]) => !layoutArgs.includes(key));
    const children = [
        child("Vpc", name, undefined, { ...Object.fromEntries(passedOn), cidrBlock, tags }),
        child("InternetGateway", name, vpc, { vpcId: { idOf: vpc }, tags }),
    ];
    const gateways: string[] = [];
    for (const [index, zone] of used.entries()) {
        for (const subnet of subnets.filter((one) => one.zone === zone).sort(byType)) {
            if (subnet.type === "Unused") continue;
            children.push(...subnetChildren(name, subnet, tags));
            const wantsGateway = strategy === "oneperaz" || (strategy === "single" && gateways.length === 0);
            if (subnet.type === "Public" && wantsGateway) {
                const gatewayName = `${name}-${index + 1}`;
                children.push(...gatewayChildren(gatewayName, subnet, args, index));
                gateways.push(keyOf("NatGateway", gatewayName));
            }
            const gateway = strategy === "single" ? gateways[0] : gateways[index];
            children.push(...routeChildren(name, subnet, gateway));
        }
    }
    return { children, outputs: outputsOf(subnets, args, vpc) };
}

function child(type: string, name: string, parent: string | undefined, inputs: Inputs): VpcChild {
    const own = { key: keyOf(type, name), type: ec2(type), name, inputs };
    return parent === undefined ? own : { ...own, parent };
}

function subnetChildren(network: string, subnet: PlannedSubnet, shared: Inputs): VpcChild[] {
    const { name, type } = subnet;
    const vpcId = { idOf: keyOf("Vpc", network) };
    const tags = { ...shared, Name: name, SubnetType: type };
    const [subnetKey, tableKey] = [keyOf("Subnet", name), keyOf("RouteTable", name)];
    return [
        child("Subnet", name, keyOf("Vpc", network), {
            assignIpv6AddressOnCreation: false,
            availabilityZone: subnet.zone,
            cidrBlock: subnet.cidrBlock,
            mapPublicIpOnLaunch: type === "Public",
            tags: { ...shared, ...subnet.tags, Name: name, SubnetType: type },
            vpcId,
        }),
        child("RouteTable", name, subnetKey, { vpcId, tags }),
        child("RouteTableAssociation", name, tableKey, {
            routeTableId: { idOf: tableKey },
            subnetId: { idOf: subnetKey },
        }),
    ];
}

function gatewayChildren(name: string, subnet: PlannedSubnet, args: VpcArgs, index: number): VpcChild[] {
    const parent = keyOf("Subnet", subnet.name);
    const tags = { ...args.tags, Name: name };
    const allocationId = args.natGateways?.elasticIpAllocationIds?.[index];
    const gateway = child("NatGateway", name, parent, {
        subnetId: { idOf: parent },
        tags,
        ...(allocationId === undefined ? {} : { allocationId }),
    });
    return allocationId === undefined ? [child("Eip", name, parent, { tags }), gateway] : [gateway];
}

function routeChildren(network: string, { name, type }: PlannedSubnet, gateway: string | undefined): VpcChild[] {
    const table = keyOf("RouteTable", name);
    const route = (target: Inputs) =>
        child("Route", name, table, { routeTableId: { idOf: table }, destinationCidrBlock: anywhere, ...target });
    if (type === "Public") return [route({ gatewayId: { idOf: keyOf("InternetGateway", network) } })];
    return type === "Private" && gateway !== undefined ? [route({ natGatewayId: { idOf: gateway } })] : [];
}

function outputsOf(subnets: readonly PlannedSubnet[], args: VpcArgs, vpc: string): Inputs {
    const ids = (wanted: string) => {
        const names = subnets.filter(({ type }) => type === wanted).map(({ name }) => name);
        return names.map((name) => ({ idOf: keyOf("Subnet", name) }));
    };
    const subnetLayout = (args.subnetSpecs ?? []).map((spec) => {
        const cidrMask = maskOf(spec);
        const named = spec.name === undefined ? {} : { name: spec.name };
        return {
            ...named,
            type: spec.type,
            ...(cidrMask === undefined ? {} : { cidrMask, size: 2 ** (32 - cidrMask) }),
        };
    });
    return {
        vpcId: { idOf: vpc },
        publicSubnetIds: ids("Public"),
        privateSubnetIds: ids("Private"),
        isolatedSubnetIds: ids("Isolated"),
        subnetLayout,
    };
}

const order = ["Public", "Private", "Isolated", "Unused"];

function byType(a: PlannedSubnet, b: PlannedSubnet): number {
    return order.indexOf(a.type) - order.indexOf(b.type);
}

function refuseWhatIsNotModelled(name: string, args: VpcArgs): void {
    const advice = "extend tools/aws-model/expand-vpc.ts if you need it";
    if (args.subnetStrategy !== "Auto") {
        throw new Error(`The network "${name}" needs subnetStrategy "Auto", the only one that is modelled; ${advice}.`);
    }
    for (const key of ["ipv4IpamPoolId", "ipv4NetmaskLength", "vpcEndpointSpecs"]) {
        if (args[key] !== undefined)
            throw new Error(`The network "${name}" sets ${key}, which is not modelled; ${advice}.`);
    }
    const specs = args.subnetSpecs ?? [{ type: "Public" }];
    const strategy = args.natGateways?.strategy ?? "OnePerAz";
    if (strategy !== "None" && !specs.some(({ type }) => type === "Public")) {
        throw new Error(`The network "${name}" needs a public subnet for its NAT gateways, or the strategy "None".`);
    }
}
