import type { Check } from "./check";

export const imagesArePinnedOrFound: Check = ({ groups, database }) => {
    const images = Object.entries(groups).map(([name, { image }]) => ({ key: `groups.${name}.image`, image }));
    images.push({ key: "database.image", image: database.image });
    return images.flatMap(({ key, image: { id, owners, name } }) =>
        id !== undefined || (owners !== undefined && owners.length > 0 && name !== undefined)
            ? []
            : [{ key, text: "must have an id, or owners and name to look one up." }],
    );
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

export const groupNamesAreFree: Check = ({ groups }) =>
    Object.keys(groups)
        .filter((name) => reserved.includes(name))
        .map((name) => ({
            key: `groups.${name}`,
            text: "has the name of a balancer or of the database; choose another.",
        }));

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
