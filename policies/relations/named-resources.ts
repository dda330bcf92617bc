import { any, type Condition, NotYetKnown, settle } from "../condition";
import type { Kind } from "../kinds";
import { isUnknown, known, type Reader } from "../properties";
import type { Stack } from "../stack";
import type { Subject } from "../subject";

/** One id inside a property that may hold several. */
export interface NamedId {
    readonly id: Reader;
    /** Property by whose dependencies the resource is found while it has no id. */
    readonly property: string;
    /** What the id may name. */
    readonly kinds: readonly Kind[];
}

/**
 * Whether the condition holds for the resource that an id names.
 *
 * @param elsewhere the answer for an id that names no resource of the stack
 */
export function named(
    stack: Stack,
    from: Subject,
    { id, property, kinds }: NamedId,
    condition: (resource: Subject) => Condition,
    elsewhere: boolean,
): Condition {
    return () => {
        const exact = stack.identified(kinds, "id", known(id));
        if (exact.length > 0) return any(...exact.map(condition))();
        // What the stack has yet to make has no id, so that a known one is of something else.
        if (!isUnknown(id)) return elsewhere;
        const outcomes = stack.dependencies(from, property, kinds).map((resource) => settle(condition(resource)));
        const [first] = outcomes;
        // Reading it says what is missing.
        if (first === undefined) throw id();
        // The parts of a property share its dependencies: which of them this one names shows when they have ids.
        return outcomes.every((outcome) => outcome === first) ? first : new NotYetKnown([property]);
    };
}
