import * as assert from "node:assert/strict";
import type { TroubleKind } from "../../support/limit-proxy/trouble";
import { nameOf } from "../dns-registrar/situations";
import { stormPerTest } from "./moto-for-tests";
import { print, someOf, withLargeStorms } from "./sizes";
import { drainMinutes } from "./storm";
import { assertShowsTheTruth, assertTold } from "./verdict";

type Crash = readonly [when: string, action: string, kind: TroubleKind, nth?: number, times?: number];

/** Where a run that publishes 12 nodes can end: two batches of announcements, and a table that is written three times. */
const inLaunches: readonly Crash[] = [
    ["after it took the lease", "UpdateItem", "kill-after"],
    ["after it read the groups", "DescribeAutoScalingGroups", "kill-after"],
    ["after it listed the zone", "ListResourceRecordSets", "kill-after"],
    ["after it asked for addresses", "DescribeInstances", "kill-after"],
    ["before its change is made", "ChangeResourceRecordSets", "kill-before"],
    ["after its change is made, before the answer", "ChangeResourceRecordSets", "kill-after"],
    ["before it remembers what it published", "BatchWriteItem", "kill-before"],
    ["after it remembered what it published", "BatchWriteItem", "kill-after"],
    ["while it waits for name servers", "GetChange", "kill-after", 2],
    ["after it noted what it will tell", "BatchWriteItem", "kill-after", 2],
    ["before it tells anybody", "SendMessageBatch", "kill-before"],
    ["after it told the first ten", "SendMessageBatch", "kill-after"],
    ["after it told all, before it remembers that", "BatchWriteItem", "kill-before", 3],
    ["before it gives the lease back", "DeleteItem", "kill-before"],
];

const inTerminations: readonly Crash[] = [
    ["after it asked for addresses", "DescribeInstances", "kill-after"],
    ["before its change is made", "ChangeResourceRecordSets", "kill-before"],
    ["after its change is made, before the answer", "ChangeResourceRecordSets", "kill-after"],
    ["before it tells anybody", "SendMessageBatch", "kill-before"],
    ["after it told the first ten", "SendMessageBatch", "kill-after"],
    ["after it told all, before it forgets them", "BatchWriteItem", "kill-before"],
];

/** The same with 1,000 nodes: two changes, 40 writes of the table each time, and 100 batches of announcements. */
const inLargeLaunches: readonly Crash[] = [
    ["after the first of two changes", "ChangeResourceRecordSets", "kill-after"],
    ["before the second of two changes", "ChangeResourceRecordSets", "kill-before", 2],
    ["in the middle of remembering", "BatchWriteItem", "kill-after", 20],
    ["in the middle of telling", "SendMessageBatch", "kill-before", 50],
];

const inDrains: readonly Crash[] = [
    ["without trouble", "none", "cut"],
    ["before it withdraws the names", "ChangeResourceRecordSets", "kill-before"],
    ["after it withdrew the names, before it completes a hook", "CompleteLifecycleAction", "kill-before"],
    ["after it completed the first hook", "CompleteLifecycleAction", "kill-after"],
    ["before it extends the third drain", "RecordLifecycleActionHeartbeat", "kill-before", 3],
    // Not a crash: all tries of one run.
    ["when Route 53 takes no change in the end", "ChangeResourceRecordSets", "throttle", 1, 8],
];

describe("a function whose process ends in the middle of a storm, over moto and Route 53's limits", () => {
    const storms = stormPerTest();

    for (const [when, action, kind, nth = 1] of someOf(inLaunches)) {
        it(`publishes and tells of every node all the same (${when})`, async function () {
            this.timeout(60_000);
            const storm = await storms.begin();
            storm.proxy.troubles.plan(action, kind, { nth });

            await storm.deliver(await storm.launch(12));

            assert.equal(storm.crashes, 1);
            await storm.reconcile();
            await assertShowsTheTruth(storm);
            assertTold(storm, { nodes: (await storm.account.nodes()).keys() });
        });
    }

    for (const [when, action, kind, nth = 1] of withLargeStorms ? inLargeLaunches : []) {
        it(`publishes 1,000 nodes with at most 3 changes and tells of each all the same (${when})`, async function () {
            this.timeout(180_000);
            const storm = await storms.begin();
            storm.proxy.troubles.plan(action, kind, { nth });

            await storm.deliver(await storm.launch(1000));

            assert.equal(storm.crashes, 1);
            print(storm, "1,000 launches");
            await storm.reconcile();
            await assertShowsTheTruth(storm);
            assertTold(storm, { nodes: (await storm.account.nodes()).keys() });
            assert.ok(storm.proxy.route53.applied.length <= 3, `${storm.proxy.route53.applied.length} changes`);
        });
    }

    for (const [when, action, kind, nth = 1] of someOf(inTerminations)) {
        it(`withdraws every name and tells of every end all the same (${when})`, async function () {
            this.timeout(60_000);
            const storm = await storms.begin();
            await storm.deliver(await storm.launch(14));
            const nodes = [...(await storm.account.nodes()).keys()];
            storm.proxy.troubles.plan(action, kind, { nth });

            await storm.deliver(await storm.shrink(2));

            assert.equal(storm.crashes, 1);
            await storm.reconcile();
            await assertShowsTheTruth(storm);
            const stay = await storm.account.nodes();
            assertTold(storm, { nodes, ended: nodes.filter((id) => !stay.has(id)) });
        });
    }

    for (const [when, action, kind, nth = 1, times = 1] of someOf(inDrains)) {
        it(`lets drains last to their end, withdraws the names, and only then completes the hooks (${when})`, async function () {
            this.timeout(60_000);
            const storm = await storms.begin();
            await storm.deliver(await storm.launch(8));
            const nodes = [...(await storm.account.nodes()).keys()];
            const drained = nodes.slice(0, 5);
            await storm.deliver(storm.drain(drained));
            const named: string[] = [];
            const { lifecycle } = storm.proxy;
            const end = lifecycle.onCompleted;
            lifecycle.onCompleted = async (id) => {
                const { ours } = await storm.records();
                if (ours.some((line) => line.startsWith(nameOf(id)))) named.push(id);
                await end(id);
            };
            storm.proxy.troubles.plan(action, kind, { nth, times });

            await storm.reconcile(drainMinutes / 5 - 1);
            await assertShowsTheTruth(storm); // with the names of the draining nodes
            assert.deepEqual(lifecycle.completed, []);
            assert.equal(new Set(lifecycle.extended).size, drained.length);
            await storm.reconcile(4);

            assert.equal(storm.crashes, kind.startsWith("kill") ? 1 : 0);
            assert.equal(storm.proxy.throttles.get(action) ?? 0, kind === "throttle" ? times : 0);
            assert.deepEqual([...lifecycle.completed].sort(), [...drained].sort());
            assert.deepEqual(named, []);
            await assertShowsTheTruth(storm);
            assertTold(storm, { nodes, drained, ended: drained });
        });
    }
});
