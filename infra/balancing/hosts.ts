import * as pulumi from "@pulumi/pulumi";
import { legsOf } from "../config/legs";
import type { ClusterConfig } from "../config/resolve";
import type { Network } from "../network/network";
import { commonZones, type ExistingInstance, hostFault, legFault, lookUpInstances } from "./existing-hosts";
import { type FrontDoors, subnetsOf } from "./front-doors";
import { RegisteredHosts } from "./registered-hosts";

type HostSettings = Pick<ClusterConfig, "hosts" | "listeners" | "streams" | "balancer" | "streamBalancer">;

/** The instances of one entry of `hosts`, looked up. */
export type FoundHosts = readonly {
    readonly id: string;
    readonly found: pulumi.Output<ExistingInstance>;
}[];

/** Looks up all instances that the configuration names, and refuses what could never be healthy. */
export function findHosts(
    config: HostSettings,
    network: Network,
    invoke: pulumi.InvokeOptions,
): Readonly<Record<string, FoundHosts>> {
    const zones = balancerZones(config, network);
    const found = Object.entries(config.hosts).map(([name, { instanceIds }]) => {
        const instances = lookUpInstances(instanceIds, invoke);
        const checked = pulumi
            .all([pulumi.all(instances.map((instance) => instance.found)), network.vpcId, zones])
            .apply(([described, vpcId, allowed]) =>
                refuse(`hosts.${name}.instanceIds`, hostFault(described, vpcId, allowed)),
            );
        return [name, instances.map(({ id, found }) => ({ id, found: after(checked, found) }))] as const;
    });
    const hosts = Object.fromEntries(found);
    const legs = legsOf(config);
    const legZones = legs.map((name) =>
        pulumi
            .all((hosts[name] ?? []).map((host) => host.found))
            .apply((all) => [name, all.map(({ zone }) => zone)] as const),
    );
    const apart = pulumi.all(legZones).apply((all) => refuse("streams", legFault(Object.fromEntries(all))));
    return Object.fromEntries(
        Object.entries(hosts).map(([name, instances]) => [
            name,
            instances.map(({ id, found }) => ({ id, found: after(apart, found) })),
        ]),
    );
}

/** Registers the hosts in the target groups of their listeners and streams. */
export function registerHosts(
    name: string,
    hosts: Readonly<Record<string, FoundHosts>>,
    doors: Pick<FrontDoors, "targetGroupsOf">,
    parent: pulumi.ComponentResourceOptions,
): void {
    for (const [own, instances] of Object.entries(hosts)) {
        new RegisteredHosts(
            `${name}-${own}`,
            {
                instances: instances.map(({ id, found }) => ({ id, checkedId: found.apply(() => id) })),
                targetGroups: doors.targetGroupsOf(own),
            },
            parent,
        );
    }
}

/** Zones in which all balancers have a subnet; known in an existing network, which is where hosts are. */
function balancerZones(config: HostSettings, network: Network): pulumi.Output<string[]> {
    const { listeners, streams, balancer, streamBalancer } = config;
    const schemes = [
        ...(listeners.length > 0 ? [balancer.scheme] : []),
        ...(streams.length > 0 ? [streamBalancer.scheme] : []),
    ];
    const lists = schemes.map((scheme) => subnetsOf(network, scheme).zones ?? pulumi.output([]));
    return pulumi.all(lists).apply(commonZones);
}

function refuse(key: string, fault: string | undefined): true {
    if (fault !== undefined) throw new pulumi.RunError(`${pulumi.getProject()}:${key} ${fault}`);
    return true;
}

/** The value, known once the check has passed. */
function after<T>(checked: pulumi.Output<true>, value: pulumi.Output<T>): pulumi.Output<T> {
    return pulumi.all([checked, value]).apply(([, known]) => known as T);
}
