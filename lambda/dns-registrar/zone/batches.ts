import type { ChangeGroup } from "./changes";

/** How much one ChangeResourceRecordSets call may carry. */
export interface BatchLimits {
    /** ResourceRecord elements, one per value. Route 53 allows 1,000; CREATE and DELETE count once. */
    readonly elements: number;
    /** Characters of all values. Route 53 allows 32,000. */
    readonly characters: number;
}

/** Route 53's limits with a reserve of 2,000 characters. */
export const batchLimits: BatchLimits = { elements: 1000, characters: 30_000 };

/** Packs groups into as few batches as their order allows, so that address and mark of a name stay together. */
export function packBatches(groups: readonly ChangeGroup[], limits: BatchLimits = batchLimits): ChangeGroup[][] {
    const batches: ChangeGroup[][] = [];
    let elements = 0;
    let characters = 0;
    for (const group of groups) {
        const size = measure(group);
        elements += size.elements;
        characters += size.characters;
        const open = batches.at(-1);
        if (open !== undefined && elements <= limits.elements && characters <= limits.characters) {
            open.push(group);
        } else {
            batches.push([group]);
            ({ elements, characters } = size);
        }
    }
    return batches;
}

/** The two halves of a batch of at least two groups, in order. */
export function halves(batch: readonly ChangeGroup[]): [ChangeGroup[], ChangeGroup[]] {
    const middle = Math.ceil(batch.length / 2);
    return [batch.slice(0, middle), batch.slice(middle)];
}

function measure({ changes }: ChangeGroup): BatchLimits {
    const values = changes.flatMap((change) => change.values);
    return { elements: values.length, characters: values.reduce((sum, value) => sum + value.length, 0) };
}
