import { getInstanceOutput, getSubnetOutput } from "@pulumi/aws/ec2";
import * as pulumi from "@pulumi/pulumi";

/** An existing instance as AWS describes it. */
export interface ExistingInstance {
    readonly id: string;
    /** Such as `running` or `stopped`. */
    readonly state: string;
    readonly vpcId: string;
    readonly zone: string;
    readonly privateAddress: string;
}

/** Asks AWS about instances. */
export function lookUpInstances(
    ids: readonly string[],
    opts: pulumi.InvokeOptions,
): readonly { readonly id: string; readonly found: pulumi.Output<ExistingInstance> }[] {
    return ids.map((id) => {
        const instance = getInstanceOutput({ instanceId: id }, opts);
        const subnet = getSubnetOutput({ id: instance.subnetId }, opts);
        const found = pulumi
            .all([instance.instanceState, subnet.vpcId, instance.availabilityZone, instance.privateIp])
            .apply(([state, vpcId, zone, privateAddress]) => ({ id, state, vpcId, zone, privateAddress }));
        return { id, found };
    });
}

/** Why the instances cannot be targets of balancers in these zones of this VPC; `undefined` when they can. */
export function hostFault(
    instances: readonly ExistingInstance[],
    vpcId: string,
    balancerZones: readonly string[],
): string | undefined {
    const stray = instances.find((instance) => instance.vpcId !== vpcId);
    if (stray) return `names ${stray.id}, which lies in another VPC than network.vpcId.`;
    const idle = instances.find(({ state }) => state !== "running");
    if (idle) return `names ${idle.id}, which is ${idle.state}; it must be running.`;
    const outside = instances.find(({ zone }) => !balancerZones.includes(zone));
    return outside
        ? `names ${outside.id} in ${outside.zone}, where the balancer has no subnet; add one to the subnets in network.`
        : undefined;
}

/** Zones in which every one of several balancers has a subnet. */
export function commonZones(zonesByBalancer: readonly (readonly string[])[]): string[] {
    const [first = [], ...others] = zonesByBalancer;
    return first.filter((zone) => others.every((zones) => zones.includes(zone)));
}

/** Why all legs of a stream would fail together; `undefined` when the loss of one zone leaves a leg, or there is one only. */
export function legFault(zonesByLeg: Readonly<Record<string, readonly string[]>>): string | undefined {
    const legs = Object.keys(zonesByLeg);
    const zones = new Set(Object.values(zonesByLeg).flat());
    if (legs.length < 2 || zones.size !== 1) return undefined;
    return `${legs.join(" and ")} lie in ${[...zones].join()} alone; the legs of a stream must not share their only zone.`;
}
