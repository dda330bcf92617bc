import { all, any, type Condition, NotYetKnown, not } from "../../condition";
import { defineRule } from "../../define-rule";
import { type SecurityGroupRule, securityGroupRules } from "../../parse/security-group-rules";
import { known } from "../../properties";
import { groupOfRule, securityGroups } from "../../relations/security-groups";
import { Referrers } from "../../stack";
import type { Subject } from "../../subject";

/** What the provider writes when a program gives no description. */
const GENERATED = "Managed by Pulumi";

/** P31. Whoever wants to close a port has to know what it is open for. */
export const securityGroupDescriptions = defineRule<Record<never, never>>({
    id: "P31",
    name: "security-group-descriptions",
    area: "network",
    description: "Security groups and their rules must say what they are for, and rules must be kept in one way.",
    severity: "low",
    equivalents: ["CKV_AWS_23", "AWS-0099", "AWS-0124", "EC27", "AG:security-group-no-rule-management-conflicts"],
    why: "Rules that nobody can explain stay open for ever, and inline rules delete those that are kept separately.",
    remediation:
        "Give the group and each rule a description of its own, and declare all rules of a group in the same way.",
    link: "https://www.pulumi.com/registry/packages/aws/api-docs/ec2/securitygroup/",
    messages: {
        purpose: "The {label} must say what it is for.",
        rules: "Each rule of the {label} must say what it is for.",
        mixed: "The {label} must keep its rules either inline or separate.",
    },
    parameters: {},
    resource: {
        kinds: [...securityGroups, "ingress rule", "egress rule", "security group rule"],
        check(subject, _parameters, findings) {
            const rules = securityGroupRules(subject);
            // AWS itself describes the default security group, and nobody can change it.
            if (subject.kind !== "default security group") {
                findings.require(subject, "purpose", () => explains(subject.props.description));
            }
            if (!securityGroups.includes(subject.kind)) return;
            findings.require(subject, "rules", all(...rules.map((rule) => () => explains(rule.description()))));
        },
    },
    stack: {
        kinds: securityGroups,
        check(stack, _parameters, findings) {
            const separate = new Referrers(
                stack,
                stack.ofKind("ingress rule", "egress rule", "security group rule"),
                groupOfRule,
            );
            const unresolved = separate.unresolved.map(
                (rule) => () => new NotYetKnown([`${groupOfRule.property} of the ${rule.label}`]),
            );
            return (group) => {
                const others = separate.of(group).flatMap(securityGroupRules);
                const isSeparate = any(() => others.length > 0, ...unresolved);
                findings.forbid(group, "mixed", all(isSeparate, hasInlineRules(group, others)));
            };
        },
    },
});

function explains(description: unknown): boolean {
    return !["", GENERATED].includes(String(description ?? "").trim());
}

/**
 * Whether the program wrote rules into the group. Once a group exists, the provider lists all of its rules there, those that
 * are kept separately too.
 */
function hasInlineRules(group: Subject, others: readonly SecurityGroupRule[]): Condition {
    const { props } = group;
    const isNew = known(() => props.id) === undefined;
    if (isNew)
        return any(
            () => isFilled(props.ingress),
            () => isFilled(props.egress),
        );
    const isSeparate = (rule: SecurityGroupRule) => any(...others.map((other) => () => opens(other) === opens(rule)));
    return any(...securityGroupRules(group).map((rule) => not(isSeparate(rule))));
}

function isFilled(list: unknown): boolean {
    return Array.isArray(list) && list.length > 0;
}

function opens({ direction, protocol, ports }: SecurityGroupRule): string {
    const { from, to } = ports();
    return `${direction()} ${protocol()} ${from}-${to}`;
}
