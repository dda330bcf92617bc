/** Hours of a month as AWS's own calculator counts it. "30 days" are 720 hours. */
export const HOURS_PER_MONTH = 730n;

const MICRO = 1_000_000n;

/** Spans of time that costs are shown for, in hours. */
const hoursOf = { hour: 1n, day: 24n, thirtyDays: 720n, month: HOURS_PER_MONTH } as const;

export type Span = keyof typeof hoursOf;

/** Decimals that people see: a day's cost of a small part would vanish with two. */
const decimalsOf: Readonly<Record<Span, number>> = { hour: 4, day: 3, thirtyDays: 2, month: 2 };

/**
 * Costs of a month of 730 hours in micro-dollars. Prices by the hour and prices by the month both are whole numbers then, so
 * that sums are exact; rounding happens once, where an amount is shown.
 */
export type MonthMicroUsd = bigint;

/** A price as recorded. */
export interface UnitPrice {
    /** Dollars with up to six decimals, such as `0.0225`. */
    readonly usd: string;
    readonly per: "hour" | "month";
}

/** @throws RangeError for what is not a plain decimal number with up to six decimals */
export function costOf({ usd, per }: UnitPrice, count: number): MonthMicroUsd {
    const micro = microUsd(usd);
    return BigInt(count) * (per === "hour" ? micro * HOURS_PER_MONTH : micro);
}

/** Dollars for a span, as people read them: half a unit of the last decimal is rounded up. */
export function shownUsd(cost: MonthMicroUsd, span: Span): string {
    return decimal(cost, span, decimalsOf[span]);
}

/** Dollars for a span as a number for machines, rounded to a micro-dollar. */
export function usd(cost: MonthMicroUsd, span: Span): number {
    return Number(decimal(cost, span, 6));
}

export function sum(costs: readonly MonthMicroUsd[]): MonthMicroUsd {
    return costs.reduce((total, cost) => total + cost, 0n);
}

function microUsd(text: string): bigint {
    const [, whole, fraction = ""] = /^(\d+)(?:\.(\d{1,6}))?$/.exec(text) ?? [];
    if (whole === undefined) throw new RangeError(`"${text}" is not an amount in dollars with up to six decimals.`);
    return BigInt(whole) * MICRO + BigInt(fraction.padEnd(6, "0"));
}

function decimal(cost: MonthMicroUsd, span: Span, decimals: number): string {
    const scale = 10n ** BigInt(decimals);
    const divisor = HOURS_PER_MONTH * MICRO;
    const units = (2n * cost * hoursOf[span] * scale + divisor) / (2n * divisor);
    return `${units / scale}.${String(units % scale).padStart(decimals, "0")}`;
}
