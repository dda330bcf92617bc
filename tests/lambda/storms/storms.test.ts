import * as assert from "node:assert/strict";
import { stormPerTest } from "./moto-for-tests";
import { leftOut, print, sizes, withLargeStorms } from "./sizes";
import { assertShowsTheTruth, assertTold } from "./verdict";

describe("storms of launches and terminations, with the built registrar over moto and Route 53's limits", () => {
    const storms = stormPerTest();

    before(() => {
        if (!withLargeStorms) console.log(`      ${leftOut}`);
    });

    for (const size of sizes) {
        it(`show exactly the nodes of ${size} launches with at most 3 changes, and none after their end`, async function () {
            this.timeout(180_000);
            const storm = await storms.begin();

            await storm.deliver(storm.jumbled(await storm.launch(size)));
            print(storm, `${size} launches`);

            await storm.reconcile();
            await assertShowsTheTruth(storm);
            const nodes = [...(await storm.account.nodes()).keys()];
            assert.equal(nodes.length, size);
            assertTold(storm, { nodes });
            assert.ok(storm.proxy.route53.applied.length <= 3, `${storm.proxy.route53.applied.length} changes`);

            storm.restart();
            await storm.deliver(storm.jumbled(await storm.shrink(0)));
            print(storm, `${size} terminations`);
            await storm.reconcile();
            await assertShowsTheTruth(storm);
            assertTold(storm, { nodes, ended: nodes });
            assert.ok(storm.proxy.route53.applied.length <= 3, `${storm.proxy.route53.applied.length} changes`);
        });
    }

    it("find everything by the schedule when every event is lost", async () => {
        const storm = await storms.begin();
        const first = await storm.account.launch(20);
        await storm.reconcile();
        await assertShowsTheTruth(storm);

        await storm.account.terminate(first.slice(0, 4));
        await storm.account.launch(3);
        await storm.reconcile();

        await assertShowsTheTruth(storm);
        const nodes = [...new Set([...first, ...(await storm.account.nodes()).keys()])];
        assertTold(storm, { nodes, ended: first.slice(0, 4) });
    });

    it("leave nothing behind when terminations arrive before launches", async () => {
        const storm = await storms.begin();
        const launches = await storm.launch(20);
        const terminations = await storm.shrink(5);

        await storm.deliver([...terminations, ...launches].reverse());
        await storm.deliver(terminations);
        await storm.reconcile();

        await assertShowsTheTruth(storm);
        assertTold(storm, { nodes: (await storm.account.nodes()).keys() });
    });

    it("share the work when three batches come at the same time, without a change too many", async function () {
        this.timeout(60_000);
        const storm = await storms.begin();

        await storm.deliverAtOnce(await storm.launch(30));

        await assertShowsTheTruth(storm);
        const nodes = [...(await storm.account.nodes()).keys()];
        const created = storm.proxy.route53.applied.flat().filter(({ action }) => action === "CREATE");
        assert.equal(created.length, 2 * nodes.length);
        await storm.reconcile();
        assertTold(storm, { nodes });
    });

    it("get through when other tools of the account leave one request a second", async function () {
        this.timeout(60_000);
        const storm = await storms.begin({ limits: { rate: { perSecond: 1, burst: 1 } } });

        await storm.deliver(await storm.launch(100));

        print(storm, "100 launches at 1 request a second");
        await storm.reconcile();
        await assertShowsTheTruth(storm);
        assert.ok(storm.proxy.throttles.size > 0, "nothing was throttled");
        assert.ok(storm.proxy.route53.applied.length <= 3);
    });

    for (const seed of [1, 2]) {
        it(`get through a fifth of all requests going wrong, with small pages (seed ${seed})`, async function () {
            this.timeout(60_000);
            const storm = await storms.begin({ seed });
            storm.proxy.pageSize = 7;
            storm.proxy.troubles.bring(seed, 0.2, [
                "throttle",
                "fail",
                "fail-after",
                "drop-before",
                "drop-after",
                "hang",
                "cut",
            ]);

            const launches = await storm.launch(30);
            const nodes = [...(await storm.account.nodes()).keys()];
            await storm.deliver(storm.jumbled(launches));
            await storm.reconcile(3);
            await storm.deliver(storm.jumbled(await storm.shrink(10)));
            await storm.reconcile(3);
            storm.proxy.troubles.clear();

            print(storm, "30 launches and 20 terminations in trouble");
            await storm.reconcile();
            await assertShowsTheTruth(storm);
            const stay = await storm.account.nodes();
            assertTold(storm, { nodes, ended: nodes.filter((id) => !stay.has(id)) });
        });
    }
});
