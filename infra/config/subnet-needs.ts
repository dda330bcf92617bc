import type { ClusterSettings } from "./schema";

type Settings = Pick<ClusterSettings, "groups" | "listeners" | "streams" | "balancer" | "streamBalancer"> & {
    readonly database?: { readonly uri?: unknown } | undefined;
};

/** What sits in public subnets and what in private ones, in words for messages. */
export function subnetNeeds(settings: Settings): { readonly public: string[]; readonly private: string[] } {
    const { groups, listeners, streams, balancer, streamBalancer, database } = settings;
    const places = [
        ...(listeners.length > 0 ? [{ what: "the balancer", isPublic: balancer.scheme === "internet-facing" }] : []),
        ...(streams.length > 0
            ? [{ what: "the stream balancer", isPublic: streamBalancer.scheme === "internet-facing" }]
            : []),
        ...Object.entries(groups).map(([name, { publicAddress }]) => ({
            what: `the group ${name}`,
            isPublic: publicAddress,
        })),
        ...(database && database.uri === undefined ? [{ what: "the database", isPublic: false }] : []),
    ];
    const named = (isPublic: boolean) => places.filter((place) => place.isPublic === isPublic).map(({ what }) => what);
    return { public: named(true), private: named(false) };
}
