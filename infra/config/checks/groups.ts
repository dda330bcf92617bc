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

export const portRangesAreInOrder: Check = ({ groups }) =>
    Object.entries(groups).flatMap(([name, { ports }]) =>
        ports.flatMap(({ from, to }, index) =>
            from <= to
                ? []
                : [{ key: `groups.${name}.ports[${index}]`, text: `is ${from} to ${to}; from must not be above to.` }],
        ),
    );
