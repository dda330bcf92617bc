import type { Settings } from "../../../infra/config/merge";
import type { Group } from "../../../infra/config/schema";
import { configWith } from "../../support/config";

/** A group `pool` beside those of the profile, in three zones, with keys of its own. */
export function poolConfig(keys: Settings = {}): Settings {
    const { edge } = configWith().groups;
    const { cpuTarget: _, ...base } = edge as Group;
    const pool = { ...base, role: "pool", size: { min: 0, desired: 1, max: 20 }, ...keys };
    return { network: { zones: 3 }, groups: { pool } };
}

/** A warm pool that follows the day. */
export const warmPool = {
    state: "Stopped",
    min: 2,
    maxPrepared: 12,
    reuse: true,
    schedule: [
        { at: "10:45", days: ["MON", "FRI"], timeZone: "America/Argentina/Buenos_Aires", state: "Running", min: 4 },
        { at: "22:00", timeZone: "America/Argentina/Buenos_Aires", state: "Stopped", min: 2 },
    ],
} as const;

export const poolSettings: Group = resolved({ warmPool });

/** The group as the configuration resolves it. */
export function resolved(keys: Settings): Group {
    const { pool } = configWith(poolConfig(keys)).groups;
    if (pool === undefined) throw new Error("There is no pool.");
    return pool;
}
