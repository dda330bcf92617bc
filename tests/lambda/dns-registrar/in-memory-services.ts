import type { Services } from "../../../lambda/dns-registrar/look";
import { ChangeBatchRefused } from "../../../lambda/dns-registrar/route53";
import type { InstanceFacts } from "../../../lambda/dns-registrar/situation";
import { Refusal } from "../../support/aws-servers/fault";
import type { FakeInstance, Fleet } from "../../support/aws-servers/fleet";
import type { InMemoryZone } from "../../support/aws-servers/zone";

/** The services without a network between, for properties that need thousands of runs. */
export function inMemoryServices(fleet: Fleet, zone: InMemoryZone): Services {
    const facts = ({ state, publicIp }: FakeInstance): InstanceFacts => {
        const gone = state === "terminated" || state === "shutting-down";
        return publicIp === undefined || gone ? { gone } : { gone, address: publicIp };
    };
    return {
        groups: {
            async *read() {
                for (const { name, desired, status, nodes, pool = [] } of fleet.groups) {
                    yield { name, desired: status === undefined ? desired : 0, nodes: [...nodes, ...pool] };
                }
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
                    zone.change(changes.map(({ action, ...set }) => ({ action, set })));
                } catch (error) {
                    if (!(error instanceof Refusal)) throw error;
                    throw new ChangeBatchRefused(error.message, error);
                }
            },
        },
    };
}
