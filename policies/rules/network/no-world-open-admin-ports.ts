import { all, any, type Condition, some } from "../../condition";
import { defineRule } from "../../define-rule";
import { isWorld } from "../../parse/address-range";
import { containsPort } from "../../parse/port-range";
import { type SecurityGroupRule, securityGroupRules } from "../../parse/security-group-rules";
import { PrefixLists } from "../../relations/prefix-lists";
import { ingressHolders } from "../../relations/security-groups";

/** P27. Session Manager gives operators a shell without any open port. */
export const noWorldOpenAdminPorts = defineRule<{ ports: number[] }>({
    id: "P27",
    name: "no-world-open-admin-ports",
    area: "network",
    description: "Administration ports must not be open to the world.",
    severity: "critical",
    equivalents: ["CKV_AWS_24", "CKV_AWS_25", "AWS-0107", "EC23", "NIST:EC2RestrictedSSH"],
    why: "Open SSH and RDP ports are attacked within minutes, and one guessed login is a server lost.",
    remediation: "Remove the rule and reach servers through Session Manager, or name the addresses of the operators.",
    link: "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html",
    messages: { open: "The {label} must not open administration ports to the world." },
    parameters: {
        ports: {
            type: "array",
            items: { type: "integer", minimum: 0, maximum: 65535 },
            default: [22, 3389],
            description: "Ports for administration, in TCP and UDP.",
        },
    },
    resource: {
        kinds: ingressHolders,
        check(subject, { ports }, findings) {
            const opens = securityGroupRules(subject).map((rule) => opensTo(some(rule.ranges, isWorld), rule, ports));
            findings.forbid(subject, "open", any(...opens));
        },
    },
    // What a rule names by the id of a prefix list stands in other resources.
    stack: {
        kinds: ingressHolders,
        check(stack, { ports }, findings) {
            const lists = new PrefixLists(stack);
            return (subject) => {
                if (lists.isEmpty) return findings.notApplicable("The stack has no prefix list.");
                const opens = securityGroupRules(subject).map((rule) =>
                    opensTo(lists.admitWorld(rule, subject), rule, ports),
                );
                findings.forbid(subject, "open", any(...opens));
            };
        },
    },
});

function opensTo(world: Condition, rule: SecurityGroupRule, ports: readonly number[]): Condition {
    return all(
        () => rule.direction() === "ingress",
        () => rule.protocol() !== "portless",
        () => ports.some((port) => containsPort(rule.ports(), port)),
        world,
    );
}
