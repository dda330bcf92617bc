import * as assert from "node:assert/strict";
import { applyChanges } from "../../../../lambda/dns-registrar/zone/apply";
import { type ChangeGroup, create } from "../../../../lambda/dns-registrar/zone/changes";
import { ChangeBatchRefused } from "../../../../lambda/dns-registrar/zone/route53";
import { recordingLog } from "../rig";
import { idOf, markValue, nameOf } from "../situations";

function publications(count: number): ChangeGroup[] {
    return Array.from({ length: count }, (_, index) => {
        const name = nameOf(idOf(index));
        return {
            kind: "publish",
            name,
            changes: [create(name, "A", 60, "198.18.0.7"), create(name, "TXT", 60, markValue())],
        };
    });
}

/** Applies with a zone that refuses every batch with one of the culprits. */
async function apply(groups: readonly ChangeGroup[], culprits: readonly ChangeGroup[], again = groups) {
    const sent: number[] = [];
    let replans = 0;
    const applied = await applyChanges(groups, {
        send: async (batch) => {
            sent.push(batch.length);
            if (batch.some((group) => culprits.includes(group))) throw new ChangeBatchRefused("no", undefined);
            return `C${sent.length}`;
        },
        replan: async () => {
            replans += 1;
            return again;
        },
        hasTime: () => true,
        log: recordingLog().log,
    });
    const done = applied.done.map(({ changeId: _id, ...group }) => group);
    return { ...applied, done, sent, replans };
}

describe("applying changes", () => {
    it("sends full batches in order", async () => {
        const groups = publications(1200);
        const { sent, done, replans } = await apply(groups, []);

        assert.deepEqual(sent, [500, 500, 200]);
        assert.deepEqual(done, groups);
        assert.equal(replans, 0);
    });

    it("reads again after a refusal and sends what is still missing", async () => {
        const groups = publications(3);
        const { sent, done, failed } = await apply(groups, groups.slice(0, 1), groups.slice(1));

        assert.deepEqual(sent, [3, 2]);
        assert.deepEqual([done, failed], [groups.slice(1), []]);
    });

    it("is done when nothing is missing after a refusal", async () => {
        const groups = publications(3);
        const { sent, failed, stopped } = await apply(groups, groups, []);

        assert.deepEqual([sent, failed, stopped], [[3], [], false]);
    });

    it("halves what is refused again until the culprit stands alone, and reads again only once", async () => {
        const groups = publications(8);
        const { sent, done, failed, stopped, replans } = await apply(groups, groups.slice(5, 6));

        assert.deepEqual(sent, [8, 8, 4, 4, 2, 1, 1, 2]);
        assert.deepEqual(failed, groups.slice(5, 6));
        assert.deepEqual(done, groups.toSpliced(5, 1));
        assert.deepEqual([stopped, replans], [false, 1]);
    });

    it("isolates several culprits and applies the rest of later batches", async () => {
        const groups = publications(600);
        const culprits = [groups[0], groups[599]].flatMap((group) => group ?? []);
        const { done, failed } = await apply(groups, culprits);

        assert.deepEqual([done.length, failed], [598, culprits]);
    });

    it("stops at a fault that is not about a record, and says what is left", async () => {
        const groups = publications(1200);
        let calls = 0;
        const { log, lines } = recordingLog();
        const { done, failed, stopped } = await applyChanges(groups, {
            send: async () => {
                calls += 1;
                if (calls === 2) throw new Error("AccessDenied");
                return "C1";
            },
            replan: async () => assert.fail("nothing is stale"),
            hasTime: () => true,
            log,
        });

        assert.deepEqual([done.length, failed.length, stopped, calls], [500, 700, true, 2]);
        assert.deepEqual(
            lines.map(({ message }) => message),
            ["Changes could not be sent."],
        );
    });

    it("stops when its time is over", async () => {
        let time = 1;
        const { done, failed, stopped } = await applyChanges(publications(1200), {
            send: async () => {
                time -= 1;
                return "C1";
            },
            replan: async () => assert.fail("nothing is stale"),
            hasTime: () => time > 0,
            log: recordingLog().log,
        });

        assert.deepEqual([done.length, failed.length, stopped], [500, 700, true]);
    });
});
