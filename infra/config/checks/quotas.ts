import type { ConfigIssue } from "../issues";
import { allTargetNames, targetNames, targetPortOf, targetsOf } from "../targets";
import type { Check } from "./check";

/** Quotas of balancers: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html */
const quotas = {
    listeners: 50,
    rules: 100,
    targetGroups: 100,
    certificates: 25,
    targetGroupsPerAction: 5,
    targets: 1000,
    /** Of a network balancer that crosses zones; a node counts once for each of its streams. */
    streamTargets: 500,
};

/** AWS would refuse them one by one, in the middle of a deployment. */
export const balancersKeepTheirQuotas: Check = (settings) => {
    const { listeners, streams, certificate } = settings;
    const targets = targetsOf(settings);
    const rules = sum(listeners.map((listener) => listener.rules.length));
    const groups = new Set(
        listeners.flatMap((listener) =>
            allTargetNames(listener).flatMap((name) => {
                const target = targets[name];
                const isKnown = target && (listener.targetPort ?? target.health.port) !== undefined;
                return isKnown ? [`${name}:${targetPortOf(listener, target)}`] : [];
            }),
        ),
    );
    /** Most nodes or instances behind a target, `origin` or `origin:5080`. */
    const sizeOf = (name: string) => {
        const [own = ""] = name.split(":");
        return settings.groups[own]?.size.max ?? settings.hosts[own]?.instanceIds.length ?? 0;
    };
    const counted = [
        { key: "listeners", things: "listeners", count: listeners.length, most: quotas.listeners },
        { key: "listeners", things: "rules", count: rules, most: quotas.rules },
        { key: "listeners", things: "target groups", count: groups.size, most: quotas.targetGroups },
        { key: "listeners", things: "targets", count: sum([...groups].map(sizeOf)), most: quotas.targets },
        {
            key: "streams",
            things: "targets",
            count: sum(streams.map(({ to }) => sizeOf(to))),
            most: quotas.streamTargets,
        },
        { key: "streams", things: "listeners", count: streams.length, most: quotas.listeners },
        {
            key: "certificate.moreArns",
            things: "certificates",
            count: certificate?.moreArns.length ?? 0,
            most: quotas.certificates,
        },
    ];
    return [
        ...counted.flatMap(({ key, things, count, most }) =>
            count > most ? [{ key, text: `make ${count} ${things}; AWS allows a balancer ${most}.` }] : [],
        ),
        ...listeners.flatMap((listener, index) => [
            ...tooManyShares(`listeners[${index}].weights`, listener),
            ...listener.rules.flatMap((rule, place) =>
                tooManyShares(`listeners[${index}].rules[${place}].weights`, rule),
            ),
        ]),
    ];
};

function sum(counts: readonly number[]): number {
    return counts.reduce((total, count) => total + count, 0);
}

function tooManyShares(key: string, action: { readonly weights?: Readonly<Record<string, number>> }): ConfigIssue[] {
    const count = targetNames(action).length;
    const most = quotas.targetGroupsPerAction;
    return count > most ? [{ key, text: `names ${count} targets; AWS takes ${most} in one action.` }] : [];
}
