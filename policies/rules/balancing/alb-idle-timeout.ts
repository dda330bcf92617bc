import { any, not } from "../../condition";
import { defineRule } from "../../define-rule";
import { isApplicationBalancer } from "../../parse/load-balancer";
import { known } from "../../properties";

/** What AWS takes when the program says nothing, in seconds. */
const DEFAULT_TIMEOUT = 60;

/** P64. A WebSocket that signals a stream may be quiet for minutes while the stream runs. */
export const albIdleTimeout = defineRule<{ minSeconds: number }>({
    id: "P64",
    name: "alb-idle-timeout",
    area: "balancing",
    description: "Application load balancers must keep connections on which nothing is said for a while.",
    severity: "medium",
    equivalents: [],
    why: "After 60 seconds, the default, the balancer cuts quiet WebSockets, and with them the streams they signal.",
    remediation: "Set idleTimeout to at least the seconds that clients may be quiet.",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
    messages: { timeout: "The {label} must keep idle connections for at least {seconds} seconds." },
    parameters: {
        minSeconds: {
            type: "integer",
            minimum: 60,
            maximum: 4000,
            default: 300,
            description: "Shortest time that a quiet connection is kept, in seconds.",
        },
    },
    resource: {
        kinds: ["load balancer"],
        check(subject, { minSeconds }, findings) {
            const isApplication = () => isApplicationBalancer(subject);
            if (known(isApplication) === false) {
                return findings.notApplicable("Only application load balancers have this timeout.");
            }
            const isLong = () => isAtLeast(subject.props.idleTimeout, minSeconds);
            findings.require(subject, "timeout", any(not(isApplication), isLong), { seconds: minSeconds });
        },
        fix(subject, { minSeconds }, changes) {
            if (!isApplicationBalancer(subject)) return;
            changes.set(subject.props, "idleTimeout", minSeconds, (present) => isAtLeast(present, minSeconds));
        },
    },
});

function isAtLeast(timeout: unknown, minSeconds: number): boolean {
    return Number(timeout ?? DEFAULT_TIMEOUT) >= minSeconds;
}
