import { type Group as AutoScalingGroup, Policy, Schedule } from "@pulumi/aws/autoscaling";
import type * as pulumi from "@pulumi/pulumi";
import type { Group, Schedule as ScheduleSettings } from "../config/schema";
import { daysOfWeek, timeName } from "./days";

/** Target tracking by processor load, by a figure that nodes report, or by both: then the larger answer counts. */
export function followLoad(
    name: string,
    group: AutoScalingGroup,
    { cpuTarget, metric }: Group,
    parent: pulumi.CustomResourceOptions,
): void {
    const track = (suffix: string, configuration: object, targetValue: number) =>
        new Policy(
            `${name}-${suffix}`,
            {
                autoscalingGroupName: group.name,
                policyType: "TargetTrackingScaling",
                targetTrackingConfiguration: { ...configuration, targetValue },
            },
            parent,
        );
    if (cpuTarget !== undefined) {
        track(
            "cpu",
            { predefinedMetricSpecification: { predefinedMetricType: "ASGAverageCPUUtilization" } },
            cpuTarget,
        );
    }
    if (metric) {
        const dimensions = Object.entries(metric.dimensions).map(([key, value]) => ({ name: key, value }));
        const customizedMetricSpecification = {
            namespace: metric.namespace,
            metricName: metric.name,
            // Target tracking wants a figure for one node, which falls as nodes are added.
            statistic: "Average",
            metricDimensions: [{ name: "AutoScalingGroupName", value: group.name }, ...dimensions],
        };
        track("metric", { customizedMetricSpecification }, metric.target);
    }
}

/** Changes the sizes of a group by the time of day, in the operator's time zone. */
export function changeSizes(
    name: string,
    group: AutoScalingGroup,
    schedules: readonly ScheduleSettings[],
    parent: pulumi.CustomResourceOptions,
): void {
    for (const entry of schedules) {
        const { at, days, timeZone, min, desired, max } = entry;
        const [hour, minute] = at.split(":").map(Number);
        new Schedule(
            `${name}-size-${timeName(entry)}`,
            {
                autoscalingGroupName: group.name,
                scheduledActionName: `size-${timeName(entry)}`,
                recurrence: `${minute} ${hour} * * ${daysOfWeek(days)}`,
                timeZone,
                // The provider takes a size that is left out for 0; -1 leaves it as it is.
                minSize: min ?? -1,
                desiredCapacity: desired ?? -1,
                maxSize: max ?? -1,
            },
            { ...parent, deletedWith: group },
        );
    }
}

/** A deployment must not undo what the schedules did. */
export function scheduledSizes({ schedules }: Group): string[] {
    const changes = (size: "min" | "max") => schedules.some((entry) => entry[size] !== undefined);
    return [...(changes("min") ? ["minSize"] : []), ...(changes("max") ? ["maxSize"] : [])];
}
