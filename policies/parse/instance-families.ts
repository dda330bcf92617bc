import { all, any, type Condition, not, some } from "../condition";
import { type InstanceChoice, patternsOf } from "./instance-choices";
import { familyOf, matchesAllOf, matchesSomeOf } from "./instance-type";

/** Whether a choice names a type of one of the families. */
export function namesFamily(choice: InstanceChoice, families: readonly string[]): Condition {
    return () => families.includes(familyOf(String(choice.instanceType())));
}

/** Whether the requirements of a choice, if it has any, let through a type of one of the families. */
export function admitsFamily(choice: InstanceChoice, families: readonly string[]): Condition {
    return all(
        () => choice.requirements() !== undefined,
        any(...families.map((family) => all(mayBeAllowed(choice, family), not(isRuledOut(choice, family))))),
    );
}

/** Without a list of allowed types every type is allowed. */
function mayBeAllowed(choice: InstanceChoice, family: string): Condition {
    const allowed = patternsOf(choice, "allowedInstanceTypes");
    return any(
        () => allowed.length === 0,
        some(allowed, (pattern) => matchesSomeOf(family, pattern)),
    );
}

function isRuledOut(choice: InstanceChoice, family: string): Condition {
    return some(patternsOf(choice, "excludedInstanceTypes"), (pattern) => matchesAllOf(family, pattern));
}
