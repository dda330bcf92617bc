/** Areas of the catalogue, in the order of reports: each is a folder of rules and a suite in JUnit reports. */
export const areas = [
    "fleet",
    "balancing",
    "scaling",
    "compute",
    "network",
    "tls",
    "functions",
    "messaging",
    "data",
    "observability",
    "pack",
] as const;

export type Area = (typeof areas)[number];
