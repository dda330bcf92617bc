import { all } from "../../condition";
import { defineRule } from "../../define-rule";

/** P62. AWS refuses the pair, in the middle of an update. */
export const leastOutstandingWithoutSlowStart = defineRule<object>({
    id: "P62",
    name: "least-outstanding-without-slow-start",
    area: "balancing",
    description: "Target groups must start slowly or send to the least busy server, not both.",
    severity: "high",
    equivalents: [],
    why: "AWS refuses slow start together with least outstanding requests, and the update stops half-way.",
    remediation: "Set slowStart to 0, or loadBalancingAlgorithmType to round_robin.",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html",
    messages: { pair: "The {label} must not combine least outstanding requests with slow start." },
    parameters: {},
    resource: {
        kinds: ["target group"],
        check(subject, _, findings) {
            const { props } = subject;
            findings.forbid(
                subject,
                "pair",
                all(
                    () => props.loadBalancingAlgorithmType === "least_outstanding_requests",
                    () => Number(props.slowStart ?? 0) > 0,
                ),
            );
        },
    },
});
