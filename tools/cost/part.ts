import type { PricedItem } from "./price-book";

/** How many there are when all groups have their smallest, their desired and their largest size. */
export interface Sizes {
    readonly min: number;
    readonly desired: number;
    readonly max: number;
}

/** Something in the plan that AWS bills. */
export interface Part {
    /** What it is, in the words of a bill. */
    readonly name: string;
    /** Name of the resource that brings it. */
    readonly of: string;
    readonly count: Sizes;
    /** What a count is of, where that is not the thing itself. */
    readonly unit?: "GiB";
    /** Absent for what no price is recorded for in any Region, such as a volume of unknown size. */
    readonly item?: PricedItem;
    readonly region: string;
}

/** Parts of the plan, and what the reader must know to judge their count. */
export interface Counted {
    readonly parts: readonly Part[];
    readonly assumptions: readonly string[];
}

/** The same number, whatever the size of groups. */
export function always(count: number): Sizes {
    return { min: count, desired: count, max: count };
}

export function times({ min, desired, max }: Sizes, factor: number): Sizes {
    return { min: min * factor, desired: desired * factor, max: max * factor };
}

export function plus(a: Sizes, b: Sizes): Sizes {
    return { min: a.min + b.min, desired: a.desired + b.desired, max: a.max + b.max };
}
