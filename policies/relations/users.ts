import { all, any, type Condition, of, settle } from "../condition";
import { known } from "../properties";
import type { Subject } from "../subject";

/** Which resources use which others, where more than one property has to be read to find out. */
export class Users {
    private readonly byUsed = new Map<string, Subject[]>();
    private readonly unresolved: Subject[] = [];

    /** @param find what a resource uses; throws while that is not known yet */
    constructor(
        from: readonly Subject[],
        private readonly find: (user: Subject) => readonly Subject[],
    ) {
        for (const user of from) {
            const used = known(() => find(user));
            if (used === undefined) this.unresolved.push(user);
            else for (const { urn } of used) this.add(urn, user);
        }
    }

    /**
     * Asks whether some user of a resource meets the condition. One of which it is not known yet what it uses may use any; it is
     * asked once, for all resources.
     */
    where(condition: (user: Subject) => Condition): (used: Subject) => Condition {
        const strays = this.unresolved.map((user) => of(user, all(condition(user), this.usesAny(user))));
        const outcome = settle(any(...strays));
        return (used) => any(...this.of(used).map((user) => of(user, condition(user))), () => outcome);
    }

    /** Whether anything uses the resource, or may use it. */
    mayUse(used: Subject): boolean {
        return this.of(used).length + this.unresolved.length > 0;
    }

    /** What is known to use the resource. */
    of({ urn }: Subject): readonly Subject[] {
        return this.byUsed.get(urn) ?? [];
    }

    private usesAny(user: Subject): Condition {
        return () => {
            // Reading it says what is missing.
            throw this.find(user);
        };
    }

    private add(urn: string, user: Subject): void {
        const users = this.byUsed.get(urn);
        if (users) users.push(user);
        else this.byUsed.set(urn, [user]);
    }
}
