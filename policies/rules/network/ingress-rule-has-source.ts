import { all, any, type Condition } from "../../condition";
import { defineRule } from "../../define-rule";
import { type SecurityGroupRule, securityGroupRules } from "../../parse/security-group-rules";
import { ingressHolders, securityGroups } from "../../relations/security-groups";

/** P61. A rule without a source looks like an open port and is none. */
export const ingressRuleHasSource = defineRule<Record<never, never>>({
    id: "P61",
    name: "ingress-rule-has-source",
    area: "network",
    description: "Each ingress rule must name an address range, a security group or a prefix list as its source.",
    severity: "high",
    equivalents: [],
    why: "AWS refuses a rule without a source in the middle of a deployment, or the rule opens nothing and media never arrives.",
    remediation: "Name an address range, a security group, a prefix list or, for the group's own members, self.",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    messages: {
        rules: "Each ingress rule of the {label} must name a source.",
        source: "The {label} must name a source.",
    },
    parameters: {},
    resource: {
        kinds: ingressHolders,
        check(subject, _parameters, findings) {
            const key = securityGroups.includes(subject.kind) ? "rules" : "source";
            findings.require(subject, key, all(...securityGroupRules(subject).map(isSourced)));
        },
    },
});

function isSourced(rule: SecurityGroupRule): Condition {
    return any(() => rule.direction() === "egress", rule.hasRanges, rule.hasGroups, rule.self, rule.prefixLists);
}
