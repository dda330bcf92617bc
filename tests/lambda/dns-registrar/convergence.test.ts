import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import type { NodeEvent } from "../../../lambda/dns-registrar/messages/events";
import type { Connections } from "../../../lambda/dns-registrar/services";
import type { StoredSet } from "../../support/aws-servers/zone";
import { idOf, nameOf } from "./situations";
import { type Action, actions, World } from "./world";

interface Step {
    readonly action: Action;
    /** Which of the nodes the action is possible for. */
    readonly pick: number;
    /** How often its event arrives, and whether what has arrived is delivered now. */
    readonly copies: number;
    readonly deliver: boolean;
    readonly shuffle: number;
    /** Calls after which the run's process ends, if it does. */
    readonly crashAfter: number | undefined;
}

function stepsWith(crashAfter: fc.Arbitrary<number | undefined>): fc.Arbitrary<Step[]> {
    const step = fc.record({
        action: fc.constantFrom(...actions),
        pick: fc.nat(50),
        copies: fc.integer({ min: 0, max: 2 }),
        deliver: fc.boolean(),
        shuffle: fc.nat(50),
        crashAfter,
    });
    return fc.array(step, { maxLength: 40 });
}

const steps = stepsWith(fc.constant(undefined));
const stepsWithCrashes = stepsWith(fc.option(fc.nat(14), { nil: undefined }));

/** Acts, loses, doubles and reorders events, and runs now and then. */
async function live(world: World, list: readonly Step[]): Promise<void> {
    let queue: NodeEvent[] = [];
    for (const { action, pick, copies, shuffle, deliver, crashAfter } of list) {
        const event = world.act(action, pick);
        for (let copy = 0; event !== undefined && copy < copies; copy += 1) {
            queue.splice(shuffle % (queue.length + 1), 0, event);
        }
        if (!deliver) continue;
        const connections = world.connections();
        if (crashAfter === undefined) await world.run(queue, connections);
        else await world.run(queue, endingAfter(crashAfter, connections)).catch(onlyTheEnd);
        await world.clock.sleep(1000);
        queue = queue.slice(0, 1); // one comes again, late
    }
}

const theEnd = "The process has ended.";

function onlyTheEnd(error: unknown): void {
    assert.ok(error instanceof Error && error.message === theEnd);
}

/** From the n-th call on nothing reaches the services any more, as if the process had ended; the last one still had its effect. */
function endingAfter(calls: number, { services, lease, queue }: Connections): Connections {
    let left = calls;
    const wrap = <T extends object>(service: T): T =>
        new Proxy(service, {
            get(target, key) {
                const method = Reflect.get(target, key);
                if (typeof method !== "function") return method;
                return (...args: unknown[]) => {
                    left -= 1;
                    if (left < -1) throw new Error(theEnd);
                    const answer = method.apply(target, args);
                    if (left < 0 && answer instanceof Promise) {
                        return answer.then(() => Promise.reject(new Error(theEnd)));
                    }
                    return answer;
                };
            },
        });
    const { groups, instances, zone, table } = services;
    return {
        services: { groups: wrap(groups), instances: wrap(instances), zone: wrap(zone), table: wrap(table) },
        lease,
        ...(queue && { queue: wrap(queue) }),
    };
}

