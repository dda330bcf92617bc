import { type Reader, unknownPath } from "./properties";

/** The answer of a condition that cannot be given before the deployment, with what it waits for. */
export class NotYetKnown {
    constructor(readonly causes: readonly string[]) {}
}

export type Outcome = boolean | NotYetKnown;

/** A question about a resource. It may read values that are not known yet: its outcome is then NotYetKnown. */
export type Condition = () => Outcome;

/** Answers a condition. Never throws because of a value that is not known yet. */
export function settle(condition: Condition): Outcome {
    try {
        return condition();
    } catch (error) {
        const path = unknownPath(error);
        if (path === undefined) throw error;
        return new NotYetKnown([path]);
    }
}

/** True when all hold, false as soon as one is known to fail, whatever the others are. */
export function all(...conditions: readonly Condition[]): Condition {
    return () => {
        const causes: string[] = [];
        for (const condition of conditions) {
            const outcome = settle(condition);
            if (outcome === false) return false;
            if (outcome instanceof NotYetKnown) causes.push(...outcome.causes);
        }
        return causes.length === 0 || new NotYetKnown(causes);
    };
}

/** True as soon as one is known to hold, false when none does. */
export function any(...conditions: readonly Condition[]): Condition {
    return not(all(...conditions.map(not)));
}

export function not(condition: Condition): Condition {
    return () => {
        const outcome = settle(condition);
        return outcome instanceof NotYetKnown ? outcome : !outcome;
    };
}

/** Whether the condition holds for what one of the readers reads. */
export function some<T>(readers: readonly Reader<T>[], condition: (value: T) => Outcome): Condition {
    return any(...readers.map((read) => () => condition(read())));
}

/** Adds to the causes of an unknown outcome whose properties they are. */
export function of(owner: { readonly label: string }, condition: Condition): Condition {
    return () => {
        const outcome = settle(condition);
        if (!(outcome instanceof NotYetKnown)) return outcome;
        return new NotYetKnown(outcome.causes.map((cause) => `${cause} of the ${owner.label}`));
    };
}
