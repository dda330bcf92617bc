import { Refusal } from "./fault";

/** A record set as Route 53 keeps it: full name with trailing dot, unusual characters as octal escapes. */
export interface StoredSet {
    readonly name: string;
    readonly type: string;
    readonly ttl?: number | undefined;
    readonly values: readonly string[];
    readonly aliasOf?: string;
    readonly setIdentifier?: string;
}

export interface ZoneChange {
    readonly action: string;
    readonly set: StoredSet;
}

export interface ZonePage {
    readonly sets: readonly StoredSet[];
    readonly next: StoredSet | undefined;
}

/** A hosted zone in memory with Route 53's rules for listing and changing. */
export class InMemoryZone {
    private sets = new Map<string, StoredSet>();
    /** Batches that were applied. */
    readonly applied: (readonly ZoneChange[])[] = [];
    /** Names that no change gets through for, whatever it is. */
    readonly jammed = new Set<string>();
    /** How often a new change is answered with PENDING before it is in sync. */
    pendingAnswers = 0;
    private readonly pending = new Map<string, number>();

    constructor(
        readonly id: string,
        readonly name: string,
    ) {}

    /** Puts a set into the zone past all rules. */
    put(set: StoredSet): void {
        this.sets.set(keyOf(set), { ...set, name: storedName(set.name) });
    }

    /** Everything, in listing order. */
    all(): StoredSet[] {
        return [...this.sets.values()].sort(inListingOrder);
    }

    /** Values at a name and type, without the trailing dot. Empty when there is no such set. */
    valuesAt(name: string, type: string): readonly string[] {
        return this.all().find((set) => set.name === storedName(name) && set.type === type)?.values ?? [];
    }

    list(start: Partial<StoredSet>, maxItems: number): ZonePage {
        const from = { name: storedName(start.name ?? ""), type: start.type ?? "", values: [] };
        const found = this.all().filter((set) => inListingOrder(set, { ...from, ...start, name: from.name }) >= 0);
        return { sets: found.slice(0, maxItems), next: found[maxItems] };
    }

    /** Status of a change, which moves on with every question. Undefined for ids that were never given. */
    statusOf(changeId: string): "PENDING" | "INSYNC" | undefined {
        const left = this.pending.get(changeId);
        if (left === undefined) return undefined;
        this.pending.set(changeId, Math.max(0, left - 1));
        return left > 0 ? "PENDING" : "INSYNC";
    }

    /** Applies all changes in order, or none. Returns the id of the change. */
    change(changes: readonly ZoneChange[]): string {
        const problems = limitProblems(changes);
        const sets = new Map(this.sets);
        for (const { action, set } of changes) {
            const problem = this.jammed.has(storedName(set.name))
                ? `Tried to ${action} ${set.name} but it is jammed`
                : this.apply(sets, action, { ...set, name: storedName(set.name) });
            if (problem !== undefined) problems.push(problem);
        }
        if (problems.length > 0) {
            const message = `[${problems.join(", ")}]`;
            throw new Refusal({ status: 400, code: "InvalidChangeBatch", message });
        }
        this.sets = sets;
        this.applied.push(changes);
        const id = `C${this.applied.length.toString().padStart(13, "0")}`;
        this.pending.set(id, this.pendingAnswers);
        return id;
    }

    private apply(sets: Map<string, StoredSet>, action: string, set: StoredSet): string | undefined {
        const what = `resource record set [name='${set.name}', type='${set.type}']`;
        const key = keyOf(set);
        const standing = sets.get(key);
        if (!set.name.endsWith(`.${this.name}.`))
            return `RRSet with DNS name ${set.name} is not permitted in zone ${this.name}.`;
        if (action === "DELETE") {
            if (standing === undefined) return `Tried to delete ${what} but it was not found`;
            if (!isSame(standing, set))
                return `Tried to delete ${what} but the values provided do not match the current values`;
            sets.delete(key);
            return undefined;
        }
        if (action !== "CREATE") return `Action ${action} is not allowed to this function`;
        if (standing !== undefined) return `Tried to create ${what} but it already exists`;
        const isTaken = [...sets.values()].some(({ name, type }) => name === set.name && type === "CNAME");
        if (isTaken) return `RRSet of type ${set.type} with DNS name ${set.name} is not permitted as a CNAME exists`;
        sets.set(key, set);
        return undefined;
    }
}

/** Route 53's limits of one call: 1,000 ResourceRecord elements and 32,000 characters of values; UPSERT counts twice. */
function limitProblems(changes: readonly ZoneChange[]): string[] {
    const values = changes.flatMap(({ action, set }) =>
        action === "UPSERT" ? [...set.values, ...set.values] : set.values,
    );
    const characters = values.reduce((sum, value) => sum + value.length, 0);
    const problems: string[] = [];
    if (changes.length === 0) problems.push("The batch is empty");
    if (values.length > 1000) problems.push("Number of records limit of 1000 exceeded");
    if (characters > 32_000) problems.push("Number of characters limit of 32000 exceeded");
    return problems;
}

function isSame(a: StoredSet, b: StoredSet): boolean {
    const facts = ({ ttl, values, aliasOf }: StoredSet) => JSON.stringify([ttl, [...values].sort(), aliasOf]);
    return facts(a) === facts(b);
}

function keyOf({ name, type, setIdentifier }: StoredSet): string {
    return JSON.stringify([storedName(name), type, setIdentifier ?? ""]);
}

/** Lower case, trailing dot, and octal escapes outside a-z, 0-9, hyphen, underscore, dot. */
function storedName(name: string): string {
    const octal = (character: string) => `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`;
    const escapedName = name
        .toLowerCase()
        .replace(/\\[0-7]{3}|[^a-z0-9_.-]/g, (part) => (part.length > 1 ? part : octal(part)));
    return escapedName.endsWith(".") || escapedName === "" ? escapedName : `${escapedName}.`;
}

/** By name with its labels reversed, then type, then set identifier. */
function inListingOrder(a: StoredSet, b: StoredSet): number {
    const key = ({ name, type, setIdentifier }: StoredSet) => [
        name.split(".").reverse().join("\u0000"),
        type,
        setIdentifier ?? "",
    ];
    const [left, right] = [key(a), key(b)];
    for (const [index, part] of left.entries()) {
        const other = right[index] ?? "";
        if (part !== other) return part < other ? -1 : 1;
    }
    return 0;
}
