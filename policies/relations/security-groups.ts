import { any, type Condition, of } from "../condition";
import type { Kind } from "../kinds";
import type { SecurityGroupRule } from "../parse/security-group-rules";
import { isUnknown } from "../properties";
import { roleOf } from "../roles";
import type { Relation, Stack } from "../stack";
import type { Subject } from "../subject";
import { named } from "./named-resources";

export const securityGroups: readonly Kind[] = ["security group", "default security group"];

/** Resources that can let something in: groups by their inline rules, and single rules. */
export const ingressHolders: readonly Kind[] = [...securityGroups, "ingress rule", "security group rule"];

/** The security group that a single rule belongs to. */
export const groupOfRule: Relation = { property: "securityGroupId", kinds: securityGroups, identity: "id" };

/** Roles among which the role of a resource is looked for, which may have none. */
type Roles = readonly (string | undefined)[];

/** Property by whose dependencies a source group is found while it has no id. Inline rules lie in `ingress`. */
const sourceProperty: Partial<Record<Kind, string>> = {
    "ingress rule": "referencedSecurityGroupId",
    "security group rule": "sourceSecurityGroupId",
};

/** A single rule without a role tag, as other programs write them, or which cannot have tags at all. */
export function takesRoleOfGroup(subject: Subject): boolean {
    const isSingle = !securityGroups.includes(subject.kind);
    return isSingle && !isUnknown(() => roleOf(subject)) && roleOf(subject) === undefined;
}

/**
 * What to call a security group of these roles when the resource belongs to it: the group itself, or the rule where the
 * group is not in the stack.
 *
 * @throws UnknownValueError when a role or the group is not known yet
 */
export function ownerOfRole(stack: Stack, subject: Subject, roles: Roles): Subject | undefined {
    const hasRole = (one: Subject) => roles.includes(roleOf(one));
    const owner = stack.referents(subject, groupOfRule).find(hasRole);
    return owner ?? (hasRole(subject) ? subject : undefined);
}

/** Whether a rule lets in anything but security groups of these roles and its own group. */
export function admitsOthers(rule: SecurityGroupRule, subject: Subject, stack: Stack, roles: Roles): Condition {
    const property = sourceProperty[subject.kind] ?? "ingress";
    const isOther = (group: Subject) => of(group, () => !roles.includes(roleOf(group)));
    // A group outside the stack has no role that could be read.
    const isForeign = rule.groups.map((id) =>
        named(stack, subject, { id, property, kinds: securityGroups }, isOther, true),
    );
    return any(rule.hasRanges, rule.prefixLists, ...isForeign);
}
