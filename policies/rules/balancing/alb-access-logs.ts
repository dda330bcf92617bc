import { all, any, type Condition, not } from "../../condition";
import { defineRule } from "../../define-rule";
import { isApplicationBalancer } from "../../parse/load-balancer";
import { at, isSet, isTrue, known, type Properties } from "../../properties";

/** P41. After an attack or an outage the logs are all that tells who asked for what. */
export const albAccessLogs = defineRule<{ requireConnectionLogs: boolean }>({
    id: "P41",
    name: "alb-access-logs",
    area: "balancing",
    description: "Application load balancers must write down the requests that they answer.",
    severity: "medium",
    equivalents: ["CKV_AWS_91", "ELB2", "NIST:ELBLoggingEnabled", "AG:elb-logging-enabled"],
    why: "Without logs nobody can tell afterwards which client sent a request, or why its connection was refused.",
    remediation: "Set accessLogs, and connectionLogs where they are required, to enabled true and a bucket.",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html",
    messages: {
        requests: "The {label} must write access logs to a bucket.",
        connections: "The {label} must write connection logs to a bucket.",
    },
    parameters: {
        requireConnectionLogs: {
            type: "boolean",
            default: false,
            description: "Whether the balancer must also log connections and TLS handshakes.",
        },
    },
    resource: {
        kinds: ["load balancer"],
        check(subject, { requireConnectionLogs }, findings) {
            const isApplication = () => isApplicationBalancer(subject);
            if (known(isApplication) === false) {
                return findings.notApplicable("Only application load balancers log every request.");
            }
            findings.require(subject, "requests", any(not(isApplication), writesTo(subject.props, "accessLogs")));
            if (!requireConnectionLogs) return;
            findings.require(
                subject,
                "connections",
                any(not(isApplication), writesTo(subject.props, "connectionLogs")),
            );
        },
    },
});

function writesTo(props: Properties, logs: "accessLogs" | "connectionLogs"): Condition {
    return all(
        () => isTrue(at(props, logs, "enabled")),
        () => isSet(() => at(props, logs, "bucket")),
    );
}
