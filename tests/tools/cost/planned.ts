import { type CostEstimate, estimateCost } from "../../../tools/cost/estimate";
import type { Sizes } from "../../../tools/cost/part";
import type { PlannedResource } from "../../../tools/cost/plan";

/** Resources as a preview plans them, in us-east-1 unless they say otherwise. */
export function planned(
    type: string,
    name: string,
    inputs: PlannedResource["inputs"] = {},
    { madeFrom = {}, region = "us-east-1" }: Partial<Pick<PlannedResource, "madeFrom" | "region">> = {},
): PlannedResource {
    return { urn: urnOf(type, name), type, name, region, inputs, madeFrom };
}

export function urnOf(type: string, name: string): string {
    return `urn:pulumi:dev::shop::${type}::${name}`;
}

export const types = {
    action: "aws:autoscaling/schedule:Schedule",
    alarm: "aws:cloudwatch/metricAlarm:MetricAlarm",
    balancer: "aws:lb/loadBalancer:LoadBalancer",
    elastic: "aws:ec2/eip:Eip",
    gateway: "aws:ec2/natGateway:NatGateway",
    group: "aws:autoscaling/group:Group",
    instance: "aws:ec2/instance:Instance",
    schedule: "aws:scheduler/schedule:Schedule",
    subnet: "aws:ec2/subnet:Subnet",
    template: "aws:ec2/launchTemplate:LaunchTemplate",
    volume: "aws:ebs/volume:Volume",
} as const;

/** A launch template like those of this program, with some inputs of its own. */
export function template(name: string, inputs: PlannedResource["inputs"] = {}): PlannedResource {
    return planned(types.template, name, {
        instanceType: "c5.xlarge",
        blockDeviceMappings: [{ deviceName: "/dev/sda1", ebs: { volumeType: "gp3", volumeSize: 16 } }],
        networkInterfaces: [{ associatePublicIpAddress: "true" }],
        ...inputs,
    });
}

/** A group of 2 to 10 nodes of the launch template of its name. */
export function group(name: string, inputs: PlannedResource["inputs"] = {}): PlannedResource {
    const sizes = { minSize: 2, desiredCapacity: 3, maxSize: 10 };
    return planned(
        types.group,
        name,
        { launchTemplate: { id: "[unknown]" }, ...sizes, ...inputs },
        { madeFrom: { launchTemplate: [urnOf(types.template, name)], ...mixOf(name, inputs) } },
    );
}

function mixOf(name: string, { mixedInstancesPolicy }: PlannedResource["inputs"]): PlannedResource["madeFrom"] {
    return mixedInstancesPolicy === undefined ? {} : { mixedInstancesPolicy: [urnOf(types.template, name)] };
}

export function estimate(...resources: readonly PlannedResource[]): CostEstimate {
    return estimateCost(resources, "us-east-1");
}

/** Lines as `name (of): min desired max [unit] price`, the sizes once where they are equal. */
export function linesOf({ lines }: CostEstimate): string[] {
    return lines.map(({ name, of, count, unit, price }) => {
        const counted = unit === undefined ? sizes(count) : `${sizes(count)} ${unit}`;
        return `${name} (${of}): ${counted} ${price ? `${price.usd}/${price.per}` : "?"}`;
    });
}

function sizes({ min, desired, max }: Sizes): string {
    return min === desired && desired === max ? String(min) : `${min} ${desired} ${max}`;
}
