import type { CostEstimate, CostLine } from "../estimate";
import { shownUsd, sum } from "../money";
import { columns } from "./columns";
import { absence, hasGaps, notes, range, reminder } from "./notes";

/** Parts that are small beside nodes and balancers, and share a row. */
const SMALL: ReadonlySet<string> = new Set(["KMS keys", "Secrets", "Hosted zones", "Alarms", "Detailed monitoring"]);

/** Balancers, whose capacity unit stands in the row below. */
const UNIT = /^N?LCU, 1 per (ALB|NLB) assumed$/;

/** The cost as the last part of a preview: one row for each kind of part, all resources together. */
export function costSection(cost: CostEstimate): string[] {
    const { recorded, region } = cost;
    const desired = cost.sum?.monthMicroUsd.desired;
    const none = absence(cost);
    if (none !== undefined) return [none, reminder(cost)];
    const table = columns(
        [
            [`USD in ${region}, list prices of ${recorded}`, "Count", "Day", "30 days"],
            ...rows(cost.lines),
            ...(desired === undefined ? [] : [sumRow(desired, hasGaps(cost))]),
        ],
        1,
    );
    const month = desired === undefined ? [] : [`A month of 730 hours costs ${shownUsd(BigInt(desired), "month")}.`];
    const more = [...month, ...range(cost)].join(" ");
    return [...table, ...(more === "" ? [] : [more]), ...notes(cost), reminder(cost)];
}

function sumRow(desired: number, partial: boolean): string[] {
    const what = partial ? "Sum at desired size of what has a price" : "Sum at desired size";
    return [what, "", shownUsd(BigInt(desired), "day"), shownUsd(BigInt(desired), "thirtyDays")];
}

function rows(lines: readonly CostLine[]): string[][] {
    const groups = new Map<string, CostLine[]>();
    const small: CostLine[] = [];
    for (const line of lines) {
        const name = line.price ? line.name : `${line.name}: no price recorded`;
        if (SMALL.has(name)) small.push(line);
        else groups.set(name, [...(groups.get(name) ?? []), line]);
    }
    const shown = [...groups].flatMap(([name, group]) => {
        const [, balancer] = UNIT.exec(name) ?? [];
        const both = [...(groups.get(balancer ?? "") ?? []), ...group];
        return [row(name, group, countOf(group)), ...(balancer ? [row(`${balancer} with its unit`, both, "")] : [])];
    });
    return small.length > 0 ? [...shown, row(namesOf(small), small, "")] : shown;
}

function row(name: string, group: readonly CostLine[], count: string): string[] {
    const priced = group.flatMap(({ monthMicroUsd }) => monthMicroUsd?.desired ?? []);
    if (priced.length === 0) return [name, count];
    const cost = sum(priced.map(BigInt));
    return [name, count, shownUsd(cost, "day"), shownUsd(cost, "thirtyDays")];
}

function countOf(group: readonly CostLine[]): string {
    const count = group.reduce((total, one) => total + one.count.desired, 0);
    const unit = group[0]?.unit;
    return unit === undefined ? String(count) : `${count} ${unit}`;
}

/** Such as "Hosted zones, KMS keys and secrets". */
function namesOf(small: readonly CostLine[]): string {
    const [first = "", ...others] = [...new Set(small.map(({ name }) => name))];
    const lower = others.map((name) => (name.startsWith("KMS") ? name : name.toLowerCase()));
    const last = lower.pop();
    return last === undefined ? first : `${[first, ...lower].join(", ")} and ${last}`;
}
