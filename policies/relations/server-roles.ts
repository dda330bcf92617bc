import { all, any, type Condition, of } from "../condition";
import type { Kind } from "../kinds";
import { at, known } from "../properties";
import type { Relation, Stack } from "../stack";
import type { Subject } from "../subject";

const profiles: readonly Kind[] = ["instance profile"];
const roleOfProfile: Relation = { property: "role", kinds: ["IAM role"], identity: "name" };

/** Which servers and instance profiles hand which IAM role to whom runs on the server. */
export class ServerRoles {
    private readonly byRole = new Map<string, Subject[]>();
    private readonly unresolved: Subject[] = [];

    constructor(private readonly stack: Stack) {
        for (const user of stack.ofKind("launch template", "instance", "instance profile")) {
            const roles = known(() => this.rolesOf(user));
            if (roles === undefined) this.unresolved.push(user);
            for (const { urn } of roles ?? []) this.byRole.set(urn, [...(this.byRole.get(urn) ?? []), user]);
        }
    }

    /** Whether there is anything that uses the role, or may use it. */
    mayUse(role: Subject): boolean {
        return this.usersOf(role).length + this.unresolved.length > 0;
    }

    /** Whether the condition holds for a server or profile that uses the role. */
    use(role: Subject, condition: (user: Subject) => Condition): Condition {
        return any(
            ...this.usersOf(role).map(condition),
            ...this.unresolved.map((user) =>
                all(
                    condition(user),
                    // Reading it says what is missing.
                    of(user, () => this.rolesOf(user).length > 0),
                ),
            ),
        );
    }

    private usersOf({ urn }: Subject): readonly Subject[] {
        return this.byRole.get(urn) ?? [];
    }

    private rolesOf(user: Subject): readonly Subject[] {
        return this.profilesOf(user).flatMap((profile) => this.stack.referents(profile, roleOfProfile));
    }

    private profilesOf(user: Subject): readonly Subject[] {
        const { kind, props } = user;
        const relation = { property: "iamInstanceProfile", kinds: profiles };
        switch (kind) {
            case "instance profile":
                return [user];
            case "instance":
                return this.stack.referents(user, { ...relation, identity: "name" });
            default:
                return ["arn", "name"].flatMap((identity) =>
                    this.stack.referentsOfEach(user, { ...relation, identity }, [
                        () => at(props, "iamInstanceProfile", identity),
                    ]),
                );
        }
    }
}
