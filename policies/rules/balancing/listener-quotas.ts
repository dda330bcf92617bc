import { all, type Condition, of } from "../../condition";
import { at, elements, known, type Reader } from "../../properties";
import { actionsOf, type Balancers } from "../../relations/balancers";
import type { Subject } from "../../subject";

/** What AWS counts, and how many there may be. */
export interface Quotas {
    listeners: number;
    rules: number;
    targetGroups: number;
    certificates: number;
    targetGroupsPerAction: number;
    conditionValuesPerRule: number;
}

/** One thing that is counted. */
export interface Quota {
    readonly things: string;
    readonly limit: number;
    readonly isKept: Condition;
}

/** Parts of a rule's conditions that hold lists of values. */
const valuedConditions = ["hostHeader", "httpHeader", "httpRequestMethod", "pathPattern", "sourceIp"];

/** The quotas that a load balancer, a listener or a rule has to keep. */
export function quotasOf(subject: Subject, balancers: Balancers, quotas: Quotas): Quota[] {
    if (subject.kind === "load balancer") return quotasOfBalancer(subject, balancers, quotas);
    const { targetGroupsPerAction, conditionValuesPerRule } = quotas;
    const targets = actionsOf(subject).map((action) => () => at(action(), "forward", "targetGroups"));
    const perAction = all(...targets.map((list) => isWithin(targetGroupsPerAction, [list])));
    return [
        { things: "target groups per action", limit: targetGroupsPerAction, isKept: perAction },
        {
            things: "condition values per rule",
            limit: conditionValuesPerRule,
            isKept: isWithin(conditionValuesPerRule, conditionValues(subject)),
        },
    ];
}

function quotasOfBalancer(balancer: Subject, balancers: Balancers, quotas: Quotas): Quota[] {
    const listeners = balancers.listenersOf(balancer);
    const rules = listeners.flatMap((listener) => balancers.rulesOf(listener));
    const certificates = listeners.flatMap((listener) => balancers.certificatesOf(listener));
    const counted = [
        { things: "listeners", limit: quotas.listeners, list: listeners },
        { things: "rules", limit: quotas.rules, list: rules },
        { things: "additional certificates", limit: quotas.certificates, list: certificates },
    ];
    return [
        ...counted.map(({ things, limit, list }) => ({ things, limit, isKept: isWithin(limit, [() => list]) })),
        {
            things: "target groups",
            limit: quotas.targetGroups,
            isKept: sharesWithin(quotas.targetGroups, [...listeners, ...rules], balancers),
        },
    ];
}

/** Whether lists together have at most so many entries. */
function isWithin(limit: number, lists: readonly Reader[]): Condition {
    const lengths = lists.map((list) => () => lengthOf(list()));
    const knownCount = () => lengths.reduce((sum, length) => sum + (known(length) ?? 0), 0);
    return all(() => knownCount() <= limit, ...lengths.map((length) => () => length() <= limit));
}

/** Whether listeners and rules together send to at most so many different target groups. */
function sharesWithin(limit: number, subjects: readonly Subject[], balancers: Balancers): Condition {
    const read = subjects.map((subject) => ({ subject, targetGroups: () => balancers.targetGroupsOf(subject) }));
    const knownCount = () => new Set(read.flatMap(({ targetGroups }) => known(targetGroups) ?? [])).size;
    return all(
        () => knownCount() <= limit,
        ...read.map(({ subject, targetGroups }) => of(subject, () => targetGroups().length <= limit)),
    );
}

/** Lists of values in the conditions of a rule. Listeners have none. */
function conditionValues({ props }: Subject): Reader[] {
    return elements(() => props.conditions).flatMap((read) => [
        () => at(read(), "queryStrings"),
        ...valuedConditions.flatMap((condition) => [
            () => at(read(), condition, "values"),
            () => at(read(), condition, "regexValues"),
        ]),
    ]);
}

function lengthOf(list: unknown): number {
    return Array.isArray(list) ? list.length : 0;
}
