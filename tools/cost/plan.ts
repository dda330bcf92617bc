import { isRecord } from "../aws-model/markers";

/** A resource that a preview plans to make, as far as its cost is concerned. */
export interface PlannedResource {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** Where it will be; bills by the prices there. */
    readonly region: string;
    /** As in a report: what is not known yet is `[unknown]`. */
    readonly inputs: Readonly<Record<string, unknown>>;
    /** URNs that each property was computed from. */
    readonly madeFrom: Readonly<Record<string, readonly string[]>>;
}

/** What a preview plans, with the relations that costs depend on. */
export class Plan {
    private readonly resources: readonly PlannedResource[];

    /** Puts them in the order of their names, because the order in which a program registers them differs from run to run. */
    constructor(resources: readonly PlannedResource[]) {
        const key = ({ name, urn }: PlannedResource) => `${name} ${urn}`;
        this.resources = [...resources].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    }

    ofType(...types: readonly string[]): PlannedResource[] {
        return this.resources.filter(({ type }) => types.includes(type));
    }

    /** Resources of a type that a property of a resource was computed from. */
    sources({ madeFrom }: PlannedResource, property: string, ...types: readonly string[]): PlannedResource[] {
        const urns = madeFrom[property] ?? [];
        return this.ofType(...types).filter(({ urn }) => urns.includes(urn));
    }

    /** Resources of a type that were computed from another one, by whichever property. */
    usersOf({ urn }: PlannedResource, type: string): PlannedResource[] {
        return this.ofType(type).filter(({ madeFrom }) => Object.values(madeFrom).some((urns) => urns.includes(urn)));
    }
}

/** A part of the inputs by its path; `undefined` where there is none or it is not known yet. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
    const found = path.reduce<unknown>((inner, key) => {
        if (Array.isArray(inner)) return inner[Number(key)];
        return isRecord(inner) ? inner[String(key)] : undefined;
    }, value);
    return found === "[unknown]" || found === "[secret]" ? undefined : found;
}

export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
    const found = at(value, ...path);
    return typeof found === "string" && found !== "" ? found : undefined;
}

/** Whole numbers only: nothing that is counted here comes in parts. */
export function numberAt(value: unknown, ...path: readonly (string | number)[]): number | undefined {
    const found = at(value, ...path);
    return typeof found === "number" && Number.isSafeInteger(found) ? found : undefined;
}

/** Launch templates write booleans as text. */
export function flagAt(value: unknown, ...path: readonly (string | number)[]): boolean | undefined {
    const found = at(value, ...path);
    if (found === "true" || found === "false") return found === "true";
    return typeof found === "boolean" ? found : undefined;
}

export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
    const found = at(value, ...path);
    return Array.isArray(found) ? found : [];
}
