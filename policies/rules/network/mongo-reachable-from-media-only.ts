import { all, any } from "../../condition";
import { defineRule } from "../../define-rule";
import { containsPort } from "../../parse/port-range";
import { securityGroupRules } from "../../parse/security-group-rules";
import { admitsOthers, ingressHolders, ownerOfRole } from "../../relations/security-groups";

/** Roles of servers that keep their state in the database, and the database's own members. */
const clientRoles: readonly string[] = ["origin", "edge", "pool", "web", "mongo"];

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
        kinds: ingressHolders,
        check:
            (stack, { port }, findings) =>
            (subject) => {
                const owner = ownerOfRole(stack, subject, ["mongo"]);
                if (owner === undefined)
                    return findings.notApplicable("The stack has no security group of the database.");
                const opens = securityGroupRules(subject).map((rule) =>
                    all(
                        () => rule.direction() === "ingress",
                        () => rule.protocol() === "all" || rule.protocol() === "tcp",
                        () => containsPort(rule.ports(), port),
                        admitsOthers(rule, subject, stack, clientRoles),
                    ),
                );
                findings.forbid(subject, "source", any(...opens), { owner: owner.label });
            },
    },
});
