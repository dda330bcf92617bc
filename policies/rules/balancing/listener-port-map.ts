import { defineRule } from "../../define-rule";
import { Balancers } from "../../relations/balancers";
import { type Quotas, quotasOf } from "./listener-quotas";
import type { PortRoles } from "./listener-tiers";
import { PortMap } from "./port-map";

interface Parameters {
    ports: PortRoles;
    quotas: Quotas;
}

const quota = { type: "integer", minimum: 1 } as const;

/** P44. Every port leads to one tier, and no two listeners or rules contend for the same request. */
export const listenerPortMap = defineRule<Parameters>({
    id: "P44",
    name: "listener-port-map",
    area: "balancing",
    description:
        "Each port of a load balancer must lead to the tier that the profile gives it, by rules that AWS takes.",
    severity: "high",
    equivalents: [],
    why: "A viewer on the origin or a publisher on the edge gets no stream; AWS refuses what collides or exceeds a quota.",
    remediation:
        "Correct the actions, port or priority of the listener or rule, or name the port's tier in the rule's parameters.",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html",
    messages: {
        port: "The {label} must have a port that no other listener of its load balancer uses.",
        priority: "The {label} must have a priority that no other rule of its listener uses.",
        range: "The {label} must have a priority from {first} to {last}.",
        tier: "The {label} must send its port to the {role} tier only.",
        mixed: "The {label} must send its port to one tier only.",
        query: "The {label} must send requests for target={role} to the {role} tier only.",
        pair: "The {label} must have rules for target=origin and target=edge, or for neither.",
        quota: "The {label} must stay below the quota of {limit} {things}.",
    },
    parameters: {
        ports: {
            type: "object",
            additionalProperties: { type: "object", additionalProperties: { type: "string", minLength: 1 } },
            default: {
                "ant-media": {
                    80: "origin",
                    443: "origin",
                    1935: "origin",
                    4200: "origin",
                    4444: "origin",
                    5080: "edge",
                    5443: "edge",
                    8443: "origin",
                },
            },
            description: "Role that each port leads to, by profile. A profile given here replaces the default for it.",
        },
        quotas: {
            type: "object",
            properties: {
                listeners: quota,
                rules: quota,
                targetGroups: quota,
                certificates: quota,
                targetGroupsPerAction: quota,
                conditionValuesPerRule: quota,
            },
            additionalProperties: false,
            default: {
                listeners: 50,
                rules: 100,
                targetGroups: 100,
                certificates: 25,
                targetGroupsPerAction: 5,
                conditionValuesPerRule: 5,
            },
            description:
                "Most that AWS lets a load balancer, an action or a rule have, without the defaults of listeners.",
        },
    },
    stack: {
        kinds: ["load balancer", "listener", "listener rule"],
        check(stack, { ports, quotas }, findings) {
            const balancers = new Balancers(stack);
            const map = new PortMap(stack, balancers, ports, findings);
            return (subject) => {
                for (const { things, limit, isKept } of quotasOf(subject, balancers, quotas)) {
                    findings.require(subject, "quota", isKept, { limit, things });
                }
                if (subject.kind === "listener") map.judgeListener(subject);
                if (subject.kind === "listener rule") map.judgeRule(subject);
            };
        },
    },
});
