import type { RunContext } from "../run-context";
import { saveKnown } from "../store/save-known";
import { clusterOf } from "./compose";
import { type AnnouncementGrounds, dueAnnouncements } from "./plan";

/**
 * Puts into the queue what is due, and notes it before and after. Whatever ends this in its middle, the next run tells the
 * same under the same key, or takes it back.
 *
 * @returns how many announcements came into the queue
 */
export async function announce(grounds: AnnouncementGrounds, context: RunContext): Promise<number> {
    const { connections, settings, clock, retry, log } = context;
    const { known } = grounds;
    if (connections.queue === undefined) return 0;
    const due = dueAnnouncements(grounds, clusterOf(settings, clock.now()));
    if (due.length === 0) return 0;
    const before = new Map(known);
    for (const { label, before: entry } of due) if (entry) before.set(label, entry);
    // Without the note, an announcement that goes could not be taken back later.
    if (!(await saveKnown(known, before, context))) return 0;
    const { keys, refused, fault } = await connections.queue.send(
        due.map(({ queued }) => queued),
        retry,
    );
    if (fault) log.error("Announcements could not be queued; the next run tries again.", fault);
    if (refused.length > 0) log.error("The queue refused announcements; the next run tries again.", { codes: refused });
    const after = new Map(before);
    for (const { label, queued, after: entry } of due) {
        if (!keys.has(queued.idempotencyKey)) continue;
        if (entry) after.set(label, entry);
        else after.delete(label);
    }
    await saveKnown(before, after, context);
    return keys.size;
}
