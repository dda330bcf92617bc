import { flagAt, listAt, type Plan, type PlannedResource } from "../plan";

const SUBNET = "aws:ec2/subnet:Subnet";

/** Whether AWS gives each node of a launch template a public IPv4 address; `undefined` where that is not known. */
export function templateHasAddress(template: PlannedResource, group: PlannedResource, plan: Plan): boolean | undefined {
    const [first] = listAt(template.inputs, "networkInterfaces");
    const asked = flagAt(first, "associatePublicIpAddress");
    return asked ?? answerOf(plan.sources(group, "vpcZoneIdentifiers", SUBNET));
}

/** The same for a single instance. */
export function instanceHasAddress(instance: PlannedResource, plan: Plan): boolean | undefined {
    const { inputs, madeFrom } = instance;
    // An interface that exists before the instance only gets Elastic IP addresses.
    const ownInterface = ["primaryNetworkInterface", "networkInterfaces"];
    if (ownInterface.some((key) => inputs[key] !== undefined || madeFrom[key] !== undefined)) return false;
    const asked = flagAt(inputs, "associatePublicIpAddress");
    return asked ?? answerOf(plan.sources(instance, "subnetId", SUBNET));
}

/** What subnets do where nobody asks, if they agree. */
function answerOf(subnets: readonly PlannedResource[]): boolean | undefined {
    const answers = new Set(subnets.map(({ inputs }) => flagAt(inputs, "mapPublicIpOnLaunch") ?? false));
    return answers.size === 1 ? answers.has(true) : undefined;
}
