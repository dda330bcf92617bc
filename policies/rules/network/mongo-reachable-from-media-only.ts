import { all, any, type Condition, NotYetKnown, of, settle } from "../../condition";
import { defineRule } from "../../define-rule";
import type { Kind } from "../../kinds";
import { containsPort } from "../../parse/port-range";
import { type SecurityGroupRule, securityGroupRules } from "../../parse/security-group-rules";
import { known, type Reader } from "../../properties";
import { roleOf } from "../../roles";
import type { Relation, Stack } from "../../stack";
import type { Subject } from "../../subject";

const securityGroups: readonly Kind[] = ["security group", "default security group"];

const groupOfRule: Relation = { property: "securityGroupId", kinds: securityGroups, identity: "id" };

/** Property by whose dependencies a source group is found while it has no id. */
const sourceProperty: Partial<Record<Kind, string>> = {
    "ingress rule": "referencedSecurityGroupId",
    "security group rule": "sourceSecurityGroupId",
};

/** Roles of servers that keep their state in the database, and the database's own members. */
const clientRoles: readonly (string | undefined)[] = ["origin", "edge", "pool", "web", "mongo"];

/** P29. A name says who connects; an address range says only from where. */
export const mongoReachableFromMediaOnly = defineRule<{ port: number }>({
    id: "P29",
    name: "mongo-reachable-from-media-only",
    area: "network",
    description: "The database port must accept connections from the security groups of its clients only.",
    severity: "critical",
    equivalents: [],
    why: "Whoever reaches the cluster store can read and change every stream, token and user of the cluster.",
    remediation:
        "Replace address ranges by the security groups of the origin, edge, pool or web servers, also inside the VPC.",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    messages: { source: "The database {owner} must accept connections from the media security groups only." },
    parameters: {
        port: { type: "integer", minimum: 1, maximum: 65535, default: 27017, description: "Port of the database." },
    },
    stack: {
        kinds: [...securityGroups, "ingress rule", "security group rule"],
        check:
            (stack, { port }, findings) =>
            (subject) => {
                const owner = databaseOwner(stack, subject);
                if (owner === undefined)
                    return findings.notApplicable("The stack has no security group of the database.");
                const opens = securityGroupRules(subject).map((rule) => admitsOthers(rule, port, subject, stack));
                findings.forbid(subject, "source", any(...opens), { owner: owner.label });
            },
    },
});

/**
 * What to call the database's security group when this resource belongs to it: the group itself, or the rule where the group
 * is not in the stack.
 *
 * @throws UnknownValueError when a role or the group is not known yet
 */
function databaseOwner(stack: Stack, subject: Subject): Subject | undefined {
    const isGroup = securityGroups.includes(subject.kind);
    if (!isGroup) {
        const owner = stack.referents(subject, groupOfRule).find((group) => roleOf(group) === "mongo");
        if (owner) return owner;
    }
    return roleOf(subject) === "mongo" ? subject : undefined;
}

function admitsOthers(rule: SecurityGroupRule, port: number, subject: Subject, stack: Stack): Condition {
    return all(
        () => rule.direction() === "ingress",
        () => rule.protocol() === "all" || rule.protocol() === "tcp",
        () => containsPort(rule.ports(), port),
        any(rule.hasRanges, rule.prefixLists, ...rule.groups.map((id) => isForeign(id, subject, stack))),
    );
}

/** Whether a source group is of none of the client roles. A group outside the stack has no role that could be read. */
function isForeign(id: Reader, subject: Subject, stack: Stack): Condition {
    return () => {
        const exact = stack.identified(securityGroups, "id", known(id));
        if (exact.length > 0) return any(...exact.map(isNoClient))();
        const property = sourceProperty[subject.kind] ?? "ingress";
        const candidates = stack.dependencies(subject, property, securityGroups);
        if (candidates.length === 0) {
            id();
            return true;
        }
        const outcomes = candidates.map((candidate) => settle(isNoClient(candidate)));
        const [first = true] = outcomes;
        // Inline rules share their dependencies: which of the groups this one names shows when they have ids.
        return outcomes.every((outcome) => outcome === first) ? first : new NotYetKnown([property]);
    };
}

function isNoClient(group: Subject): Condition {
    return of(group, () => !clientRoles.includes(roleOf(group)));
}
