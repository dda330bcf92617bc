import type * as pulumi from "@pulumi/pulumi";
import type { TargetHealth } from "../balancing/target-group";
import type { Group } from "../config/schema";

import type { Alarm } from "./alarm";

/** A group of nodes. */
export interface WatchedGroup {
    readonly name: string;
    readonly settings: Group;
    /** Name of the Auto Scaling group. */
    readonly groupName: pulumi.Input<string>;
}

/** Time that hosts may fail their check before somebody is told: a restart of the server. In seconds. */
const HOST_PATIENCE = 300;

export function healthAlarm({ name, target, namespace, dimensions }: TargetHealth): Alarm {
    const { kind, role, health } = target;
    const whose = kind === "group" ? `Nodes of the group ${target.name}` : `Instances of hosts.${target.name}`;
    // A new node may be unhealthy for as long as the group is patient with it.
    const patience = "graceSeconds" in health ? health.graceSeconds : HOST_PATIENCE;
    return {
        about: name,
        subject: "unhealthy-hosts",
        role,
        description: `${whose} do not answer their health check: see the targets of ${name} in the EC2 console.`,
        namespace,
        metricName: "UnHealthyHostCount",
        dimensions,
        when: { from: 1 },
        periods: Math.ceil(patience / 60),
    };
}

/** None for a group of one size, which is always at its limit. */
export function sizeAlarms(
    about: string,
    { name, settings: { role, size, schedules }, groupName }: WatchedGroup,
): Alarm[] {
    const most = Math.max(size.max, ...schedules.map(({ max = 0 }) => max));
    if (size.min === most) return [];
    return [
        {
            about: `${about}-${name}`,
            subject: "max-size-reached",
            role,
            description: `The group ${name} has as many nodes as groups.${name}.size.max allows, and refuses sessions when there is more load.`,
            namespace: "AWS/AutoScaling",
            metricName: "GroupInServiceInstances",
            dimensions: { AutoScalingGroupName: groupName },
            when: { from: most },
            periods: 5,
        },
    ];
}
