import type { QueuedAnnouncement } from "../../../lambda/announcement";
import type { Connections } from "../../../lambda/dns-registrar/services";
import type { KnownNode } from "../../../lambda/dns-registrar/store/known-node";
import type { Services } from "../../../lambda/dns-registrar/world/look";
import type { InstanceFacts } from "../../../lambda/dns-registrar/world/situation";
import { ChangeBatchRefused } from "../../../lambda/dns-registrar/zone/route53";
import { Refusal } from "../../support/aws-servers/fault";
import type { FakeInstance, Fleet } from "../../support/aws-servers/fleet";
import type { InMemoryZone } from "../../support/aws-servers/zone";
import { programHooks } from "./situations";

/** What is remembered and announced, in memory. */
export class Memory {
    readonly known = new Map<string, KnownNode>();
    readonly queue: QueuedAnnouncement[] = [];
}

/** The services without a network between, for properties that need thousands of runs. One run at a time. */
export function inMemoryConnections(fleet: Fleet, zone: InMemoryZone, memory = new Memory()): Connections {
    return {
        services: inMemoryServices(fleet, zone, memory),
        lease: () => ({
            take: async () => [],
            leave: async () => false,
            keep: async () => [],
            giveBack: async () => true,
            giveBackWithEvents: async () => undefined,
        }),
        queue: {
            send: async (announcements) => {
                const keys = new Set(memory.queue.map(({ idempotencyKey }) => idempotencyKey));
                memory.queue.push(...announcements.filter(({ idempotencyKey }) => !keys.has(idempotencyKey)));
                return { keys: new Set(announcements.map(({ idempotencyKey }) => idempotencyKey)), refused: [] };
            },
        },
    };
}

function inMemoryServices(fleet: Fleet, zone: InMemoryZone, { known }: Memory): Services {
    const facts = ({ state, publicIp }: FakeInstance): InstanceFacts => {
        const gone = state === "terminated" || state === "shutting-down";
        return publicIp === undefined || gone ? { gone } : { gone, address: publicIp, publicIp };
    };
    return {
        groups: {
            async *read() {
                for (const { name, desired, status, nodes, pool = [] } of fleet.groups) {
                    const wanted = status === undefined ? desired : 0;
                    yield { name, desired: wanted, nodes: [...nodes, ...pool], hooks: programHooks };
                }
            },
            act: async ({ kind, hook, instanceId }) => {
                const action = kind === "complete" ? "CompleteLifecycleAction" : "RecordLifecycleActionHeartbeat";
                fleet.hookCalls.push({ action, hook, instanceId });
                return true;
            },
        },
        instances: {
            async *describe(ids) {
                for (const [id, instance] of fleet.instances) if (ids.includes(id)) yield [id, facts(instance)];
            },
            async *goneFrom(names) {
                for (const [id, instance] of fleet.instances) {
                    if (names.includes(instance.group) && facts(instance).gone) yield [id, facts(instance)];
                }
            },
            sound: async (ids) => new Set(ids.filter((id) => fleet.instances.get(id)?.sound)),
        },
        zone: {
            async *list() {
                for (const { name, type, ttl, values, aliasOf } of zone.all()) {
                    yield { name, type, ttl, values, special: aliasOf !== undefined };
                }
            },
            async change(batch) {
                const changes = batch.flatMap((group) => group.changes);
                try {
                    return zone.change(changes.map(({ action, ...set }) => ({ action, set })));
                } catch (error) {
                    if (!(error instanceof Refusal)) throw error;
                    throw new ChangeBatchRefused(error.message, error);
                }
            },
            isInSync: async (changeId) => zone.statusOf(changeId) === "INSYNC",
        },
        table: {
            async *read() {
                yield* known.values();
            },
            save: async ({ write, forget }) => {
                for (const entry of write) known.set(entry.label, entry);
                for (const label of forget) known.delete(label);
            },
        },
    };
}
