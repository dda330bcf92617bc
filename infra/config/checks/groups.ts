import { architectureOf } from "../architecture";
import type { ConfigIssue } from "../issues";
import type { Group, Schedule } from "../schema";
import type { Check } from "./check";

export const imagesArePinnedOrFound: Check = ({ groups, database }) => {
    const images = Object.entries(groups).map(([name, { image }]) => ({ key: `groups.${name}.image`, image }));
    if (database?.image) images.push({ key: "database.image", image: database.image });
    return images.flatMap(({ key, image: { id, owners, name } }) =>
        id !== undefined || (owners !== undefined && owners.length > 0 && name !== undefined)
            ? []
            : [{ key, text: "must have an id, or owners and name to look one up." }],
    );
};

/** AWS takes a template with both, and starts nothing from it. */
export const imagesFitTheirInstances: Check = ({ groups, database }) => {
    const servers = Object.entries(groups).flatMap(([name, { image, instanceTypes }]) =>
        instanceTypes.map((type, index) => ({ key: `groups.${name}.instanceTypes[${index}]`, type, image })),
    );
    if (database?.instanceType && database.image) {
        servers.push({ key: "database.instanceType", type: database.instanceType, image: database.image });
    }
    return servers.flatMap(({ key, type, image: { architecture } }) => {
        const own = architectureOf(type);
        return own === architecture
            ? []
            : [{ key, text: `is "${type}", an ${own} type; the image is for ${architecture}.` }];
    });
};

export const sizesAreInOrder: Check = ({ groups }) =>
    Object.entries(groups).flatMap(([name, { size }]) =>
        size.min <= size.desired && size.desired <= size.max
            ? []
            : [
                  {
                      key: `groups.${name}.size`,
                      text: `is min ${size.min}, desired ${size.desired}, max ${size.max}; it must be min <= desired <= max.`,
                  },
              ],
    );

export const healthTimesFit: Check = ({ groups }) =>
    Object.entries(groups).flatMap(([name, { health }]) =>
        health.timeoutSeconds < health.intervalSeconds
            ? []
            : [
                  {
                      key: `groups.${name}.health.timeoutSeconds`,
                      text: `is ${health.timeoutSeconds}; it must be less than intervalSeconds, which is ${health.intervalSeconds}.`,
                  },
              ],
    );

export const portRangesAreNamedOnce: Check = ({ groups }) =>
    Object.entries(groups).flatMap(([name, { ports }]) =>
        ports.flatMap((range, index) => {
            const same = ports.findIndex(
                ({ protocol, from, to }) => protocol === range.protocol && from === range.from && to === range.to,
            );
            const text = `is the same as ports[${same}]; leave one of the two out.`;
            return same < index ? [{ key: `groups.${name}.ports[${index}]`, text }] : [];
        }),
    );

export const portRangesAreInOrder: Check = ({ groups }) =>
    Object.entries(groups).flatMap(([name, { ports }]) =>
        ports.flatMap(({ from, to }, index) =>
            from <= to
                ? []
                : [{ key: `groups.${name}.ports[${index}]`, text: `is ${from} to ${to}; from must not be above to.` }],
        ),
    );

/** Security groups of these names stand for balancers and database. */
const reserved = ["alb", "nlb", "mongo"];

export const targetNamesAreFree: Check = ({ groups, hosts }) => {
    const places = [
        ...Object.keys(groups).map((name) => ({ key: `groups.${name}`, name, isTaken: false })),
        ...Object.keys(hosts).map((name) => ({ key: `hosts.${name}`, name, isTaken: name in groups })),
    ];
    return places.flatMap(({ key, name, isTaken }) => {
        if (reserved.includes(name))
            return [{ key, text: "has the name of a balancer or of the database; choose another." }];
        return isTaken ? [{ key, text: "has the name of a group; choose another." }] : [];
    });
};

export const privateNodesHavePrivateNames: Check = ({ groups, registrar }) =>
    Object.entries(groups).flatMap(([name, { publicAddress }]) =>
        !publicAddress && registrar.enabled && registrar.address === "public"
            ? [
                  {
                      key: `groups.${name}.publicAddress`,
                      text: "is false; node names lead to public addresses, so set registrar.address to private, or registrar.enabled to false.",
                  },
              ]
            : [],
    );

/** AWS takes Spot nodes back within two minutes, whatever is on them. */
export const spotIsAllowed: Check = ({ groups }) =>
    Object.entries(groups).flatMap(([name, { role, spot, warmPool, size }]): ConfigIssue[] => {
        if (!spot) return [];
        const key = `groups.${name}.spot`;
        if (warmPool)
            return [{ key, text: "cannot stand beside warmPool, because AWS keeps no Spot nodes in a pool." }];
        if (role === "origin" || role === "pool")
            return [
                {
                    key,
                    text: `cannot be used with the role ${role}, whose sessions cannot move to another node in two minutes.`,
                },
            ];
        return spot.onDemandBase > size.max
            ? [
                  {
                      key: `${key}.onDemandBase`,
                      text: `is ${spot.onDemandBase}; it must be at most size.max, ${size.max}.`,
                  },
              ]
            : [];
    });

export const schedulesAreInOrder: Check = ({ groups }) =>
    Object.entries(groups).flatMap(([name, group]) =>
        group.schedules.flatMap((entry, index) => {
            const key = `groups.${name}.schedules[${index}]`;
            const same = group.schedules.findIndex((other) => areAtTheSameTime(entry, other));
            if (same < index) return [{ key: `${key}.at`, text: `is ${entry.at}, like schedules[${same}].` }];
            return entryIssues(key, entry, group);
        }),
    );

function entryIssues(key: string, { min, desired, max }: Schedule, { size }: Group): ConfigIssue[] {
    if (min === undefined && desired === undefined && max === undefined)
        return [{ key, text: "must change min, desired or max." }];
    const low = min ?? 0;
    const high = max ?? size.max;
    const wanted = desired ?? low;
    return low <= wanted && wanted <= high
        ? []
        : [{ key, text: `is min ${low}, desired ${wanted}, max ${high}; it must be min <= desired <= max.` }];
}

function areAtTheSameTime(a: Schedule, b: Schedule): boolean {
    const shareADay = !a.days || !b.days || a.days.some((day) => b.days?.includes(day));
    return a.at === b.at && a.timeZone === b.timeZone && shareADay;
}
