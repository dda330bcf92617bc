import { always, type Counted, type Part, plus, type Sizes } from "../part";
import { at, flagAt, listAt, numberAt, type Plan, type PlannedResource, textAt } from "../plan";
import { instanceHasAddress, templateHasAddress } from "./addresses";
import { diskOfVolume, diskParts, disksOfInstance, disksOfTemplate } from "./disks";
import { sizesOf, warmPoolOf } from "./group-sizes";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";

/** Nodes of Auto Scaling groups and single instances, with their disks and addresses, and volumes of their own. */
export function nodes(plan: Plan): Counted {
    const groups = plan.ofType("aws:autoscaling/group:Group").map((group) => groupNodes(group, plan));
    const instances = plan.ofType("aws:ec2/instance:Instance").flatMap((instance) => instanceParts(instance, plan));
    const volumes = plan
        .ofType("aws:ebs/volume:Volume")
        .flatMap((volume) => diskParts([diskOfVolume(volume)], always(1), volume.name, volume));
    return {
        parts: [...groups.flatMap(({ parts }) => parts), ...instances, ...volumes],
        assumptions: groups.flatMap(({ assumptions }) => assumptions),
    };
}

function groupNodes(group: PlannedResource, plan: Plan): Counted {
    const { name, inputs, region } = group;
    const sizes = sizesOf(group, plan);
    const [template] = ["launchTemplate", "mixedInstancesPolicy"].flatMap((key) => plan.sources(group, key, TEMPLATE));
    if (!template) {
        return { parts: [{ name: "Instances of unknown type", of: name, count: sizes, region }], assumptions: [] };
    }
    const pool = warmPoolOf(group, sizes, plan);
    const running = pool ? plus(sizes, pool.running) : sizes;
    const mix = at(inputs, "mixedInstancesPolicy");
    const overrides = listAt(mix, "launchTemplate", "overrides");
    // With weights the sizes of a group count capacity, not instances.
    const isWeighted = overrides.some((one) => at(one, "weightedCapacity") !== undefined);
    const types = overrides.flatMap((one) => textAt(one, "instanceType") ?? []);
    const type = isWeighted ? undefined : (types[0] ?? textAt(template.inputs, "instanceType"));
    const poolParts = pool ? diskParts(disksOfTemplate(template), pool.all, `${name}, warm pool`, group) : [];
    const isMonitored = flagAt(template.inputs, "monitoring", "enabled") ?? false;
    const assumptions = [
        ...(types.length > 1 && !isWeighted
            ? [`${name} is counted as ${types[0]} alone, the first of its types.`]
            : []),
        ...(usesSpot(mix, template)
            ? [`Spot nodes of ${name} are counted at the On-Demand price, which is the most.`]
            : []),
        ...(pool?.runsByDay
            ? [`The warm pool of ${name} is counted as stopped; only the maximum has it running, as its schedule does.`]
            : []),
    ];
    const parts = [
        ...runningParts({ name, type, isMonitored, region }, running),
        ...diskParts(disksOfTemplate(template), sizes, name, group),
        ...poolParts,
        ...addressParts(templateHasAddress(template, group, plan), running, group),
    ];
    return { parts, assumptions };
}

function instanceParts(instance: PlannedResource, plan: Plan): Part[] {
    const { name, inputs, region } = instance;
    const isMonitored = flagAt(inputs, "monitoring") ?? false;
    return [
        ...runningParts({ name, type: textAt(inputs, "instanceType"), isMonitored, region }, always(1)),
        ...diskParts(disksOfInstance(instance), always(1), name, instance),
        ...addressParts(instanceHasAddress(instance, plan), always(1), instance),
    ];
}

interface Running {
    readonly name: string;
    readonly type: string | undefined;
    readonly isMonitored: boolean;
    readonly region: string;
}

function runningParts({ name, type, isMonitored, region }: Running, count: Sizes): Part[] {
    const bill = { of: name, count, region };
    return [
        type === undefined
            ? { ...bill, name: "Instances of unknown type" }
            : { ...bill, name: `${type} instances`, item: `instance ${type}` },
        ...(isMonitored ? [{ ...bill, name: "Detailed monitoring", item: "detailedMonitoring" as const }] : []),
    ];
}

function addressParts(has: boolean | undefined, count: Sizes, { name, region }: PlannedResource): Part[] {
    if (has === false) return [];
    if (has === undefined) return [{ name: "Public IPv4 of nodes, if they have any", of: name, count, region }];
    return [{ name: "Public IPv4 of nodes", of: name, count, item: "publicAddress", region }];
}

function usesSpot(mix: unknown, template: PlannedResource): boolean {
    const onDemand = numberAt(mix, "instancesDistribution", "onDemandPercentageAboveBaseCapacity") ?? 100;
    return onDemand < 100 || textAt(template.inputs, "instanceMarketOptions", "marketType") === "spot";
}
