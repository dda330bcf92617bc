import { all, any, type Condition, some } from "../../condition";
import { defineRule } from "../../define-rule";
import { isWorld } from "../../parse/address-range";
import { isCovered } from "../../parse/port-range";
import { type SecurityGroupRule, securityGroupRules } from "../../parse/security-group-rules";
import { groupOfRule, securityGroups, takesRoleOfGroup } from "../../relations/security-groups";
import { mediaRoles, roleOf } from "../../roles";
import type { Subject } from "../../subject";

/** Port 0 carries nothing, so that a rule without it still lets everything out. */
const usablePorts = { from: 1, to: 65535 };

/** P32. What cannot send cannot leak: a database has few places to talk to. */
export const egressByRole = defineRule<{ openRoles: string[] }>({
    id: "P32",
    name: "egress-by-role",
    area: "network",
    description: "Only servers and balancers that send media to anybody may send to every address and port.",
    severity: "medium",
    equivalents: ["CKV_AWS_382", "AWS-0104"],
    why: "A database or a function that was broken into sends what it holds to wherever it can reach.",
    remediation: "Name the ports and addresses that the group has to reach, such as 443 for AWS services.",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    messages: { open: "The {label} must limit outgoing traffic." },
    parameters: {
        openRoles: {
            type: "array",
            items: { type: "string", minLength: 1 },
            default: [...mediaRoles, "web", "lb"],
            description: "Roles that may send to every address and port.",
        },
    },
    resource: {
        kinds: [...securityGroups, "egress rule"],
        check(subject, { openRoles }, findings) {
            const role = roleOf(subject);
            if (role === undefined) return findings.notApplicable("The resource names no role of its own.");
            findings.forbid(subject, "open", opensEverything(subject, role, openRoles));
        },
    },
    stack: {
        kinds: ["egress rule", "security group rule"],
        check:
            (stack, { openRoles }, findings) =>
            (rule) => {
                if (!takesRoleOfGroup(rule)) return findings.notApplicable("The rules name their roles themselves.");
                const [group] = stack.referents(rule, groupOfRule);
                const role = group && roleOf(group);
                if (role === undefined) return findings.notApplicable("The security group of the rule names no role.");
                findings.forbid(rule, "open", opensEverything(rule, role, openRoles));
            },
    },
});

function opensEverything(subject: Subject, role: string, openRoles: readonly string[]): Condition {
    return all(() => !openRoles.includes(role), any(...securityGroupRules(subject).map(allowsEverything)));
}

function allowsEverything(rule: SecurityGroupRule): Condition {
    return all(
        () => rule.direction() === "egress",
        () => rule.protocol() !== "portless",
        () => isCovered(usablePorts, [rule.ports()]),
        some(rule.ranges, isWorld),
    );
}
