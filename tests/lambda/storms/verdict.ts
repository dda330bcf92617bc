import * as assert from "node:assert/strict";
import type { QueuedAnnouncement } from "../../../lambda/announcement";
import type { Storm } from "./storm";

/** The records are exactly those of the nodes in service, and nobody else's record has changed. */
export async function assertShowsTheTruth(storm: Storm): Promise<void> {
    const { ours, truth, foreign, foreignBefore } = await storm.records();
    assert.deepEqual(ours, truth);
    assert.deepEqual(foreign, foreignBefore);
}

/** What an application has to have heard. */
export interface Expected {
    /** Instance ids of all nodes that were ever in service. */
    readonly nodes: Iterable<string>;
    /** Those of them that ended. */
    readonly ended?: Iterable<string>;
    /** Those of them that drained. */
    readonly drained?: Iterable<string>;
}

/**
 * Each node was announced as created, then as draining and as deleted where it was: at least once each, because a queue promises
 * no more, and always under the same key. No other node was announced.
 */
export function assertTold(storm: Storm, { nodes, ended = [], drained = [] }: Expected): void {
    const told = new Map<string, QueuedAnnouncement[]>();
    for (const queued of storm.told) {
        const id = queued.announcement.node.instanceId ?? "unknown";
        told.set(id, [...(told.get(id) ?? []), queued]);
    }
    assert.deepEqual([...told.keys()].sort(), [...nodes].sort());
    const [isOver, hasDrained] = [new Set(ended), new Set(drained)];
    for (const [id, announcements] of told) {
        const expected = [
            "node.created",
            ...(hasDrained.has(id) ? ["node.draining"] : []),
            ...(isOver.has(id) ? ["node.deleted"] : []),
        ];
        const order = [...new Set(announcements.map(({ announcement }) => announcement.type))];
        assert.deepEqual(order, expected, `What was told of ${id}`);
        const keys = new Set(announcements.map(({ idempotencyKey }) => idempotencyKey));
        assert.equal(keys.size, expected.length, `Keys of what was told of ${id}`);
    }
}
