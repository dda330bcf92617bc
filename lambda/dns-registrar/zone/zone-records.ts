import { type Mark, parseMark } from "./mark";
import { labelOf } from "./names";

/** A record set as it stands in the zone. */
export interface RecordSet {
    /** Name as listed, escapes and trailing dot included. */
    readonly name: string;
    readonly type: string;
    /** Seconds. Alias records have none. */
    readonly ttl?: number | undefined;
    readonly values: readonly string[];
    /** True for an alias or a set with a routing policy: never ours. */
    readonly special: boolean;
}

/** A name of ours: its mark and, unless it was half written, its addresses. */
export interface NodeRecord {
    readonly label: string;
    readonly mark: Mark;
    readonly markSet: RecordSet;
    /** The A set. */
    readonly address?: RecordSet;
    /** The AAAA set. */
    readonly ipv6?: RecordSet;
}

/** What the zone says about names of our shape. */
export interface ZoneReading {
    /** By label. Only these may be changed. */
    readonly ours: ReadonlyMap<string, NodeRecord>;
    /** Labels that carry no mark of ours: never touched, and nothing is created beside them. */
    readonly foreign: ReadonlySet<string>;
}

/** Sorts the listed record sets into ours and foreign ones. Names of another shape are not looked at. */
export function readRecords(sets: readonly RecordSet[], domain: string, owner: string): ZoneReading {
    const byLabel = new Map<string, RecordSet[]>();
    for (const set of sets) {
        const label = labelOf(set.name, domain);
        if (label !== undefined) byLabel.set(label, [...(byLabel.get(label) ?? []), set]);
    }
    const ours = new Map<string, NodeRecord>();
    const foreign = new Set<string>();
    for (const [label, found] of byLabel) {
        const record = ownedRecord(label, found, owner);
        if (record === undefined) foreign.add(label);
        else ours.set(label, record);
    }
    return { ours, foreign };
}

/** Ours is a name with exactly one mark, of this owner, and plain address sets. Other types at the name stay unseen. */
function ownedRecord(label: string, sets: readonly RecordSet[], owner: string): NodeRecord | undefined {
    const markSets = sets.filter(({ type }) => type === "TXT");
    const address = sets.find(({ type }) => type === "A");
    const ipv6 = sets.find(({ type }) => type === "AAAA");
    const [markSet] = markSets;
    const written = sets.filter(({ type }) => type === "A" || type === "AAAA" || type === "TXT");
    if (markSet === undefined || written.some(({ special }) => special)) return undefined;
    const [value, ...others] = markSet.values;
    const mark = value === undefined || others.length > 0 ? undefined : parseMark(value);
    if (mark === undefined || mark.owner !== owner) return undefined;
    return { label, mark, markSet, ...(address && { address }), ...(ipv6 && { ipv6 }) };
}
