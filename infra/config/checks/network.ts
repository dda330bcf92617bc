import type { ConfigIssue } from "../issues";
import type { Check } from "./check";

export const networkIsWhole: Check = (settings) =>
    settings.network.vpcId === undefined ? newNetworkIsWhole(settings) : existingNetworkIsWhole(settings);

const newNetworkIsWhole: Check = ({ network }) => {
    const { publicSubnetIds, privateSubnetIds, cidr, zones, nat } = network;
    const issues: ConfigIssue[] = [];
    for (const [key, value] of Object.entries({ cidr, zones, nat })) {
        if (value === undefined) issues.push({ key: `network.${key}`, text: "is missing; a new network needs it." });
    }
    for (const [key, value] of Object.entries({ publicSubnetIds, privateSubnetIds })) {
        if (value !== undefined) issues.push({ key: `network.${key}`, text: "needs network.vpcId beside it." });
    }
    return issues;
};

const existingNetworkIsWhole: Check = ({ network }) => {
    const { publicSubnetIds = [], privateSubnetIds = [], cidr, zones, nat } = network;
    const issues: ConfigIssue[] = [];
    for (const [key, value] of Object.entries({ cidr, zones, nat })) {
        if (value !== undefined) {
            issues.push({
                key: `network.${key}`,
                text: "belongs to a new network; leave it out beside network.vpcId.",
            });
        }
    }
    for (const [key, ids] of Object.entries({ publicSubnetIds, privateSubnetIds })) {
        const different = new Set(ids).size;
        if (different < 2 || different !== ids.length) {
            issues.push({
                key: `network.${key}`,
                text: "must name at least two different subnets, each in a zone of its own.",
            });
        }
    }
    return issues;
};
