import type { ConfigIssue } from "../issues";
import type { ClusterSettings } from "../schema";
import { allTargetNames, targetNames, targetPortOf, targetsOf } from "../targets";
import { listed } from "../values";
import type { Check } from "./check";

/** Every place that names targets, with its key. */
export function targetPlaces({ listeners, streams }: Pick<ClusterSettings, "listeners" | "streams">) {
    const actions = [
        ...listeners.flatMap((listener, index) => [
            { key: `listeners[${index}]`, action: listener },
            ...listener.rules.map((rule, place) => ({ key: `listeners[${index}].rules[${place}]`, action: rule })),
        ]),
        ...streams.map((stream, index) => ({ key: `streams[${index}]`, action: { to: stream.to } })),
    ];
    return actions.flatMap(({ key, action }) =>
        targetNames(action).map((name) => ({
            key: "weights" in action && action.weights ? `${key}.weights.${name}` : `${key}.to`,
            name,
        })),
    );
}

export const portsAreTakenOnce: Check = ({ listeners, streams }) =>
    Object.entries({ listeners, streams }).flatMap(([name, entries]) =>
        entries.flatMap(({ port }, index) => {
            const first = entries.findIndex((entry) => entry.port === port);
            const text = `is ${port}, which ${name}[${first}] has already; each port of a balancer has one listener.`;
            return first < index ? [{ key: `${name}[${index}].port`, text }] : [];
        }),
    );

export const listenersForwardOrRedirect: Check = ({ listeners }) =>
    listeners.flatMap(({ port, protocol, to, weights, redirectTo, rules }, index): ConfigIssue[] => {
        const key = `listeners[${index}]`;
        if ([to, weights, redirectTo].filter((one) => one !== undefined).length !== 1) {
            return [{ key, text: `(port ${port}) must have either to, weights or redirectTo.` }];
        }
        if (redirectTo === undefined) return [];
        const secure = listeners.some((other) => other.port === redirectTo && other.protocol === "HTTPS");
        if (protocol === "HTTPS")
            return [{ key: `${key}.redirectTo`, text: "is for HTTP listeners only; an HTTPS listener needs to." }];
        if (rules.length > 0)
            return [{ key: `${key}.rules`, text: "have no effect on a listener that redirects; leave them out." }];
        if (!secure) {
            const ports = listeners.filter((other) => other.protocol === "HTTPS").map((other) => String(other.port));
            const allowed = ports.length > 0 ? listed(ports) : "there is none";
            return [
                {
                    key: `${key}.redirectTo`,
                    text: `is ${redirectTo}; it must be the port of an HTTPS listener: ${allowed}.`,
                },
            ];
        }
        return [];
    });

export const targetsExist: Check = (settings) => {
    const names = [...Object.keys(settings.groups), ...Object.keys(settings.hosts)];
    const known = names.length > 0 ? `the targets are ${listed(names).replace(" or ", " and ")}` : "there are none";
    return targetPlaces(settings).flatMap(({ key, name }) =>
        names.includes(name) ? [] : [{ key, text: `is "${name}", which is neither a group nor hosts; ${known}.` }],
    );
};

export const targetsHaveABalancing: Check = (settings) => {
    const used = new Set(targetPlaces(settings).map(({ name }) => name));
    return [...used].flatMap((name) => {
        const group = settings.groups[name];
        return group && !group.balancing && group.role !== "pool"
            ? [
                  {
                      key: `groups.${name}.balancing`,
                      text: "is missing; a balancer sends to this group: set algorithm and deregistrationSeconds.",
                  },
              ]
            : [];
    });
};

/** A health page without a port of its own is asked for on the port of the requests. */
export const targetPortsAreKnown: Check = (settings) =>
    settings.listeners.flatMap((listener, index) => {
        const targets = targetsOf(settings);
        const portless = allTargetNames(listener).filter((name) => targets[name] && !targets[name].health.port);
        const [first] = portless;
        return listener.targetPort === undefined && first !== undefined
            ? [
                  {
                      key: `listeners[${index}].targetPort`,
                      text: `is missing; it must be the port on which ${first} takes requests.`,
                  },
              ]
            : [];
    });

