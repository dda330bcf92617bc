import { all, any, type Condition, not } from "../../condition";
import { defineRule } from "../../define-rule";
import { at, known, type Properties } from "../../properties";
import { DrainBudgets } from "../../relations/drain-budgets";
import { profileOf, roleOf } from "../../roles";
import type { Subject } from "../../subject";

interface Parameters {
    minSeconds: number;
    maxSeconds: number;
    stickyRoles: Record<string, string[]>;
}

/** What AWS takes when nothing is given, in seconds. */
const defaults = { delay: 300, cookie: 86_400 };

/** Longest life that AWS lets a cookie have, in seconds: seven days. */
const LONGEST_COOKIE = 604_800;

/** P45. Requests must end before the server does, and a session must find its server again. */
export const targetGroupDrainAndStickiness = defineRule<Parameters>({
    id: "P45",
    name: "target-group-drain-and-stickiness",
    area: "balancing",
    description: "Target groups must let requests end while their servers still wait, and keep sessions on one server.",
    severity: "medium",
    equivalents: [],
    why: "A server that leaves before deregistration has ended cuts requests; without a cookie the dashboard's login loops.",
    remediation:
        "Set deregistrationDelay below the heartbeat of the group's termination hook, and stickiness of type lb_cookie.",
    link: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html",
    messages: {
        drain: "The {label} must finish deregistration within the drain budget of its tier.",
        sticky: "The {label} must keep a client on one server by cookie.",
    },
    parameters: {
        minSeconds: {
            type: "integer",
            minimum: 0,
            maximum: 3600,
            default: 30,
            description: "Shortest deregistration, in seconds.",
        },
        maxSeconds: {
            type: "integer",
            minimum: 0,
            maximum: 3600,
            default: 900,
            description: "Longest deregistration of servers that no termination hook holds, in seconds.",
        },
        stickyRoles: {
            type: "object",
            additionalProperties: { type: "array", items: { type: "string" } },
            default: { "ant-media": ["origin"] },
            description: "Roles, by profile, whose servers keep sessions that a client must find again.",
        },
    },
    stack: {
        kinds: ["target group"],
        check(stack, { minSeconds, maxSeconds, stickyRoles }, findings) {
            const budgets = new DrainBudgets(stack);
            return (targetGroup) => {
                const { props } = targetGroup;
                const isFunction = () => props.targetType === "lambda";
                if (known(isFunction)) return findings.notApplicable("Functions are not drained.");
                const delay = () => Number(props.deregistrationDelay ?? defaults.delay);
                const isInBudget = all(() => delay() >= minSeconds, budgets.holds(targetGroup, delay, maxSeconds));
                findings.require(targetGroup, "drain", any(isFunction, isInBudget));
                const needsCookie = all(
                    () => speaksHttp(props),
                    () => isSticky(targetGroup, stickyRoles),
                );
                findings.require(targetGroup, "sticky", any(isFunction, not(needsCookie), keepsClients(props)));
            };
        },
    },
});

function speaksHttp({ protocol }: Properties): boolean {
    return ["HTTP", "HTTPS"].includes(String(protocol).toUpperCase());
}

function isSticky(targetGroup: Subject, stickyRoles: Record<string, string[]>): boolean {
    const roles = stickyRoles[profileOf(targetGroup)];
    return roles?.includes(roleOf(targetGroup) ?? "") === true;
}

function keepsClients(props: Properties): Condition {
    const option = (name: string) => at(props, "stickiness", name);
    const seconds = () => Number(option("cookieDuration") ?? defaults.cookie);
    return all(
        () => option("type") === "lb_cookie",
        // The provider switches stickiness on unless it is told not to.
        () => option("enabled") !== false,
        () => seconds() >= 1 && seconds() <= LONGEST_COOKIE,
    );
}
