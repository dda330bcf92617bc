export type Settings = { readonly [key: string]: unknown };

/** Lays `settings` over `defaults`: objects key by key, everything else, lists included, as a whole. */
export function merge(defaults: unknown, settings: unknown): unknown {
    if (!isSettings(defaults) || !isSettings(settings)) return settings === undefined ? defaults : settings;
    const keys = new Set([...Object.keys(defaults), ...Object.keys(settings)]);
    return Object.fromEntries([...keys].map((key) => [key, merge(defaults[key], settings[key])]));
}

export function isSettings(value: unknown): value is Settings {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
