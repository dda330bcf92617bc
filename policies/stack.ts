import type { PolicyResource, PolicyResourceOptions } from "@pulumi/policy";
import type { Kind } from "./kinds";
import { at, elements, isUnknown, known, type Reader } from "./properties";
import { type Subject, subjectOf } from "./subject";

/** How a property refers to other resources. */
export interface Relation {
    /** Property that holds the reference. */
    readonly property: string;
    readonly kinds: readonly Kind[];
    /** Property of the other resource that the reference equals: `id`, `name`, `arn`. */
    readonly identity: string;
}

const noOptions: PolicyResourceOptions = {
    protect: false,
    ignoreChanges: [],
    aliases: [],
    customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    additionalSecretOutputs: [],
};

/** The resources of a stack that rules look at, found by kind and by relation without scanning the list again. */
export class Stack {
    private readonly byUrn = new Map<string, { readonly subject: Subject; readonly resource: PolicyResource }>();
    private readonly byKind = new Map<Kind, Subject[]>();
    private readonly byIdentity = new Map<string, Map<unknown, Subject[]>>();

    /** @param resources in any order; the SDK's is random */
    constructor(resources: readonly PolicyResource[]) {
        for (const resource of [...resources].sort((a, b) => (a.urn < b.urn ? -1 : 1))) {
            const subject = subjectOf(resource);
            if (subject === undefined) continue;
            this.byUrn.set(subject.urn, { subject, resource });
            append(this.byKind, subject.kind, subject);
        }
    }

    /** The stack itself, for what must hold of it as a whole. */
    get root(): Subject {
        const [root] = this.ofKind("stack");
        return root ?? { kind: "stack", name: "", urn: "", label: "stack", props: {}, options: noOptions };
    }

    /** Resources of these kinds, each kind sorted by URN. */
    ofKind(...kinds: readonly Kind[]): readonly Subject[] {
        return kinds.flatMap((kind) => this.byKind.get(kind) ?? []);
    }

    /**
     * The resources that a property of `from` refers to: by equal value where it is known, by dependency otherwise, because
     * nothing has an id in a first preview. Empty when it refers to something that is not in the stack.
     *
     * @throws UnknownValueError when the reference is not known yet and depends on no resource of these kinds
     */
    referents(from: Subject, relation: Relation): readonly Subject[] {
        const read = () => at(from.props, relation.property);
        const value = known(read);
        const equal = this.identified(relation.kinds, relation.identity, value);
        if (equal.length > 0) return equal;
        const dependencies = this.dependencies(from, relation.property, relation.kinds);
        if (dependencies.length === 0) read();
        return dependencies;
    }

    /**
     * Like `referents`, for a property that holds a list of references: everything that any of them refers to. What is not in
     * the stack is left out.
     *
     * @param readers the references, where the property is no plain list of them
     * @throws UnknownValueError when a reference is not known yet and the property depends on no resource of these kinds
     */
    referentsOfEach(
        from: Subject,
        relation: Relation,
        readers: readonly Reader[] = elements(() => from.props[relation.property]),
    ): readonly Subject[] {
        const values = readers.map((read) => known(read));
        const equal = values.flatMap((value) => this.identified(relation.kinds, relation.identity, value));
        const unread = readers.find(isUnknown);
        if (unread === undefined) return distinct(equal);
        const dependencies = this.dependencies(from, relation.property, relation.kinds);
        if (dependencies.length === 0) unread();
        return distinct([...equal, ...dependencies]);
    }

    /** Resources of these kinds that a property depends on, sorted by URN. */
    dependencies(from: Subject, property: string, kinds: readonly Kind[]): readonly Subject[] {
        const resources = this.byUrn.get(from.urn)?.resource.propertyDependencies[property] ?? [];
        return [...new Set(resources.map(({ urn }) => urn))]
            .sort()
            .flatMap((urn) => this.byUrn.get(urn)?.subject ?? [])
            .filter(({ kind }) => kinds.includes(kind));
    }

    /** Resources of these kinds whose property `identity` is known and equals the value. */
    identified(kinds: readonly Kind[], identity: string, value: unknown): readonly Subject[] {
        return value === undefined ? [] : kinds.flatMap((kind) => this.index(kind, identity).get(value) ?? []);
    }

    private index(kind: Kind, identity: string): ReadonlyMap<unknown, readonly Subject[]> {
        const name = `${kind}/${identity}`;
        const existing = this.byIdentity.get(name);
        if (existing) return existing;
        const index = new Map<unknown, Subject[]>();
        for (const subject of this.ofKind(kind)) {
            const value = known(() => subject.props[identity]);
            if (value !== undefined) append(index, value, subject);
        }
        this.byIdentity.set(name, index);
        return index;
    }
}

/** Subjects by the URN of the resource that they refer to, and those whose reference is not known yet. */
export class Referrers {
    readonly unresolved: Subject[] = [];
    private readonly byReferent = new Map<string, Subject[]>();

    /** @param find which of the stack's methods resolves the relation: one reference or a list of them */
    constructor(
        stack: Stack,
        from: readonly Subject[],
        relation: Relation,
        find: "referents" | "referentsOfEach" = "referents",
    ) {
        for (const subject of from) {
            const referents = known(() => stack[find](subject, relation));
            if (referents === undefined) this.unresolved.push(subject);
            for (const { urn } of referents ?? []) append(this.byReferent, urn, subject);
        }
    }

    of({ urn }: Subject): readonly Subject[] {
        return this.byReferent.get(urn) ?? [];
    }
}

function distinct(subjects: readonly Subject[]): readonly Subject[] {
    return [...new Map(subjects.map((subject) => [subject.urn, subject])).values()];
}

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
}
