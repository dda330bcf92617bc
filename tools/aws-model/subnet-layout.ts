import * as ipaddr from "ipaddr.js";

export type SubnetType = "Public" | "Private" | "Isolated" | "Unused";

/** Kind of subnet that every zone gets, as in `awsx.ec2.VpcArgs.subnetSpecs`. */
export interface SubnetSpec {
    readonly type: SubnetType;
    /** Name part; default the type in lower case. */
    readonly name?: string;
    /** Prefix length of each subnet. */
    readonly cidrMask?: number;
    /** Addresses of each subnet, an alternative to `cidrMask`. */
    readonly size?: number;
    /** One range per zone, an alternative to both. */
    readonly cidrBlocks?: readonly string[];
    readonly tags?: Readonly<Record<string, unknown>>;
}

export interface PlannedSubnet {
    readonly name: string;
    readonly type: SubnetType;
    readonly zone: string;
    readonly cidrBlock: string;
    readonly tags: Readonly<Record<string, unknown>>;
}

/** Prefix length of a kind of subnet, given as such or as a number of addresses. */
export function maskOf({ cidrMask, size }: SubnetSpec): number | undefined {
    return cidrMask ?? (size === undefined ? undefined : 32 - Math.log2(size));
}

/** Layout without `subnetSpecs`: half of the zone private, a quarter public. */
function standardSpecs(zoneMask: number): SubnetSpec[] {
    const mask = Math.max(zoneMask, 16);
    return [
        { type: "Private", cidrMask: mask + 1 },
        { type: "Public", cidrMask: mask + 2 },
    ];
}

/**
 * Subnets of a network whose range is divided evenly among the zones, rounded up to a power of two. Kinds without a size
 * share their zone evenly; each subnet starts at the next multiple of its own size.
 *
 * @throws Error when the subnets of a zone do not fit into its part of the range
 */
export function planSubnets(
    network: string,
    cidrBlock: string,
    zones: readonly string[],
    given: readonly SubnetSpec[] | undefined,
    zoneMask?: number,
): PlannedSubnet[] {
    const [base, networkMask] = ipaddr.IPv4.parseCIDR(cidrBlock);
    const mask = zoneMask ?? networkMask + bits(zones.length);
    const specs = given ?? standardSpecs(mask);
    const fallback = mask + bits(specs.length);
    const needed = specs.reduce((sum, spec) => sum + 2 ** (32 - (maskOf(spec) ?? fallback)), 0);
    const zoneSize = 2 ** (32 - mask);
    if (needed > zoneSize) {
        throw new Error(
            `The subnets of the network "${network}" need ${needed} addresses per zone, but ${cidrBlock} divided among ` +
                `${zones.length} zones leaves ${zoneSize}; make the subnets smaller or the network larger.`,
        );
    }
    return zones.flatMap((zone, index) => {
        let free = toNumber(base) + index * zoneSize;
        return specs.map((spec) => {
            const subnetMask = maskOf(spec) ?? fallback;
            const size = 2 ** (32 - subnetMask);
            const start = Math.ceil(free / size) * size;
            free = start + size;
            const range = spec.cidrBlocks?.[index] ?? `${toAddress(start)}/${subnetMask}`;
            return planned(network, spec, zone, index, range);
        });
    });
}

function planned(network: string, spec: SubnetSpec, zone: string, index: number, cidrBlock: string): PlannedSubnet {
    const name = `${network}-${spec.name ?? spec.type.toLowerCase()}-${index + 1}`;
    return { name, type: spec.type, zone, cidrBlock, tags: spec.tags ?? {} };
}

function bits(count: number): number {
    return count === 0 ? 0 : Math.ceil(Math.log2(count));
}

function toNumber(address: ipaddr.IPv4): number {
    return address.octets.reduce((number, octet) => number * 256 + octet, 0);
}

function toAddress(number: number): string {
    return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join(".");
}
