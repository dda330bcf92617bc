import { at, elements, isProperties, isUnknown, known, type Properties } from "./properties";

/**
 * Changes that a fix makes to the inputs of a resource, in place: a copy would read values that are not known yet, and
 * would lose which ones are secret. A value that is not known yet is left alone.
 */
export class Changes {
    private count = 0;

    get made(): boolean {
        return this.count > 0;
    }

    /** Gives the property this value, unless `accepted` says that its present value will do. */
    set(target: Properties, key: string, value: unknown, accepted: (present: unknown) => boolean = () => false): void {
        if (isUnknown(() => target[key])) return;
        const present = target[key];
        if (present === value || accepted(present)) return;
        target[key] = value;
        this.count += 1;
    }

    /** The object below a key, created when it is absent; undefined when it is not known yet. */
    within(target: Properties, key: string): Properties | undefined {
        if (isUnknown(() => target[key])) return undefined;
        if (!isProperties(target[key])) this.set(target, key, {});
        const inner = target[key];
        return isProperties(inner) ? inner : undefined;
    }

    /** The objects of a list that are known and, with a path, what lies below it in each of them. */
    each(target: Properties, key: string, ...path: readonly string[]): Properties[] {
        return elements(() => target[key])
            .map((read) => known(() => at(read(), ...path)))
            .filter(isProperties);
    }
}
