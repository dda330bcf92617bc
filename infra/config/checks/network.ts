import ipaddr from "ipaddr.js";
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
    // Each zone takes a public and a private /20, and awsx divides the range into a power of two.
    if (zones === 3 && cidr !== undefined && ipaddr.parseCIDR(cidr)[1] > 17) {
        issues.push({ key: "network.cidr", text: `is "${cidr}"; it must be of size /16 or /17 for three zones.` });
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
