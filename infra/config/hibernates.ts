import type { WarmPool } from "./schema";

/** Whether the pool holds hibernated nodes at any time of the day. */
export function hibernates(pool: WarmPool | undefined): boolean {
    return pool !== undefined && [pool, ...pool.schedule].some(({ state }) => state === "Hibernated");
}
