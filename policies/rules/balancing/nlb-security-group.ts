import { all, any, type Condition } from "../../condition";
import { defineRule } from "../../define-rule";
import { ingestPorts } from "../../parse/ingest-ports";
import { balancerTypeOf } from "../../parse/load-balancer";
import { containsPort } from "../../parse/port-range";
import { type SecurityGroupRule, securityGroupRules } from "../../parse/security-group-rules";
import { hasEntries, known } from "../../properties";
import { ingressHolders, ownerOfRole } from "../../relations/security-groups";
import type { Subject } from "../../subject";

/** Roles of the servers to which a network load balancer brings streams. */
const targetRoles: readonly string[] = ["origin", "edge"];

/** P63. The servers can name the balancer as their only source when it has a security group. */
export const nlbSecurityGroup = defineRule<{ nlbPorts: number[] }>({
    id: "P63",
    name: "nlb-security-group",
    area: "balancing",
    description: "Network load balancers must have a security group, which servers name as the source of streams.",
    severity: "high",
    equivalents: [],
    why: "A balancer made without a security group can never get one, and its servers must then be open to every client.",
    remediation:
        "Give the balancer securityGroups when it is made, and name its group in the servers' rules, also for UDP.",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html",
    messages: {
        group: "The network {label} must be created with a security group.",
        source: "The {owner} must accept ingest ports from the load balancer's group only.",
    },
    parameters: {
        nlbPorts: {
            type: "array",
            items: { type: "integer", minimum: 1, maximum: 65535 },
            default: [...ingestPorts],
            description: "Ports that a network load balancer brings to the servers.",
        },
    },
    stack: {
        kinds: ["load balancer", ...ingressHolders],
        check:
            (stack, { nlbPorts }, findings) =>
            (subject) => {
                if (subject.kind === "load balancer") {
                    if (known(() => isNetworkBalancer(subject)) === false) {
                        return findings.notApplicable("The stack has no network load balancer.");
                    }
                    const isSafe = any(
                        () => !isNetworkBalancer(subject),
                        () => hasEntries(subject.props.securityGroups),
                    );
                    return findings.require(subject, "group", isSafe);
                }
                const owner = ownerOfRole(stack, subject, targetRoles);
                if (owner === undefined) {
                    return findings.notApplicable("The stack has no security group of origin or edge servers.");
                }
                const opens = any(...securityGroupRules(subject).map((rule) => admitsAddresses(rule, nlbPorts)));
                findings.forbid(subject, "source", opens, { owner: owner.label });
            },
    },
});

function isNetworkBalancer(subject: Subject): boolean {
    return balancerTypeOf(subject) === "network";
}

function admitsAddresses(rule: SecurityGroupRule, ports: readonly number[]): Condition {
    return all(
        () => rule.direction() === "ingress",
        () => rule.protocol() !== "portless",
        () => ports.some((port) => containsPort(rule.ports(), port)),
        any(rule.hasRanges, rule.prefixLists),
    );
}
