import type { CostEstimate } from "../estimate";
import { shownUsd } from "../money";

/** Whether the sum leaves something out that has no recorded price. */
export function hasGaps({ lines }: CostEstimate): boolean {
    return lines.some(({ price }) => price === undefined);
}

/** Why there are no amounts; nothing where there are some. */
export function absence({ region, recordedRegions, recorded }: CostEstimate): string | undefined {
    if (recorded !== undefined) return undefined;
    return `No prices are recorded for ${region}, and those of ${recordedRegions.join(", ")} would be wrong there.`;
}

/** The costs of 30 days between the smallest and the largest size of all groups, where they differ. */
export function range({ sum }: CostEstimate): string[] {
    if (!sum) return [];
    const { min, max } = sum.monthMicroUsd;
    if (min === max) return [];
    const shown = (cost: number) => shownUsd(BigInt(cost), "thirtyDays");
    return [`By the sizes of the groups from ${shown(min)} to ${shown(max)} in 30 days.`];
}

/** What the reader must know to judge the amounts. */
export function notes({ assumptions, byUse, notIncluded }: CostEstimate): string[] {
    return [
        ["Assumed:", ...assumptions, "Amounts are rounded each by itself, half up."].join(" "),
        `Not included: ${byUse.join(", ")} (by use); ${notIncluded.join(", ")}.`,
    ];
}

/** What nobody deletes by deleting the stack. */
export function reminder({ remains }: CostEstimate): string {
    return `After \`pulumi destroy\` these go on costing until you delete them: ${remains.join("; ")}.`;
}
