import type { RecordSet } from "./zone-records";

/** One change of one record set. There is no UPSERT: a change fails when the zone is not as it was read. */
export interface Change {
    readonly action: "CREATE" | "DELETE";
    /** Lower case, without a trailing dot. */
    readonly name: string;
    readonly type: "A" | "AAAA" | "TXT";
    /** Seconds. */
    readonly ttl: number;
    readonly values: readonly string[];
}

/** The changes of one name, sent together or not at all. */
export interface ChangeGroup {
    /**
     * - `publish`: addresses and mark are created
     * - `repair`: the mark stands, an address is created
     * - `move`: an address is replaced or taken away, the mark stays
     * - `withdraw`: everything of ours at the name is deleted
     */
    readonly kind: "publish" | "repair" | "move" | "withdraw";
    readonly name: string;
    readonly changes: readonly Change[];
    /** Absent on withdrawals: a label does not tell the instance. */
    readonly instanceId?: string;
}

export function create(name: string, type: Change["type"], ttl: number, value: string): Change {
    return { action: "CREATE", name, type, ttl, values: [value] };
}

/** Deletes a set exactly as it was listed, because Route 53 compares type, TTL and every value. */
export function remove(name: string, { type, ttl, values }: RecordSet): Change {
    if ((type !== "A" && type !== "AAAA" && type !== "TXT") || ttl === undefined) {
        throw new Error(
            `The ${type} record of ${name} must not be deleted: the registrar owns plain A, AAAA and TXT records only.`,
        );
    }
    return { action: "DELETE", name, type, ttl, values };
}
