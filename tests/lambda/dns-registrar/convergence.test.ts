import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import type { NodeEvent } from "../../../lambda/dns-registrar/events";
import { Registrar } from "../../../lambda/dns-registrar/registrar";
import { Fleet } from "../../support/aws-servers/fleet";
import { InMemoryZone, type StoredSet } from "../../support/aws-servers/zone";
import { inMemoryConnections, Memory } from "./in-memory-services";
import { FakeClock, recordingLog, recordingMeasures, settings } from "./rig";
import { groupName, idOf, nameOf } from "./situations";

type Action = "launch" | "fill pool" | "take from pool" | "drain" | "end" | "return to pool" | "leave pool" | "die";
const actions: readonly Action[] = [
    "launch",
    "launch",
    "fill pool",
    "take from pool",
    "drain",
    "end",
    "return to pool",
    "leave pool",
    "die",
];

interface Step {
    readonly action: Action;
    /** Which of the nodes the action is possible for. */
    readonly pick: number;
    /** How often its event arrives, and whether what has arrived is delivered now. */
    readonly copies: number;
    readonly deliver: boolean;
    readonly shuffle: number;
}

const steps: fc.Arbitrary<Step[]> = fc.array(
    fc.record({
        action: fc.constantFrom(...actions),
        pick: fc.nat(50),
        copies: fc.integer({ min: 0, max: 2 }),
        deliver: fc.boolean(),
        shuffle: fc.nat(50),
    }),
    { maxLength: 40 },
);

/** One group with a pool, its zone, and a registrar between. */
class World {
    readonly fleet = new Fleet();
    readonly zone = new InMemoryZone("Z0EXAMPLENODES7", "example.com");
    readonly clock = new FakeClock();
    readonly group = this.fleet.addGroup(groupName, { pool: [] });
    readonly memory = new Memory();
    private readonly registrar = new Registrar({
        settings,
        connections: inMemoryConnections(this.fleet, this.zone, this.memory),
        clock: this.clock,
        log: recordingLog().log,
        measures: recordingMeasures().measures,
    });

    run(events: readonly NodeEvent[] = []) {
        const request = { id: "run", mode: "reconcile", reason: "test", events } as const;
        return this.registrar.run(request, { at: Number.POSITIVE_INFINITY });
    }

    /** Two runs of the schedule with nothing in between: what is inferred from an absence has to be seen twice. */
    async reconcile(): Promise<void> {
        await this.clock.sleep(600_000);
        await this.run();
        await this.clock.sleep(300_000);
        await this.run();
    }

    /** Does the action and returns its event, or undefined when there is no node for it. */
    act({ action, pick }: Step): NodeEvent | undefined {
        const event = (kind: NodeEvent["kind"], instanceId: string) => ({ kind, group: groupName, instanceId });
        if (action === "launch" || action === "fill pool") {
            const id = this.fleet.launch(this.group, action === "launch" ? "InService" : "Warmed:Stopped");
            this.countDesired();
            return event("launch", id);
        }
        const [from, to] = this.moves[action];
        const candidates = [...this.group.nodes, ...(this.group.pool ?? [])].filter(({ lifecycleState }) =>
            from.includes(lifecycleState),
        );
        const id = candidates[pick % candidates.length]?.instanceId;
        if (id === undefined) return undefined;
        if (to === undefined) this.fleet.terminate(this.group, id);
        else this.fleet.move(this.group, id, to);
        if (to === "InService") this.fleet.instance(id).publicIp = `198.19.0.${pick}`;
        this.countDesired();
        return event(to === "InService" ? "launch" : "terminate", id);
    }

    /** Names and addresses of the nodes in service or in a drain, in listing order. */
    shown(): string[] {
        return this.zone
            .all()
            .filter(({ type }) => type === "A")
            .map(({ name, values }) => `${name} ${values.join()}`);
    }

    private readonly moves: Record<Exclude<Action, "launch" | "fill pool">, [from: string[], to: string | undefined]> =
        {
            "take from pool": [["Warmed:Stopped"], "InService"],
            drain: [["InService"], "Terminating:Wait"],
            end: [["Terminating:Wait"], undefined],
            "return to pool": [["InService", "Terminating:Wait"], "Warmed:Stopped"],
            "leave pool": [["Warmed:Stopped"], undefined],
            die: [["InService"], undefined],
        };

    private countDesired(): void {
        this.group.desired = this.group.nodes.filter(({ lifecycleState }) => lifecycleState === "InService").length;
    }
}

/** Acts, loses, doubles and reorders events, and runs now and then. */
async function live(world: World, list: readonly Step[]): Promise<void> {
    let queue: NodeEvent[] = [];
    for (const step of list) {
        const event = world.act(step);
        for (let copy = 0; event !== undefined && copy < step.copies; copy += 1) {
            queue.splice(step.shuffle % (queue.length + 1), 0, event);
        }
        if (!step.deliver) continue;
        await world.run(queue);
        queue = queue.slice(0, 1); // one comes again, late
    }
}

function namesInService(world: World): string[] {
    return world.group.nodes
        .filter(({ lifecycleState }) => lifecycleState === "InService")
        .map(({ instanceId }) => `${nameOf(instanceId)}. ${world.fleet.instance(instanceId).publicIp}`);
}

describe("convergence under lost, doubled and reordered events", () => {
    it("shows exactly the nodes in service after two runs of the schedule with nothing in a drain", async () => {
        await fc.assert(
            fc.asyncProperty(steps, async (list) => {
                const world = new World();
                await live(world, list);
                const draining = world.group.nodes.filter(({ lifecycleState }) => lifecycleState !== "InService");
                for (const { instanceId } of draining) world.fleet.terminate(world.group, instanceId);

                await world.reconcile();

                assert.deepEqual(world.shown().sort(), namesInService(world).sort());
                assert.equal(world.zone.all().length, 2 * world.group.desired);
            }),
        );
    });

    it("changes nothing in a second run", async () => {
        await fc.assert(
            fc.asyncProperty(steps, async (list) => {
                const world = new World();
                await live(world, list);
                await world.reconcile();
                const batches = world.zone.applied.length;

                await world.run();

                assert.equal(world.zone.applied.length, batches);
            }),
        );
    });

    it("never withdraws a node in service or in a drain, nor publishes a pooled one", async () => {
        await fc.assert(
            fc.asyncProperty(steps, async (list) => {
                const world = new World();
                for (const step of list) {
                    const event = world.act(step);
                    const before = new Set(world.shown().map((line) => line.split(". ")[0]));
                    await world.run(event === undefined ? [] : [event]);
                    const after = new Set(world.shown().map((line) => line.split(". ")[0]));

                    for (const { instanceId, lifecycleState } of world.group.nodes) {
                        const wasThere = before.has(nameOf(instanceId));
                        assert.equal(after.has(nameOf(instanceId)), lifecycleState === "InService" || wasThere);
                    }
                    for (const { instanceId } of world.group.pool ?? []) {
                        assert.ok(before.has(nameOf(instanceId)) || !after.has(nameOf(instanceId)));
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