/** A target group speaks one protocol. */
export const targetPortsSpeakOneProtocol: Check = (settings) => {
    const targets = targetsOf(settings);
    const first = new Map<string, { readonly index: number; readonly protocol: string }>();
    return settings.listeners.flatMap((listener, index) => {
        const known = allTargetNames(listener).flatMap((name) => targets[name] ?? []);
        return known.flatMap((target): ConfigIssue[] => {
            if (listener.targetPort === undefined && target.health.port === undefined) return [];
            const place = `${target.name}:${targetPortOf(listener, target)}`;
            const earlier = first.get(place);
            if (earlier === undefined) first.set(place, { index, protocol: listener.targetProtocol });
            return earlier && earlier.protocol !== listener.targetProtocol
                ? [
                      {
                          key: `listeners[${index}].targetProtocol`,
                          text: `is ${listener.targetProtocol}; it must be ${earlier.protocol} as in listeners[${earlier.index}], which sends to the same port of ${target.name}.`,
                      },
                  ]
                : [];
        });
    });
};

/** Encoders publish, and publishing is what origin nodes are for. */
export const streamsGoToOrigin: Check = ({ groups, hosts, streams }) =>
    streams.flatMap(({ to }, index) =>
        (groups[to] ?? hosts[to])?.role === "edge"
            ? [
                  {
                      key: `streams[${index}].to`,
                      text: `is "${to}", a group of edge nodes; encoders publish to origin nodes.`,
                  },
              ]
            : [],
    );

/** UDP cannot be checked, and RTMP ports say nothing of the server behind them. */
export const streamTargetsHaveAHealthPort: Check = ({ hosts, streams }) => {
    const names = [...new Set(streams.map(({ to }) => to))];
    return names.flatMap((name) =>
        hosts[name] && hosts[name].health.port === undefined
            ? [
                  {
                      key: `hosts.${name}.health.port`,
                      text: "is missing; streams need the port of the health page, because UDP itself cannot be checked.",
                  },
              ]
            : [],
    );
};

/** A check must be over before the next one begins. */
export const streamChecksEnd: Check = (settings) => {
    const targets = targetsOf(settings);
    return settings.streams.flatMap(({ to, health }, index) => {
        const timeout = targets[to]?.health.timeoutSeconds ?? 0;
        const interval = health?.intervalSeconds;
        return interval !== undefined && interval <= timeout
            ? [
                  {
                      key: `streams[${index}].health.intervalSeconds`,
                      text: `is ${interval}; it must be more than timeoutSeconds of ${to}, which is ${timeout}.`,
                  },
              ]
            : [];
    });
};

/** Publishers that land on an edge, and players that land on an origin, get no stream. */
export const sharesAreOfOneTier: Check = (settings) => {
    const targets = targetsOf(settings);
    const actions = settings.listeners.flatMap((listener, index) => [
        { key: `listeners[${index}].weights`, weights: listener.weights },
        ...listener.rules.map(({ weights }, place) => ({
            key: `listeners[${index}].rules[${place}].weights`,
            weights,
        })),
    ]);
    return actions.flatMap(({ key, weights }): ConfigIssue[] => {
        if (!weights) return [];
        const names = Object.keys(weights);
        if (!Object.values(weights).some((weight) => weight > 0))
            return [{ key, text: "must give at least one target a share above 0." }];
        const roles = [...new Set(names.flatMap((name) => targets[name]?.role ?? []))];
        return roles.length > 1
            ? [{ key, text: `must name targets of one role; ${listed(names).replace(" or ", " and ")} differ.` }]
            : [];
    });
};

/** AWS refuses the two together. */
export const slowStartIsPossible: Check = ({ groups, hosts }) => {
    const all = [
        ...Object.entries(groups).map(([name, { balancing }]) => ({ key: `groups.${name}`, balancing })),
        ...Object.entries(hosts).map(([name, { balancing }]) => ({ key: `hosts.${name}`, balancing })),
    ];
    return all.flatMap(({ key, balancing }) =>
        balancing?.slowStartSeconds !== undefined && balancing.algorithm === "least_outstanding_requests"
            ? [
                  {
                      key: `${key}.balancing.slowStartSeconds`,
                      text: `is ${balancing.slowStartSeconds}; AWS refuses it beside least_outstanding_requests: leave it out, or set algorithm to round_robin.`,
                  },
              ]
            : [],
    );
};
