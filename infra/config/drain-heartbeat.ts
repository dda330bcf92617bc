import type { Group } from "./schema";

/** Time the drain hook waits without a heartbeat, in seconds. The node's agent extends it up to the limit of the drain. */
const LONGEST_HEARTBEAT = 900;

/** Seconds that the drain hook waits without a heartbeat. */
export function drainHeartbeat({ maxMinutes }: Group["drain"]): number {
    return Math.min(LONGEST_HEARTBEAT, maxMinutes * 60);
}
