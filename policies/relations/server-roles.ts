import type { Kind } from "../kinds";
import { at } from "../properties";
import type { Relation, Stack } from "../stack";
import type { Subject } from "../subject";
import { Users } from "./users";

const profiles: readonly Kind[] = ["instance profile"];
const roleOfProfile: Relation = { property: "role", kinds: ["IAM role"], identity: "name" };

/** Which launch templates, instances and instance profiles lend which IAM role to servers. */
export function serverRoles(stack: Stack): Users {
    return new Users(stack.ofKind("launch template", "instance", "instance profile"), (user) =>
        profilesOf(stack, user).flatMap((profile) => stack.referents(profile, roleOfProfile)),
    );
}

function profilesOf(stack: Stack, user: Subject): readonly Subject[] {
    const { kind, props } = user;
    const relation = { property: "iamInstanceProfile", kinds: profiles };
    switch (kind) {
        case "instance profile":
            return [user];
        case "instance":
            return stack.referents(user, { ...relation, identity: "name" });
        default:
            return ["arn", "name"].flatMap((identity) =>
                stack.referentsOfEach(user, { ...relation, identity }, [
                    () => at(props, "iamInstanceProfile", identity),
                ]),
            );
    }
}
