import { cpus } from "node:os";
import { canMeasureMemory } from "./processes";

export type Unit = "s" | "ms" | "MB" | "kB" | "calls" | "x";

/** What was measured, once for each run. */
export interface Row {
    readonly what: string;
    readonly values: readonly number[];
    readonly unit: Unit;
    readonly budget?: number | undefined;
}

const digits: Readonly<Record<Unit, number>> = { s: 2, ms: 2, MB: 0, kB: 0, calls: 0, x: 2 };

export function print(rows: readonly Row[], runs: number): void {
    console.log(`\nNode ${process.versions.node}, ${cpus().length} processors, ${process.platform}; ${runs} runs\n`);
    console.log(`${"".padEnd(38)}${["min", "median", "max", "budget"].map((head) => head.padStart(10)).join("")}`);
    // Where memory cannot be measured, there are no values.
    for (const { what, values, unit, budget } of rows.filter((row) => row.values.length > 0)) {
        const shown = [Math.min(...values), median(values), Math.max(...values), budget].map((value) =>
            value === undefined ? "" : `${value.toFixed(digits[unit])} ${unit}`,
        );
        console.log(`${what.padEnd(38)}${shown.map((value) => value.padStart(10)).join("")}`);
    }
    if (!canMeasureMemory()) console.log("\nMemory is measured on Linux only.");
}

/** NaN without values. */
export function median(values: readonly number[]): number {
    return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
