import * as assert from "node:assert/strict";
import { NoSuchHostedZone } from "@aws-sdk/client-route-53";
import type { NodeEvent } from "../../../../lambda/dns-registrar/messages/events";
import { lookAround, type Services } from "../../../../lambda/dns-registrar/world/look";
import type { InstanceFacts } from "../../../../lambda/dns-registrar/world/situation";
import { nodeLabel } from "../../../../lambda/dns-registrar/zone/names";
import type { RecordSet } from "../../../../lambda/dns-registrar/zone/zone-records";
import { recordingLog, settings } from "../rig";
import { groupName, idOf, longAgo, markSet, published } from "../situations";
import { World } from "../world";

const fault = new Error("not now");

/** The answers up to the fault. */
async function* broken<T>(answers: readonly T[] = [], error: Error = fault): AsyncGenerator<T> {
    yield* answers;
    throw error;
}

describe("a look at the world", () => {
    let world: World;
    let node: string;

    beforeEach(() => {
        world = new World();
        node = world.fleet.launch(world.group);
        world.group.desired = 1;
    });

    function look(events: readonly Partial<NodeEvent>[] = [], changed: Partial<Services> = {}) {
        const services = { ...world.connections().services, ...changed };
        const { log } = recordingLog();
        const whole = events.map(
            (event): NodeEvent => ({ kind: "terminate", group: groupName, instanceId: node, ...event }),
        );
        return lookAround(services, whole, { settings, retry: (call) => call(), log, now: world.clock.now() });
    }

    it("remembers nothing when only a part of the table could be read", async () => {
        const entry = { label: nodeLabel(node), missingSince: longAgo };
        const table = { ...world.connections().services.table, read: () => broken([entry]) };

        const { situation, tableRead } = await look([], { table });

        assert.deepEqual([tableRead, situation.known.size], [false, 0]);
        // Names still follow nodes.
        assert.equal(situation.complete, true);
    });

    it("takes no instance for unknown to EC2 when the answer was cut off", async () => {
        const { instances } = world.connections().services;

        const { situation } = await look([], {
            instances: { ...instances, describe: () => broken<[string, InstanceFacts]>() },
        });

        assert.deepEqual([situation.unknownToEc2.size, situation.complete], [0, false]);
    });

    it("tells apart the instances that EC2 was asked for and does not know", async () => {
        world.fleet.instances.delete(node);

        const { situation } = await look();

        assert.deepEqual([...situation.unknownToEc2], [node]);
    });

    it("keeps what was read before a fault, and takes the zone for unread", async () => {
        const [set] = published(node);
        assert.ok(set);
        const zone = { ...world.connections().services.zone, list: () => broken([set]) };

        const { zoneRead, groupsRead, listedSets, situation } = await look([], { zone });

        assert.deepEqual([zoneRead, groupsRead, listedSets], [false, true, 1]);
        assert.deepEqual([situation.groups.length, situation.complete], [1, false]);
    });

    it("counts every listed set, those of others included", async () => {
        for (const set of [...published(node), markSet(idOf(900), { owner: "00000001" })]) world.zone.put(set);

        assert.equal((await look()).listedSets, 3);
    });

    it("still says that the zone is gone when other answers fail after it", async () => {
        const services = world.connections().services;
        const noZone = new NoSuchHostedZone({ message: "No hosted zone", $metadata: {} });
        const changed = {
            zone: { ...services.zone, list: () => broken<RecordSet>([], noZone) },
            instances: { ...services.instances, describe: () => broken<[string, InstanceFacts]>() },
        };

        assert.equal((await look([], changed)).zoneGone, true);
        assert.equal((await look([], { instances: changed.instances })).zoneGone, false);
    });

    it("asks about the instance of an event that a name is about, although no group lists it any more", async () => {
        const ended = idOf(900);
        for (const set of published(ended, "198.18.0.7", { group: "pool-prod-old" })) world.zone.put(set);
        world.fleet.instances.set(ended, { state: "terminated", group: "pool-prod-old" });

        const { situation } = await look([{ instanceId: ended, group: "pool-prod-old" }]);

        assert.deepEqual(situation.instances.get(ended), { gone: true });
    });
});

describe("what a look takes from events", () => {
    const world = new World();
    const node = world.fleet.launch(world.group, "Terminating:Wait");
    const hook = { name: "terminate-drain" };
    const at = "2026-10-14T09:40:27.512Z";
    const seconds = Date.UTC(2026, 9, 14, 9, 40, 27) / 1000;

    async function told(event: Partial<NodeEvent>) {
        const { log } = recordingLog();
        const whole: NodeEvent = { kind: "terminate", group: groupName, instanceId: node, ...event };
        const circumstances = { settings, log, retry: <T>(call: () => Promise<T>) => call(), now: world.clock.now() };
        const { situation } = await lookAround(world.connections().services, [whole], circumstances);
        return { terminating: [...situation.terminating], since: situation.heldSince.get(node) };
    }

    it("is that a node terminates, and since when its hook waits", async () => {
        assert.deepEqual(await told({ hook, at }), { terminating: [node], since: seconds });
    });

    for (const [what, event] of [
        ["no hook waits", { at }],
        ["no time is stated", { hook }],
        ["the time is none", { hook, at: "soon" }],
    ] as const) {
        it(`is only that a node terminates when ${what}`, async () => {
            assert.deepEqual(await told(event), { terminating: [node], since: undefined });
        });
    }

    for (const [what, event] of [
        ["a launch", { kind: "launch", hook, at }],
        ["a group that is not served", { group: "somebody-elses", hook, at }],
    ] as const) {
        it(`is nothing when it is about ${what}`, async () => {
            assert.deepEqual(await told(event), { terminating: [], since: undefined });
        });
    }
});
