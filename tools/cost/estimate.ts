import { costOf, type MonthMicroUsd, type Span, sum, type UnitPrice, usd } from "./money";
import type { Counted, Part, Sizes } from "./part";
import { balancers, gatewaysAndAddresses } from "./parts/network";
import { nodes } from "./parts/nodes";
import { monthlyServices, servicesByUse } from "./parts/services";
import { Plan, type PlannedResource } from "./plan";
import { type PriceBook, priceBookOf, recordedRegions } from "./price-book";

/** Dollars at the desired size for each span, rounded to a micro-dollar. */
export type SpanUsd = Readonly<Record<Span, number>>;

export interface CostLine {
    readonly name: string;
    /** Name of the resource that brings it. */
    readonly of: string;
    readonly region: string;
    readonly count: Sizes;
    readonly unit?: "GiB";
    /** Price of one; absent where none is recorded. */
    readonly price?: UnitPrice;
    /** Exact costs of a month of 730 hours in micro-dollars; absent where no price is recorded. */
    readonly monthMicroUsd?: Sizes;
    readonly usd?: SpanUsd;
}

/** What a planned stack costs, as far as prices are recorded. */
export interface CostEstimate {
    /** Region of the stack. */
    readonly region: string;
    readonly currency: "USD";
    /** Regions with recorded prices. */
    readonly recordedRegions: readonly string[];
    /** Day on which the prices of the stack's Region were recorded; absent where there are none. */
    readonly recorded?: string;
    readonly lines: readonly CostLine[];
    /** Of the lines with a price; absent where there are none. */
    readonly sum?: { readonly monthMicroUsd: Sizes; readonly usd: SpanUsd };
    /** What depends on use, and is in no line. */
    readonly byUse: readonly string[];
    /** What is in no line for another reason. */
    readonly notIncluded: readonly string[];
    readonly assumptions: readonly string[];
    /** What goes on costing after `pulumi destroy`. */
    readonly remains: readonly string[];
}

const NOT_INCLUDED = [
    "software from AWS Marketplace",
    "custom metrics",
    "alarms that scaling policies make",
    "CPU credits",
    "taxes and discounts",
    "what exists already",
];

/** The costs of what a preview plans to make in a Region, by the prices that are recorded. */
export function estimateCost(
    resources: readonly PlannedResource[],
    region: string,
    books: (region: string) => PriceBook | undefined = priceBookOf,
): CostEstimate {
    const plan = new Plan(resources);
    const counted = nodes(plan);
    const parts = [...counted.parts, ...balancers(plan), ...gatewaysAndAddresses(plan), ...monthlyServices(plan)];
    const lines = parts.filter(isAny).map((part) => lineOf(part, books(part.region)));
    const total = sumOf(lines);
    const recorded = books(region)?.recorded;
    return {
        region,
        currency: "USD",
        recordedRegions,
        ...(recorded !== undefined && { recorded }),
        lines,
        ...(total && { sum: total }),
        byUse: servicesByUse(plan),
        notIncluded: NOT_INCLUDED,
        assumptions: assumptionsOf(parts, counted),
        remains: remainsOf(plan),
    };
}

/** A warm pool may have nodes only as long as its group is small. */
function isAny({ count: { min, desired, max } }: Part): boolean {
    return min > 0 || desired > 0 || max > 0;
}

function lineOf({ item, ...part }: Part, book: PriceBook | undefined): CostLine {
    const price = item && book?.priceOf(item);
    if (!price) return part;
    const cost = (count: number) => costOf(price, count);
    const { min, desired, max } = part.count;
    return { ...part, price, ...amounts(cost(min), cost(desired), cost(max)) };
}

function sumOf(lines: readonly CostLine[]): CostEstimate["sum"] {
    const priced = lines.flatMap(({ monthMicroUsd }) => monthMicroUsd ?? []);
    if (priced.length === 0) return undefined;
    const of = (size: keyof Sizes) => sum(priced.map((one) => BigInt(one[size])));
    return amounts(of("min"), of("desired"), of("max"));
}

function amounts(min: MonthMicroUsd, desired: MonthMicroUsd, max: MonthMicroUsd) {
    const spans = (cost: MonthMicroUsd): SpanUsd => ({
        hour: usd(cost, "hour"),
        day: usd(cost, "day"),
        thirtyDays: usd(cost, "thirtyDays"),
        month: usd(cost, "month"),
    });
    return {
        monthMicroUsd: { min: Number(min), desired: Number(desired), max: Number(max) },
        usd: spans(desired),
    };
}

function assumptionsOf(parts: readonly Part[], { assumptions }: Counted): string[] {
    const has = (pattern: RegExp) => parts.some(({ item }) => item !== undefined && pattern.test(item));
    return [
        ...(has(/BalancerUnit$/) ? ["Each balancer uses one capacity unit and one address per zone."] : []),
        ...(has(/^instance /) ? ["Instances run all the time, On-Demand, with Linux."] : []),
        ...assumptions,
    ];
}

function remainsOf(plan: Plan): string[] {
    const database = [
        ...plan.ofType("aws:dlm/lifecyclePolicy:LifecyclePolicy"),
        ...plan.ofType("aws:ebs/volume:Volume").filter(({ inputs }) => inputs.finalSnapshot === true),
    ];
    return [
        "images and the snapshots of their volumes",
        ...(database.length > 0 ? ["snapshots of the database's volumes"] : []),
    ];
}
