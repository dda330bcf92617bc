import type { ConfigIssue } from "../issues";
import { legsOf } from "../legs";
import { targetPlaces } from "./balancing";
import type { Check } from "./check";

export const instancesAreNamedOnce: Check = ({ hosts }) =>
    Object.entries(hosts).flatMap(([name, { instanceIds }]) =>
        instanceIds.flatMap((id, index) =>
            instanceIds.indexOf(id) < index
                ? [
                      {
                          key: `hosts.${name}.instanceIds[${index}]`,
                          text: `is "${id}", which stands in the list already.`,
                      },
                  ]
                : [],
        ),
    );

/** A main and a backup leg on one instance fail together. */
export const legsShareNoInstance: Check = ({ hosts, streams }) => {
    const legs = legsOf({ hosts, streams });
    return legs.flatMap((name, position) =>
        (hosts[name]?.instanceIds ?? []).flatMap((id, index): ConfigIssue[] => {
            const other = legs.slice(0, position).find((earlier) => hosts[earlier]?.instanceIds.includes(id));
            return other === undefined
                ? []
                : [
                      {
                          key: `hosts.${name}.instanceIds[${index}]`,
                          text: `is "${id}", which hosts.${other} has already; legs of a stream must not share an instance.`,
                      },
                  ];
        }),
    );
};

/** An instance that serves players must not be registered as a publisher's target as well. */
export const instancesHaveOneRole: Check = ({ hosts }) => {
    const roles = new Map<string, { readonly name: string; readonly role: string }>();
    return Object.entries(hosts).flatMap(([name, { role, instanceIds }]) =>
        instanceIds.flatMap((id, index): ConfigIssue[] => {
            const earlier = roles.get(id);
            if (earlier === undefined) roles.set(id, { name, role });
            return earlier && earlier.role !== role
                ? [
                      {
                          key: `hosts.${name}.instanceIds[${index}]`,
                          text: `is "${id}", which hosts.${earlier.name} has as ${earlier.role}; origin and edge must not share targets.`,
                      },
                  ]
                : [];
        }),
    );
};

/** One server behind a balancer is a longer way to the same failure. */
export const backendsAreSeveral: Check = ({ profile, hosts }) => {
    if (profile !== "streaming-backend") return [];
    const count = new Set(Object.values(hosts).flatMap(({ instanceIds }) => instanceIds)).size;
    return count < 2
        ? [{ key: "hosts", text: `name ${count} instances; the profile streaming-backend needs at least two.` }]
        : [];
};

/** A balancer without targets answers 503 to everybody, and costs the same. */
export const hostsAreUsed: Check = (settings) => {
    const used = new Set(targetPlaces(settings).map(({ name }) => name));
    return Object.keys(settings.hosts).flatMap((name) =>
        used.has(name) ? [] : [{ key: `hosts.${name}`, text: "are the target of no listener and no stream." }],
    );
};
