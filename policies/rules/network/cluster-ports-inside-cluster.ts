import { all, any } from "../../condition";
import { defineRule } from "../../define-rule";
import { containsPort } from "../../parse/port-range";
import { securityGroupRules } from "../../parse/security-group-rules";
import { admitsOthers, ingressHolders, ownerOfRole } from "../../relations/security-groups";
import { mediaRoles } from "../../roles";

/** P30. Nodes trust whatever reaches the port on which they talk to each other. */
export const clusterPortsInsideCluster = defineRule<{ clusterPorts: number[] }>({
    id: "P30",
    name: "cluster-ports-inside-cluster",
    area: "network",
    description: "The ports between nodes must accept connections from the security groups of media servers only.",
    severity: "high",
    equivalents: [],
    why: "The port between nodes hands out streams without a login to whoever can reach it.",
    remediation: "Replace address ranges by the security groups of the media servers, also inside the VPC.",
    link: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
    messages: { source: "The {owner} must keep cluster ports inside the cluster." },
    parameters: {
        clusterPorts: {
            type: "array",
            items: { type: "integer", minimum: 1, maximum: 65535 },
            default: [5000],
            description: "TCP ports on which media servers talk to each other.",
        },
    },
    stack: {
        kinds: ingressHolders,
        check:
            (stack, { clusterPorts }, findings) =>
            (subject) => {
                const owner = ownerOfRole(stack, subject, mediaRoles);
                if (owner === undefined)
                    return findings.notApplicable("The stack has no security group of media servers.");
                const opens = securityGroupRules(subject).map((rule) =>
                    all(
                        () => rule.direction() === "ingress",
                        () => rule.protocol() === "all" || rule.protocol() === "tcp",
                        () => clusterPorts.some((port) => containsPort(rule.ports(), port)),
                        admitsOthers(rule, subject, stack, mediaRoles),
                    ),
                );
                findings.forbid(subject, "source", any(...opens), { owner: owner.label });
            },
    },
});
