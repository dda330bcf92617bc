import { all, any, type Condition, NotYetKnown, not, type Outcome, of, settle } from "../../condition";
import { at, elements, type Reader } from "../../properties";
import { actionsOf, type Balancers } from "../../relations/balancers";
import { isOneTier } from "../../relations/tiers";
import { profileOf, roleOf } from "../../roles";
import type { Subject } from "../../subject";

/** Role that a port leads to, by profile and port. */
export type PortRoles = Record<string, Record<string, string>>;

/** Port on which publishers and players share one host name and tell by a query which tier they want. */
const SHARED_PORT = 443;

/** Values of the query string `target`, each of them a role. */
export const targets = ["origin", "edge"] as const;
type Target = (typeof targets)[number];

/** To which tier listeners and rules lead, and to which one they have to. */
export class ListenerTiers {
    /** By target: whether there is a rule for it of which it is not known yet where it belongs. */
    private readonly strays: Readonly<Record<Target, Outcome>>;

    constructor(
        private readonly balancers: Balancers,
        private readonly ports: PortRoles,
    ) {
        const isOfListener = () => new NotYetKnown(["listenerArn"]);
        const strayFor = (target: Target) =>
            settle(any(...balancers.unresolved.map((one) => of(one, all(asksFor(one, target), isOfListener)))));
        this.strays = { origin: strayFor("origin"), edge: strayFor("edge") };
    }

    /**
     * Role that the profile gives to the listener's port; undefined when it names none.
     *
     * @throws UnknownValueError when port or profile is not known yet
     */
    roleOf(listener: Subject): string | undefined {
        return this.roleOfPort(listener, listener.props.port);
    }

    /** True when the listener's port is the one that rules on the query string divide among the tiers. */
    isShared(listener: Subject): boolean {
        return Number(listener.props.port) === SHARED_PORT && this.roleOf(listener) !== undefined;
    }

    /** Whether everything that a listener, or a rule of it, leads to is of this role. A redirect counts for its port. */
    leadsTo(subject: Subject, listener: Subject, role: string): Condition {
        const redirects = actionsOf(subject).map((action) => () => {
            if (at(action(), "type") !== "redirect") return true;
            const port = at(action(), "redirect", "port") ?? "#{port}";
            return this.roleOfPort(listener, port === "#{port}" ? listener.props.port : port) === role;
        });
        return all(
            () =>
                all(
                    ...this.balancers.targetGroupsOf(subject).map((group) => of(group, () => roleOf(group) === role)),
                )(),
            ...redirects,
        );
    }

    /** Whether all target groups of a listener are of the same role. */
    leadsToOne(listener: Subject): Condition {
        return () => settle(isOneTier(this.balancers.targetGroupsOf(listener)));
    }

    /** Whether the listener has rules for each target, or for none. */
    hasAllOrNone(listener: Subject): Condition {
        const has = targets.map((target) =>
            any(
                ...this.balancers.rulesOf(listener).map((rule) => of(rule, asksFor(rule, target))),
                () => this.strays[target],
            ),
        );
        return any(all(...has), not(any(...has)));
    }

    private roleOfPort(listener: Subject, port: unknown): string | undefined {
        const profile = profileOf(this.balancers.balancerOf(listener) ?? listener);
        return this.ports[profile]?.[String(port)];
    }
}

/** Whether a rule is for requests with this value of the query string `target`. */
export function asksFor(rule: Subject, target: string): Condition {
    const queries: Reader[] = elements(() => rule.props.conditions).flatMap((read) =>
        elements(() => at(read(), "queryStrings")),
    );
    return any(
        ...queries.map((read) =>
            all(
                () => textAt(read, "key") === "target",
                () => textAt(read, "value") === target,
            ),
        ),
    );
}

function textAt(read: Reader, key: string): string {
    return String(at(read(), key)).toLowerCase();
}
