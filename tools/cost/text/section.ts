import type { CostEstimate, CostLine } from "../estimate";
import { shownUsd } from "../money";
import { columns } from "./columns";
import { absence, hasGaps, notes, range, reminder } from "./notes";

/** Parts that are small beside nodes and balancers, and share a row. */
const SMALL: ReadonlySet<string> = new Set(["KMS keys", "Secrets", "Hosted zones", "Alarms", "Detailed monitoring"]);

/** Balancers, whose capacity unit stands in the row below. */
const UNIT = /^N?LCU, 1 per (ALB|NLB) assumed$/;

/** The cost as the last part of a preview: one row for each kind of part, all resources together. */
export function costSection(cost: CostEstimate): string[] {
    const { sum, recorded, region } = cost;
    const none = absence(cost);
    if (none !== undefined) return [none, reminder(cost)];
    const table = columns(
        [
            [`USD in ${region}, list prices of ${recorded}`, "Count", "Day", "30 days"],
            ...rows(cost.lines),
            ...(sum ? [sumRow(sum.monthMicroUsd.desired, hasGaps(cost))] : []),
        ],
        1,
    );
    const month = sum ? [`A month of 730 hours costs ${shownUsd(BigInt(sum.monthMicroUsd.desired), "month")}.`] : [];
    const more = [...month, ...range(cost)].join(" ");
    return [...table, ...(more === "" ? [] : [more]), ...notes(cost), reminder(cost)];
}

function sumRow(desired: number, partial: boolean): string[] {
    const what = partial ? "Sum at desired size of what has a price" : "Sum at desired size";
    return [what, "", shownUsd(BigInt(desired), "day"), shownUsd(BigInt(desired), "thirtyDays")];
}

function rows(lines: readonly CostLine[]): string[][] {
    const groups = new Map<string, CostLine[]>();
    for (const line of lines) {
        const name = SMALL.has(line.name) ? "small" : line.name;
        groups.set(name, [...(groups.get(name) ?? []), line]);
    }
    const small = groups.get("small");
    groups.delete("small");
    const shown = [...groups].flatMap(([name, group]) => {
        const [, balancer] = UNIT.exec(name) ?? [];
        const both =
            balancer === undefined
                ? []
                : [row(`${balancer} with its unit`, [...(groups.get(balancer) ?? []), ...group], "")];
        return [row(name, group, countOf(group)), ...both];
    });
    return small ? [...shown, row(smallNames(small), small, "")] : shown;
}

function row(name: string, group: readonly CostLine[], count: string): string[] {
    const priced = group.flatMap(({ monthMicroUsd }) => monthMicroUsd?.desired ?? []);
    if (priced.length < group.length) return [`${name}: no price recorded`, count];
    const cost = priced.reduce((total, one) => total + BigInt(one), 0n);
    return [name, count, shownUsd(cost, "day"), shownUsd(cost, "thirtyDays")];
}

function countOf(group: readonly CostLine[]): string {
    const count = group.reduce((total, one) => total + one.count.desired, 0);
    const unit = group[0]?.unit;
    return unit === undefined ? String(count) : `${count} ${unit}`;
}

/** Such as "Hosted zones, keys and secrets". */
function smallNames(small: readonly CostLine[]): string {
    const [first = "", ...others] = [...new Set(small.map(({ name }) => name))];
    const lower = others.map((name) => (name.startsWith("KMS") ? name : name.toLowerCase()));
    const last = lower.pop();
    return last === undefined ? first : `${[first, ...lower].join(", ")} and ${last}`;
}
