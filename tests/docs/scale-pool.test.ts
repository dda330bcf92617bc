import * as assert from "node:assert/strict";
import { AutoScalingClient } from "@aws-sdk/client-auto-scaling";
import * as fc from "fast-check";
import { loadScaler, type ScalerExample } from "./examples";
import { PoolServer } from "./pool-server";

const places = { perNode: 10, leastFree: 15, mostFree: 30 };

describe("the example of a scaler, through the AWS SDK", () => {
    let example: ScalerExample;
    let pool: PoolServer;
    let client: AutoScalingClient;

    before(async () => {
        example = await loadScaler();
    });
    beforeEach(async () => {
        pool = new PoolServer();
        const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "example" };
        const endpoint = await pool.start();
        client = new AutoScalingClient({ endpoint, region: "eu-west-1", credentials, maxAttempts: 1 });
    });
    afterEach(() => pool.stop());

    /** One round, with the sessions of the nodes in order; undefined for a node of which nobody knows. */
    async function round(
        sessions: readonly (number | undefined)[],
        cordon: (instanceId: string) => Promise<boolean> = async () => true,
    ) {
        const usage = new Map(
            pool.nodes.flatMap(({ instanceId }, index) => {
                const count = sessions[index];
                return count === undefined ? [] : [[instanceId, count] as const];
            }),
        );
        const before = pool.changes.length;
        await example.scalePool({ client, groupName: pool.name, usage, cordon, places });
        return pool.changes.slice(before).filter((change) => !/protect/.test(change));
    }

    it("raises the desired capacity by what is missing", async () => {
        pool.fill(2);

        assert.deepEqual(await round([10, 9]), ["desired 4"]);
    });

    it("never asks for more than the group's maximum", async () => {
        pool.fill(2);
        pool.max = 3;

        assert.deepEqual(await round([10, 10]), ["desired 3"]);
        assert.deepEqual(await round([10, 10]), []);
    });

    it("does not order again what is on its way", async () => {
        pool.fill(2);

        assert.deepEqual(await round([10, 10]), ["desired 4"]);
        pool.nodes.push({ instanceId: "i-0000000000000000a", state: "Pending:Wait", isProtected: false });
        assert.deepEqual(await round([10, 10]), []);
    });

    it("ends empty nodes, by their ids, and keeps enough free places", async () => {
        const ids = pool.fill(6);

        assert.deepEqual(await round([5, 0, 0, 0, 0, 5]), [`terminate ${ids[1]}`, `terminate ${ids[2]}`]);
        assert.equal(pool.desired, 4);
    });

    it("never ends a busy node: a scale-in ended meetings in the BigBlueButton sample of AWS (issues 14 and 40)", async () => {
        pool.fill(6);

        assert.deepEqual(await round([1, 1, 1, 1, 1, 1]), []);
    });

    it("ends no node while the load of one is unknown, as the risk review of the Jitsi autoscaler demands", async () => {
        pool.fill(6);

        assert.deepEqual(await round([0, 0, 0, 0, 0, undefined]), []);
    });

    it("takes a node of unknown load for full, but starts none when nothing at all is known", async () => {
        pool.fill(2);

        assert.deepEqual(await round([]), []);
        assert.deepEqual(await round([4, undefined]), ["desired 3"]);
    });

    it("ends no node that somebody joined after the count", async () => {
        const ids = pool.fill(6);
        const asked: string[] = [];
        const cordon = async (id: string) => {
            asked.push(id);
            return id !== ids[0];
        };

        assert.deepEqual(await round([0, 0, 0, 0, 0, 0], cordon), [`terminate ${ids[1]}`, `terminate ${ids[2]}`]);
        assert.deepEqual(asked, ids.slice(0, 3));
    });

    it("keeps to the group's minimum", async () => {
        pool.fill(6);
        pool.min = 5;

        assert.equal((await round([0, 0, 0, 0, 0, 0])).length, 1);
        assert.deepEqual(await round([0, 0, 0, 0, 0, 0]), []);
    });

    it("protects what may be busy against others who lower the capacity, and lets go what is empty", async () => {
        pool.fill(4, true);
        const [first, second, third] = pool.nodes;
        if (second) second.isProtected = false;
        if (third) third.isProtected = false;

        await round([0, 3, undefined, 5]);

        assert.deepEqual(
            pool.nodes.map(({ isProtected }) => isProtected),
            [false, true, true, true],
        );
        assert.deepEqual(pool.changes.slice(0, 2), ["protect 2", "unprotect 1"]);
        assert.equal(first?.state, "InService");
    });

    it("protects 50 nodes in a call, as the service allows", async () => {
        pool.max = 200;
        pool.fill(120);

        await round(Array.from({ length: 120 }, () => 5));

        assert.deepEqual(pool.changes, ["protect 50", "protect 50", "protect 20"]);
    });

    it("leaves alone what is on its way out", async () => {
        pool.fill(3);
        const [leaving] = pool.nodes;
        if (leaving) leaving.state = "Terminating:Wait";
        pool.desired = 2;

        assert.deepEqual(await round([0, 0, 0]), []);
        assert.deepEqual(pool.changes, []);
    });

    it("says which group is missing", async () => {
        const usage = new Map();
        const options = { client, groupName: "other", usage, cordon: async () => true, places };

        await assert.rejects(example.scalePool(options), { message: "There is no Auto Scaling group other." });
    });
});

describe("the plan of a scaler", () => {
    it("keeps its promises for every pool", async () => {
        const { planPool } = await loadScaler();
        const node = fc.record({ sessions: fc.option(fc.nat(12), { nil: undefined }), isProtected: fc.boolean() });
        const pool = fc.record({
            nodes: fc.array(node, { maxLength: 30 }),
            onTheirWay: fc.nat(3),
            below: fc.nat(5),
            above: fc.nat(5),
        });
        fc.assert(
            fc.property(pool, ({ nodes, onTheirWay, below, above }) => {
                const named = nodes.map((entry, index) => ({ instanceId: `i-${index}`, ...entry }));
                const desired = named.length + onTheirWay;
                const group = { desired, min: Math.max(0, desired - below), max: desired + above, nodes: named };
                const usage = new Map(
                    named.flatMap(({ instanceId, sessions }) =>
                        sessions === undefined ? [] : [[instanceId, sessions] as const],
                    ),
                );
                const { remove, protect, unprotect, ...plan } = planPool(group, usage, places);

                assert.ok(plan.desired >= desired && plan.desired <= group.max);
                assert.ok(remove.every((id) => usage.get(id) === 0));
                assert.ok(remove.length === 0 || (usage.size === named.length && onTheirWay === 0));
                assert.ok(remove.length === 0 || plan.desired === desired);
                assert.ok(desired - remove.length >= group.min);
                const left = named.filter(({ instanceId }) => !remove.includes(instanceId));
                const free = left.reduce((sum, { sessions }) => sum + Math.max(0, 10 - (sessions ?? 10)), 0);
                assert.ok(remove.length === 0 || free >= places.leastFree);
                assert.ok(protect.every((id) => usage.get(id) !== 0));
                assert.ok(unprotect.every((id) => usage.get(id) === 0));
            }),
        );
    });
});
