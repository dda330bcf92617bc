import type { ConfigIssue } from "../issues";
import { subnetNeeds } from "../subnet-needs";
import type { Check } from "./check";

export const networkIsWhole: Check = (settings, context) =>
    settings.network.vpcId === undefined
        ? newNetworkIsWhole(settings, context)
        : existingNetworkIsWhole(settings, context);

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

const existingNetworkIsWhole: Check = (settings) => {
    const { publicSubnetIds = [], privateSubnetIds = [], cidr, zones, nat } = settings.network;
    const issues: ConfigIssue[] = [];
    for (const [key, value] of Object.entries({ cidr, zones, nat })) {
        if (value !== undefined) {
            issues.push({
                key: `network.${key}`,
                text: "belongs to a new network; leave it out beside network.vpcId.",
            });
        }
    }
    const needs = subnetNeeds(settings);
    const lists = [
        { key: "publicSubnetIds", ids: publicSubnetIds, users: needs.public },
        { key: "privateSubnetIds", ids: privateSubnetIds, users: needs.private },
    ];
    for (const { key, ids, users } of lists) {
        const different = new Set(ids).size;
        const isUsed = users.length > 0 || ids.length > 0;
        if (isUsed && (different < 2 || different !== ids.length)) {
            issues.push({
                key: `network.${key}`,
                text: "must name at least two different subnets, each in a zone of its own.",
            });
        }
    }
    return issues;
};

export const privateServersHaveAWayOut: Check = (settings) => {
    const users = subnetNeeds(settings).private;
    return settings.network.nat === "none" && users.length > 0
        ? [
              {
                  key: "network.nat",
                  text: `is "none"; it must be single or per-zone, because ${users.join(" and ")} must sit in private subnets.`,
              },
          ]
        : [];
};

export const dualStackHasIpv6: Check = ({ balancer, network }) =>
    balancer.ipAddressType === "dualstack" && network.vpcId === undefined
        ? [
              {
                  key: "balancer.ipAddressType",
                  text: 'is "dualstack"; it needs an existing network with IPv6 (network.vpcId), because the new one has IPv4 only.',
              },
          ]
        : [];

/** An IPv6 address that nobody may reach looks like a fault of the network. */
export const dualStackIsReachable: Check = ({ balancer, network, access, listeners }) =>
    balancer.ipAddressType === "dualstack" &&
    network.vpcId !== undefined &&
    listeners.length > 0 &&
    !access.clients.some((range) => range.includes(":"))
        ? [
              {
                  key: "access.clients",
                  text: "holds no IPv6 range, and balancer.ipAddressType is dualstack; add one, such as ::/0 for everybody.",
              },
          ]
        : [];

export const hostsHaveANetwork: Check = ({ hosts, network }) =>
    Object.keys(hosts).length > 0 && network.vpcId === undefined
        ? [
              {
                  key: "network.vpcId",
                  text: "is missing; hosts exist already, so the cluster has to be built in their network: set vpcId and its subnets.",
              },
          ]
        : [];
