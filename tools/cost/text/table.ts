import type { CostEstimate, CostLine } from "../estimate";
import { type Span, shownUsd } from "../money";
import type { Sizes } from "../part";
import { columns } from "./columns";
import { absence, hasGaps, notes, reminder } from "./notes";

const head = ["Part", "Of", "Min", "Desired", "Max", "Unit price", "Hour", "Day", "30 days", "Month (730 h)"];

const spans: readonly Span[] = ["hour", "day", "thirtyDays", "month"];

/** The cost with a line for each part of each resource, in dollars at the desired size, and sums at all sizes. */
export function costTable(cost: CostEstimate): string {
    const { lines, region, recorded, sum } = cost;
    const title = absence(cost) ?? `What the stack costs in ${region}, in USD, by list prices recorded on ${recorded}:`;
    const sums = sum ? sumRows(sum.monthMicroUsd, hasGaps(cost)) : [];
    const table = columns([head, ...lines.map((line) => rowOf(line, region)), ...sums], 2);
    return `${[title, "", ...table, "", ...notes(cost), reminder(cost)].join("\n")}\n`;
}

function rowOf({ name, of, region, count, unit, price, monthMicroUsd }: CostLine, home: string): string[] {
    const place = region === home ? of : `${of} (${region})`;
    const counts = [count.min, count.desired, count.max].map((one) =>
        unit === undefined ? `${one}` : `${one} ${unit}`,
    );
    if (!price || !monthMicroUsd) return [name, place, ...counts, "no price recorded"];
    const unitPrice = `${price.usd}/${price.per === "hour" ? "h" : "month"}`;
    return [name, place, ...counts, unitPrice, ...amounts(monthMicroUsd.desired)];
}

function sumRows({ min, desired, max }: Sizes, partial: boolean): string[][] {
    const what = partial ? "Sum of what has a price" : "Sum";
    const row = (size: string, cost: number) => [what, size, "", "", "", "", ...amounts(cost)];
    return [row("smallest size", min), row("desired size", desired), row("largest size", max)];
}

function amounts(cost: number): string[] {
    return spans.map((span) => shownUsd(BigInt(cost), span));
}
