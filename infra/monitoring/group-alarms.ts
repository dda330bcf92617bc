import type * as pulumi from "@pulumi/pulumi";
import type { Group } from "../config/schema";
import type { TargetHealth } from "../target-group";
import type { Alarm } from "./alarm";

/** A group of nodes. */
export interface WatchedGroup {
    readonly name: string;
    readonly settings: Group;
    /** Name of the Auto Scaling group. */
    readonly groupName: pulumi.Input<string>;
}

export function healthAlarm({ name, group, settings, namespace, dimensions }: TargetHealth): Alarm {
    return {
        about: name,
        subject: "unhealthy-hosts",
        role: settings.role,
        description: `Nodes of the group ${group} do not answer their health check: see the targets of ${name} in the EC2 console.`,
        namespace,
        metricName: "UnHealthyHostCount",
        dimensions,
        when: { from: 1 },
        // A new node may be unhealthy for as long as the group is patient with it.
        periods: Math.ceil(settings.health.graceSeconds / 60),
    };
}

/** None for a group of one size, which is always at its limit. */
export function sizeAlarms(about: string, { name, settings: { role, size }, groupName }: WatchedGroup): Alarm[] {
    if (size.min === size.max) return [];
    return [
        {
            about: `${about}-${name}`,
            subject: "max-size-reached",
            role,
            description: `The group ${name} has as many nodes as groups.${name}.size.max allows, and refuses sessions when there is more load.`,
            namespace: "AWS/AutoScaling",
            metricName: "GroupInServiceInstances",
            dimensions: { AutoScalingGroupName: groupName },
            when: { from: size.max },
            periods: 5,
        },
    ];
}
