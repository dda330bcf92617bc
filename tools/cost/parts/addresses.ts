import { flagAt, listAt, type Plan, type PlannedResource } from "../plan";

const SUBNET = "aws:ec2/subnet:Subnet";

/** Public IPv4 addresses that AWS gives each node of a launch template; `undefined` where the subnet decides and is not known. */
export function addressesOfTemplate(template: PlannedResource, group: PlannedResource, plan: Plan): number | undefined {
    const [first] = listAt(template.inputs, "networkInterfaces");
    return given(flagAt(first, "associatePublicIpAddress"), plan.sources(group, "vpcZoneIdentifiers", SUBNET));
}

/** The same for a single instance. */
export function addressesOfInstance(instance: PlannedResource, plan: Plan): number | undefined {
    const { inputs, madeFrom } = instance;
    // An interface that exists before the instance only gets Elastic IP addresses.
    const ownInterface = ["primaryNetworkInterface", "networkInterfaces"];
    if (ownInterface.some((key) => inputs[key] !== undefined || madeFrom[key] !== undefined)) return 0;
    return given(flagAt(inputs, "associatePublicIpAddress"), plan.sources(instance, "subnetId", SUBNET));
}

function given(asked: boolean | undefined, subnets: readonly PlannedResource[]): number | undefined {
    if (asked !== undefined) return asked ? 1 : 0;
    const answers = new Set(subnets.map(({ inputs }) => flagAt(inputs, "mapPublicIpOnLaunch") ?? false));
    const [only] = answers;
    if (answers.size !== 1 || only === undefined) return undefined;
    return only ? 1 : 0;
}
