import { asError } from "../../log";
import type { RunContext } from "../run-context";

/** Time between two questions whether a change is in sync, and the longest time to ask, in milliseconds. */
const pollEvery = 5000;
const longestPoll = 90_000;

/** How far changes have come. */
export interface Propagation {
    /** Ids of the changes that every name server answers with. */
    readonly inSync: ReadonlySet<string>;
    /** Somebody ended the wait. */
    readonly interrupted: boolean;
}

/**
 * Asks until all changes are in sync, the time is over, or somebody interrupts. What cannot be asked is not in sync.
 *
 * @param isInterrupted asked between two questions
 */
export async function waitForNameServers(
    changeIds: ReadonlySet<string>,
    isInterrupted: () => Promise<boolean>,
    { connections, clock, deadline, retry, log }: RunContext,
): Promise<Propagation> {
    const inSync = new Set<string>();
    const until = Math.min(clock.now() + longestPoll, deadline.at);
    try {
        for (;;) {
            for (const id of changeIds) {
                if (!inSync.has(id) && (await connections.services.zone.isInSync(id, retry))) inSync.add(id);
            }
            if (inSync.size === changeIds.size || clock.now() + pollEvery >= until) break;
            if (await isInterrupted()) return { inSync, interrupted: true };
            await clock.sleep(pollEvery);
        }
    } catch (error) {
        log.error("It could not be read whether changes are in sync; their nodes are announced later.", asError(error));
    }
    return { inSync, interrupted: false };
}
