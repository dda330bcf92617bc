import { any, type Condition, not, of } from "../../condition";
import type { Findings } from "../../findings";
import type { Balancers } from "../../relations/balancers";
import { uniqueNumbers } from "../../relations/unique-numbers";
import type { Stack } from "../../stack";
import type { Subject } from "../../subject";
import { asksFor, ListenerTiers, type PortRoles, targets } from "./listener-tiers";

/** Priorities that AWS takes. */
const priorities = { first: 1, last: 50_000 };

/** Judges where listeners and their rules lead, and whether any two of them contend for the same request. */
export class PortMap {
    private readonly tiers: ListenerTiers;
    private readonly hasOwnPort: ReadonlyMap<string, Condition>;
    private readonly hasOwnPriority: ReadonlyMap<string, Condition>;

    constructor(
        stack: Stack,
        private readonly balancers: Balancers,
        ports: PortRoles,
        private readonly findings: Findings,
    ) {
        const listeners = stack.ofKind("load balancer").map((balancer) => balancers.listenersOf(balancer));
        const rules = stack.ofKind("listener").map((listener) => balancers.rulesOf(listener));
        this.tiers = new ListenerTiers(balancers, ports);
        this.hasOwnPort = uniqueNumbers(listeners, "port");
        this.hasOwnPriority = uniqueNumbers(rules, "priority");
    }

    /** @throws UnknownValueError when it is not known yet to which tier the listener has to lead */
    judgeListener(listener: Subject): void {
        const { findings, tiers } = this;
        const isShared = () => tiers.isShared(listener);
        findings.require(listener, "port", this.hasOwnPort.get(listener.urn) ?? (() => true));
        findings.require(listener, "pair", any(not(isShared), tiers.hasAllOrNone(listener)));
        const role = tiers.roleOf(listener);
        if (role === undefined) findings.require(listener, "mixed", tiers.leadsToOne(listener));
        else findings.require(listener, "tier", tiers.leadsTo(listener, listener, role), { role });
    }

    /** @throws UnknownValueError when it is not known yet to which listener the rule belongs */
    judgeRule(rule: Subject): void {
        const { findings, tiers } = this;
        const priority = () => Number(rule.props.priority ?? priorities.first);
        const isInRange = () => priority() >= priorities.first && priority() <= priorities.last;
        findings.require(rule, "range", isInRange, priorities);
        findings.require(rule, "priority", this.hasOwnPriority.get(rule.urn) ?? (() => true));
        const listener = this.balancers.listenerOf(rule);
        if (listener === undefined) return;
        const isShared = of(listener, () => tiers.isShared(listener));
        for (const role of targets) {
            const leads = tiers.leadsTo(rule, listener, role);
            findings.require(rule, "query", any(not(isShared), not(asksFor(rule, role)), leads), { role });
        }
    }
}
