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

export const healthTimesFit: Check = ({ groups, hosts }) =>
    Object.entries({ groups, hosts }).flatMap(([kind, entries]) =>
        Object.entries(entries).flatMap(([name, { health }]) =>
            health.timeoutSeconds < health.intervalSeconds
                ? []
                : [
                      {
                          key: `${kind}.${name}.health.timeoutSeconds`,
                          text: `is ${health.timeoutSeconds}; it must be less than intervalSeconds, which is ${health.intervalSeconds}.`,
                      },
                  ],
        ),
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

/** What is left for commands of one's own of the 16,384 bytes of user data that EC2 takes. */
const SETUP_BYTES = { "ant-media": 3000, image: 6000 } as const;

export const setupsFit: Check = ({ groups }) =>
    Object.entries(groups).flatMap(([name, { setup = "", software }]) => {
        const bytes = Buffer.byteLength(setup);
        const most = SETUP_BYTES[software];
        return bytes > most
            ? [
                  {
                      key: `groups.${name}.setup`,
                      text: `has ${bytes} bytes; EC2's limit of user data leaves ${most}: put the rest into the image.`,
                  },
              ]
            : [];
    });

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
        group.schedules.flatMap((entry, index): ConfigIssue[] => {
            const key = `groups.${name}.schedules[${index}]`;
            const [first] = group.schedules;
            // In two zones the order could change with the season.
            if (first && entry.timeZone !== first.timeZone)
                return [
                    {
                        key: `${key}.timeZone`,
                        text: `is ${entry.timeZone}; it must be ${first.timeZone} like that of schedules[0].`,
                    },
                ];
            const same = group.schedules.findIndex((other) => areAtTheSameTime(entry, other));
            if (same < index) return [{ key: `${key}.at`, text: `is ${entry.at}, like schedules[${same}].` }];
            return entryIssues(key, entry, group);
        }),
    );

/** What an entry leaves out may be what another one has set, so that the widest limits of the group count. */
function entryIssues(key: string, entry: Schedule, { size, schedules }: Group): ConfigIssue[] {
    const { min, desired, max } = entry;
    if (min === undefined && desired === undefined && max === undefined)
        return [{ key, text: "must change min, desired or max." }];
    const low = min ?? Math.min(size.min, ...schedules.map((other) => other.min ?? size.min));
    const high = max ?? Math.max(size.max, ...schedules.map((other) => other.max ?? size.max));
    const wanted = desired ?? low;
    return low <= wanted && wanted <= high
        ? []
        : [{ key, text: `is min ${low}, desired ${wanted}, max ${high}; it must be min <= desired <= max.` }];
}

function areAtTheSameTime(a: Schedule, b: Schedule): boolean {
    const shareADay = !a.days || !b.days || a.days.some((day) => b.days?.includes(day));
    return a.at === b.at && shareADay;
}
