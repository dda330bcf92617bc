import type { DoneChange } from "./apply";
import type { Change } from "./changes";
import { parseMark } from "./mark";
import type { NodeRecord, ZoneReading } from "./zone-records";

/** A name as it stands after a run's changes. */
export interface PublishedName {
    readonly label: string;
    readonly address?: string;
    readonly ipv6?: string;
    /** Creation time in its mark, in seconds since 1970. */
    readonly generation: number;
    /** Route 53's id of the change of this run that wrote it; absent when it stood before. */
    readonly changeId?: string;
}

/** A name that this run took away. */
export interface WithdrawnName {
    readonly label: string;
    readonly generation: number;
}

/** The names after the changes, by label, and those that went. */
export function namesAfter(
    { ours }: ZoneReading,
    done: readonly DoneChange[],
): { readonly published: ReadonlyMap<string, PublishedName>; readonly withdrawn: readonly WithdrawnName[] } {
    const published = new Map([...ours].map(([label, record]) => [label, standing(record)]));
    const withdrawn: WithdrawnName[] = [];
    for (const { kind, name, changes, changeId } of done) {
        const label = name.split(".")[0] ?? "";
        const before = published.get(label);
        if (kind === "withdraw") {
            published.delete(label);
            const mark = parseMark(valueIn(changes, "DELETE", "TXT") ?? "");
            withdrawn.push({ label, generation: mark?.createdAt ?? 0 });
            continue;
        }
        const mark = parseMark(valueIn(changes, "CREATE", "TXT") ?? "");
        const after = {
            label,
            generation: mark?.createdAt ?? before?.generation ?? 0,
            changeId,
            ...addressAfter("address", before?.address, changes, "A"),
            ...addressAfter("ipv6", before?.ipv6, changes, "AAAA"),
        };
        published.set(label, after);
    }
    return { published, withdrawn };
}

function standing({ label, mark, address, ipv6 }: NodeRecord): PublishedName {
    const [first] = address?.values ?? [];
    const [firstIpv6] = ipv6?.values ?? [];
    return {
        label,
        generation: mark.createdAt,
        ...(first !== undefined && { address: first }),
        ...(firstIpv6 !== undefined && { ipv6: firstIpv6 }),
    };
}

function addressAfter(
    key: "address" | "ipv6",
    before: string | undefined,
    changes: readonly Change[],
    type: Change["type"],
) {
    const created = valueIn(changes, "CREATE", type);
    const after = created ?? (valueIn(changes, "DELETE", type) === undefined ? before : undefined);
    return after === undefined ? {} : { [key]: after };
}

function valueIn(changes: readonly Change[], action: Change["action"], type: Change["type"]): string | undefined {
    return changes.find((change) => change.action === action && change.type === type)?.values[0];
}
