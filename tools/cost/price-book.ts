import type { UnitPrice } from "./money";
import usEast1 from "./prices/us-east-1.json";

/** What a price is recorded for. Instances are On-Demand, with Linux and on shared hardware. */
export type PricedItem =
    | "applicationBalancer"
    /** A capacity unit of an application balancer (LCU). */
    | "applicationBalancerUnit"
    | "networkBalancer"
    /** A capacity unit of a network balancer (NLCU). */
    | "networkBalancerUnit"
    | "publicAddress"
    | "natGateway"
    /** A GiB of a gp3 volume with its included 3,000 IOPS and 125 MiB/s. */
    | "gp3Gib"
    | "key"
    | "secret"
    /** One of the first 25 hosted zones of an account. */
    | "hostedZone"
    /** An alarm on one metric of standard resolution. */
    | "alarm"
    /** The seven metrics of an instance with detailed monitoring. */
    | "detailedMonitoring"
    | `instance ${string}`;

/** The recorded prices of a Region. */
export interface PriceBook {
    readonly region: string;
    /** Day on which the prices were recorded, such as `2026-12-01`. */
    readonly recorded: string;
    /** The price of an item; `undefined` where none is recorded. */
    priceOf(item: PricedItem): UnitPrice | undefined;
}

type Records = typeof usEast1;

/** Regions with recorded prices. Each has a file of its own, because prices differ. */
const records: readonly Records[] = [usEast1];

export const recordedRegions: readonly string[] = records.map(({ region }) => region);

/** The prices of a Region; `undefined` where none are recorded. */
export function priceBookOf(region: string): PriceBook | undefined {
    const found = records.find((one) => one.region === region);
    return found && { region, recorded: found.recorded, priceOf: (item) => priceIn(found, item) };
}

function priceIn({ instances, ...items }: Records, item: PricedItem): UnitPrice | undefined {
    const [, instanceType] = /^instance (.*)$/.exec(item) ?? [];
    const price: { readonly usd: string | undefined; readonly per: string } | undefined =
        instanceType === undefined
            ? items[item as Exclude<PricedItem, `instance ${string}`>]
            : { per: instances.per, usd: new Map(Object.entries(instances.usd)).get(instanceType) };
    if (price.usd === undefined) return undefined;
    return { usd: price.usd, per: price.per === "month" ? "month" : "hour" };
}