describe("convergence under lost, doubled and reordered events", () => {
    it("shows exactly the nodes in service after two runs of the schedule with nothing in a drain", async () => {
        await fc.assert(
            fc.asyncProperty(steps, async (list) => {
                const world = new World();
                await live(world, list);
                world.endDrains();

                await world.reconcile();

                assert.deepEqual(world.shown().sort(), world.truth());
                assert.equal(world.zone.all().length, 2 * world.group.desired);
            }),
        );
    });

    it("tells the application of exactly the nodes in service, whatever ended a run in its middle", async () => {
        await fc.assert(
            fc.asyncProperty(stepsWithCrashes, async (list) => {
                const world = new World();
                await live(world, list);
                world.endDrains();

                await world.reconcile();

                assert.deepEqual(world.shown().sort(), world.truth());
                assert.deepEqual(world.application(), world.truth());
            }),
            { numRuns: 300 },
        );
    });

    it("tells the same under the same key, and nothing twice", async () => {
        await fc.assert(
            fc.asyncProperty(stepsWithCrashes, async (list) => {
                const world = new World();
                await live(world, list);
                await world.reconcile();

                const told = world.memory.queue.map(({ announcement: { type, generation, node } }) =>
                    [type, generation, node.instanceId, type === "node.created" && node.publicIp].join(),
                );
                const once = told.filter((what) => what.startsWith("node.created") || what.startsWith("node.deleted"));
                assert.equal(new Set(once).size, once.length);
            }),
        );
    });

    it("never announces a node before its name, or a node of the pool", async () => {
        await fc.assert(
            fc.asyncProperty(steps, async (list) => {
                const world = new World();
                for (const { action, pick } of list) {
                    const event = world.act(action, pick);
                    const before = world.memory.queue.length;
                    await world.run(event === undefined ? [] : [event]);

                    for (const { announcement } of world.memory.queue.slice(before)) {
                        if (announcement.type !== "node.created") continue;
                        assert.deepEqual(world.zone.valuesAt(announcement.node.name ?? "", "A"), [
                            announcement.node.publicIp,
                        ]);
                        const pooled = world.group.pool?.map(({ instanceId }) => instanceId) ?? [];
                        assert.ok(!pooled.includes(announcement.node.instanceId ?? ""));
                    }
                    await world.clock.sleep(1000);
                }
            }),
        );
    });

    it("changes, writes and tells nothing in a second run", async () => {
        await fc.assert(
            fc.asyncProperty(steps, async (list) => {
                const world = new World();
                await live(world, list);
                await world.reconcile();
                const before = [world.zone.applied.length, world.memory.queue.length, [...world.memory.known]];

                await world.run();

                assert.deepEqual(
                    [world.zone.applied.length, world.memory.queue.length, [...world.memory.known]],
                    before,
                );
            }),
        );
    });

    it("never withdraws a node in service or in a drain, nor publishes a pooled one", async () => {
        await fc.assert(
            fc.asyncProperty(steps, async (list) => {
                const world = new World();
                for (const { action, pick } of list) {
                    const event = world.act(action, pick);
                    const before = new Set(world.shown().map((line) => line.split(". ")[0]));
                    await world.run(event === undefined ? [] : [event]);
                    const after = new Set(world.shown().map((line) => line.split(". ")[0]));

                    for (const { instanceId, lifecycleState } of world.group.nodes) {
                        const wasThere = before.has(nameOf(instanceId));
                        assert.equal(after.has(nameOf(instanceId)), lifecycleState === "InService" || wasThere);
                    }
                    for (const { instanceId, lifecycleState } of world.group.pool ?? []) {
                        const wasThere = before.has(nameOf(instanceId));
                        assert.equal(
                            after.has(nameOf(instanceId)),
                            wasThere && lifecycleState === "Warmed:Pending:Wait",
                        );
                    }
                }
            }),
        );
    });

    it("never touches a foreign record", async () => {
        const kinds = fc.constantFrom("unmarked", "other owner", "other shape", "alias", "other name");
        const foreign = fc.array(fc.tuple(fc.nat(12), kinds), { maxLength: 8 });
        await fc.assert(
            fc.asyncProperty(steps, foreign, async (list, places) => {
                const world = new World();
                const sets = new Map(places.map(([number, kind]) => [number, foreignSet(number, kind)]));
                for (const set of sets.values()) world.zone.put(set);
                const before = world.zone.all();

                await live(world, list);
                await world.run();

                const names = new Set(before.map(({ name }) => name));
                assert.deepEqual(
                    world.zone.all().filter(({ name }) => names.has(name)),
                    before,
                );
            }),
        );
    });
});

function foreignSet(number: number, kind: string): StoredSet {
    const name = nameOf(idOf(number));
    if (kind === "other owner") {
        return { name, type: "TXT", ttl: 60, values: ['"mc1;o=00000001;g=74dbec17;t=00000001"'] };
    }
    if (kind === "other shape") return { name: `x.${name}`, type: "A", ttl: 60, values: ["203.0.113.9"] };
    if (kind === "alias") return { name, type: "A", values: [], aliasOf: "balancer.example.org" };
    if (kind === "other name") return { name, type: "CNAME", ttl: 60, values: ["example.org"] };
    return { name, type: "A", ttl: 60, values: ["203.0.113.9"] };
}
