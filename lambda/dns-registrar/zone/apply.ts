import { asError, type Log } from "../../log";
import { halves, packBatches } from "./batches";
import type { ChangeGroup } from "./changes";
import { ChangeBatchRefused } from "./route53";

/** A change that was made. */
export interface DoneChange extends ChangeGroup {
    /** Route 53's id of the batch it was in. */
    readonly changeId: string;
}

/** What became of the planned changes. */
export interface Applied {
    readonly done: readonly DoneChange[];
    /** Refused by Route 53 on their own, or not sent because the run had to stop. */
    readonly failed: readonly ChangeGroup[];
    /** True when a fault that is not about one record stopped the run. */
    readonly stopped: boolean;
}

interface Tools {
    /** Returns Route 53's id of the change. */
    send(batch: readonly ChangeGroup[]): Promise<string>;
    /** Reads everything again and plans from there. Does not reject: what cannot be read is not planned. */
    replan(): Promise<readonly ChangeGroup[]>;
    /** False once the run has to end. */
    hasTime(): boolean;
    readonly log: Log;
}

/**
 * Sends the changes in full batches, one at a time.
 *
 * A refused batch means that the zone is not as it was read, so the first one is answered by reading again. What is refused
 * after that is halved until the culprits stand alone; they are reported and the others go through.
 */
export async function applyChanges(
    planned: readonly ChangeGroup[],
    { send, replan, hasTime, log }: Tools,
): Promise<Applied> {
    const done: DoneChange[] = [];
    const failed: ChangeGroup[] = [];
    let queue = packBatches(planned);
    let replanned = false;
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
        if (!hasTime()) {
            log.error("The run ended before all changes were sent.", { groups: batch.length + queue.flat().length });
            return { done, failed: [...failed, ...batch, ...queue.flat()], stopped: true };
        }
        try {
            const changeId = await send(batch);
            done.push(...batch.map((group) => ({ ...group, changeId })));
        } catch (error) {
            if (!(error instanceof ChangeBatchRefused)) {
                log.error("Changes could not be sent.", { error: asError(error), groups: batch.length });
                return { done, failed: [...failed, ...batch, ...queue.flat()], stopped: true };
            }
            if (!replanned) {
                log.warn("A batch was refused; the zone is read again.", {
                    groups: batch.length,
                    reason: error.reason,
                });
                replanned = true;
                queue = packBatches(await replan());
            } else if (batch.length === 1) {
                log.error("A name could not be changed.", { name: batch[0]?.name, reason: error.reason });
                failed.push(...batch);
            } else {
                queue.unshift(...halves(batch));
            }
        }
    }
    return { done, failed, stopped: false };
}
