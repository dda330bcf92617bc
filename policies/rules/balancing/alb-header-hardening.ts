import { all, any, not } from "../../condition";
import { defineRule } from "../../define-rule";
import { isApplicationBalancer } from "../../parse/load-balancer";
import { isTrue, known } from "../../properties";

/** Modes that never let a suspicious request through to a server. */
const safeModes: readonly unknown[] = ["defensive", "strictest"];

/** P40. A request that balancer and server read differently slips past whatever the balancer checks. */
export const albHeaderHardening = defineRule<object>({
    id: "P40",
    name: "alb-header-hardening",
    area: "balancing",
    description: "Application load balancers must keep malformed requests away from the servers.",
    severity: "medium",
    equivalents: ["CKV_AWS_131", "CKV_AWS_328", "AWS-0052"],
    why: "A malformed header can hide a second request in the first, which the server then answers to somebody else.",
    remediation: "Set dropInvalidHeaderFields to true, and desyncMitigationMode to defensive or strictest.",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
    messages: {
        headers: "The {label} must drop invalid header fields and keep desync mitigation at defensive or stricter.",
    },
    parameters: {},
    resource: {
        kinds: ["load balancer"],
        check(subject, _, findings) {
            const { props } = subject;
            const isApplication = () => isApplicationBalancer(subject);
            if (known(isApplication) === false) {
                return findings.notApplicable("Only application load balancers read headers.");
            }
            const isHardened = all(
                () => isTrue(props.dropInvalidHeaderFields),
                () => isSafe(props.desyncMitigationMode),
            );
            findings.require(subject, "headers", any(not(isApplication), isHardened));
        },
        fix(subject, _, changes) {
            if (!isApplicationBalancer(subject)) return;
            changes.set(subject.props, "dropInvalidHeaderFields", true);
            changes.set(subject.props, "desyncMitigationMode", "defensive", isSafe);
        },
    },
});

/** AWS takes defensive when no mode is given. */
function isSafe(mode: unknown): boolean {
    return safeModes.includes(mode ?? "defensive");
}
