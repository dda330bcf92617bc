import { at, elements, isUnknown, known, type Properties, type Reader } from "./properties";
import type { Subject } from "./subject";

/** Roles of the servers that carry media. */
export const mediaRoles: readonly string[] = ["origin", "edge", "pool", "turn"];

/** Every role that a resource can play in a cluster: the values of the tag `media:role`. */
export const roles: readonly string[] = [...mediaRoles, "web", "mongo", "lb", "dns", "log", "shared"];

/** Kinds of clusters: the values of the tag `media:profile`. */
export const profiles: readonly string[] = [
    "ant-media",
    "media-pool",
    "codestream",
    "web-app",
    "streaming-backend",
    "generic",
];

/** Profile of resources that name none, for example those of other programs. */
const GENERIC = "generic";

/**
 * Value of the tag `media:role`; undefined without the tag.
 *
 * @throws UnknownValueError when it is not known yet
 */
export function roleOf(subject: Subject): string | undefined {
    return tagOf(subject, "media:role");
}

/** Value of the tag `media:profile`, `generic` without the tag. Throws like roleOf. */
export function profileOf(subject: Subject): string {
    return tagOf(subject, "media:profile") ?? GENERIC;
}

/**
 * Value of a tag, from the first place that has it: all tags, own tags (a list in Auto Scaling groups), and in launch
 * templates the tags of the instances.
 *
 * @throws UnknownValueError when no place is known to have it and one of them is not known yet
 */
export function tagOf(subject: Subject, key: string): string | undefined {
    const places = placesOf(subject, key);
    for (const read of places) {
        const value = known(read);
        if (typeof value === "string") return value;
    }
    places.find(isUnknown)?.();
    return undefined;
}

function placesOf(subject: Subject, key: string): Reader[] {
    const { kind, props, provider } = subject;
    if (kind === "Auto Scaling group")
        return [
            () =>
                listed(
                    elements(() => props.tags),
                    "key",
                    key,
                    "value",
                ),
        ];
    const [all, own] = [() => at(props, "tagsAll", key), () => at(props, "tags", key)];
    // Before the deployment all tags are the own ones and those that the provider gives to everything.
    const maps = isUnknown(all) && provider ? [own, () => defaultTag(provider.props, key)] : [all, own];
    if (kind !== "launch template") return maps;
    const specifications = elements(() => props.tagSpecifications);
    return [...maps, () => at(listed(specifications, "resourceType", "instance", "tags"), key)];
}

/** A tag that a provider gives to every resource: its settings are JSON text. */
function defaultTag(settings: Properties | undefined, key: string): unknown {
    const defaultTags = at(settings, "defaultTags");
    return at(typeof defaultTags === "string" ? parsed(defaultTags) : defaultTags, "tags", key);
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}

/** From a list of objects the property `wanted` of the one whose `property` equals `value`. */
function listed(entries: readonly Reader[], property: string, value: string, wanted: string): unknown {
    const match = entries.find((read) => known(() => at(read(), property)) === value);
    if (match) return at(match(), wanted);
    const unread = entries.find((read) => isUnknown(() => at(read(), property)));
    // Reading it says what is missing.
    if (unread) at(unread(), property);
    return undefined;
}
