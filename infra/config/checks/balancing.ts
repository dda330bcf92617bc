import type { ConfigIssue } from "../issues";
import { listed } from "../values";
import type { Check } from "./check";

export const portsAreTakenOnce: Check = ({ listeners, streams }) =>
    Object.entries({ listeners, streams }).flatMap(([name, entries]) =>
        entries.flatMap(({ port }, index) => {
            const first = entries.findIndex((entry) => entry.port === port);
            const text = `is ${port}, which ${name}[${first}] has already; each port of a balancer has one listener.`;
            return first < index ? [{ key: `${name}[${index}].port`, text }] : [];
        }),
    );

export const listenersForwardOrRedirect: Check = ({ listeners }) =>
    listeners.flatMap(({ port, protocol, to, redirectTo, rules }, index): ConfigIssue[] => {
        const key = `listeners[${index}]`;
        if ((to === undefined) === (redirectTo === undefined)) {
            return [{ key, text: `(port ${port}) must have either to or redirectTo.` }];
        }
        if (redirectTo === undefined) return [];
        const secure = listeners.some((other) => other.port === redirectTo && other.protocol === "HTTPS");
        if (protocol === "HTTPS")
            return [{ key: `${key}.redirectTo`, text: "is for HTTP listeners only; an HTTPS listener needs to." }];
        if (rules.length > 0)
            return [{ key: `${key}.rules`, text: "have no effect on a listener that redirects; leave them out." }];
        if (!secure) {
            const ports = listeners.filter((other) => other.protocol === "HTTPS").map((other) => String(other.port));
            return [
                {
                    key: `${key}.redirectTo`,
                    text: `is ${redirectTo}; it must be the port of an HTTPS listener: ${listed(ports)}.`,
                },
            ];
        }
        return [];
    });

export const targetsExist: Check = ({ groups, listeners, streams }) => {
    const names = Object.keys(groups);
    const missing = (key: string, to: string | undefined): ConfigIssue[] =>
        to === undefined || names.includes(to)
            ? []
            : [
                  {
                      key,
                      text: `is "${to}", which is not a group; the groups are ${listed(names).replace(" or ", " and ")}.`,
                  },
              ];
    return [
        ...listeners.flatMap(({ to, rules }, index) => [
            ...missing(`listeners[${index}].to`, to),
            ...rules.flatMap((rule, position) => missing(`listeners[${index}].rules[${position}].to`, rule.to)),
        ]),
        ...streams.flatMap(({ to }, index) => missing(`streams[${index}].to`, to)),
    ];
};

/** The first rule that matches wins, so that no two may stand at the same place or match the same requests. */
export const rulesAreTold: Check = ({ listeners }) =>
    listeners.flatMap(({ rules }, index) => {
        const priorities = rules.map(({ priority }, position) => priority ?? position + 1);
        const queries = rules.map(({ query }) => `${query.key}=${query.value}`.toLowerCase());
        return rules.flatMap((_, position): ConfigIssue[] => {
            const key = `listeners[${index}].rules[${position}]`;
            const issues: ConfigIssue[] = [];
            const priority = priorities[position] ?? 0;
            if (priorities.indexOf(priority) < position) {
                const first = priorities.indexOf(priority);
                issues.push({
                    key: `${key}.priority`,
                    text: `is ${priority}, which rules[${first}] has already; give each rule its own.`,
                });
            }
            if (queries.indexOf(queries[position] ?? "") < position) {
                const first = queries.indexOf(queries[position] ?? "");
                issues.push({
                    key: `${key}.query`,
                    text: `matches what rules[${first}] matches; leave one of the two out.`,
                });
            }
            return issues;
        });
    });

/** Encoders publish, and publishing is what origin nodes are for. */
export const streamsGoToOrigin: Check = ({ groups, streams }) =>
    streams.flatMap(({ to }, index) =>
        groups[to]?.role === "edge"
            ? [
                  {
                      key: `streams[${index}].to`,
                      text: `is "${to}", a group of edge nodes; encoders publish to origin nodes.`,
                  },
              ]
            : [],
    );
