import { NotYetKnown, type Outcome } from "../condition";
import type { Kind } from "../kinds";
import { known } from "../properties";
import type { Stack } from "../stack";
import type { Subject } from "../subject";

const functions: readonly Kind[] = ["function"];

/** Resources by the function that one of their properties names: mappings, permissions, event configurations. */
export class FunctionReferrers {
    /** Whether there are any of which it is not known yet which function they name. */
    readonly mayBeMore: Outcome;
    private readonly byFunction = new Map<string, Subject[]>();

    constructor(stack: Stack, kind: Kind, property: string) {
        const causes: string[] = [];
        for (const subject of stack.ofKind(kind)) {
            const named = known(() => functionsNamed(stack, subject, property));
            if (named === undefined) causes.push(`${property} of the ${subject.label}`);
            for (const { urn } of named ?? []) {
                const list = this.byFunction.get(urn) ?? [];
                list.push(subject);
                this.byFunction.set(urn, list);
            }
        }
        this.mayBeMore = causes.length > 0 && new NotYetKnown(causes);
    }

    of({ urn }: Subject): readonly Subject[] {
        return this.byFunction.get(urn) ?? [];
    }
}

/** @throws UnknownValueError when the property is not known yet and depends on no function */
function functionsNamed(stack: Stack, from: Subject, property: string): readonly Subject[] {
    const named = stack.identified(functions, "name", nameIn(known(() => from.props[property])));
    return named.length > 0 ? named : stack.referents(from, { property, kinds: functions, identity: "arn" });
}

/** Lambda takes a name, an ARN or the end of one, each with or without a version or an alias behind it. */
function nameIn(reference: unknown): string | undefined {
    return typeof reference === "string" ? /^(?:.*function:)?([^:]+)/.exec(reference)?.[1] : undefined;
}
