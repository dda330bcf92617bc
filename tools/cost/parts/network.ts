import { always, type Part } from "../part";
import { at, flagAt, type Plan, type PlannedResource, textAt } from "../plan";

const balancerTypes = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"];

/** What a bill calls a balancer and its capacity unit. */
const kinds = {
    application: { name: "ALB", unit: "LCU", item: "applicationBalancer", unitItem: "applicationBalancerUnit" },
    network: { name: "NLB", unit: "NLCU", item: "networkBalancer", unitItem: "networkBalancerUnit" },
} as const;

/** Balancers with one capacity unit each and their public addresses. */
export function balancers(plan: Plan): Part[] {
    return plan.ofType(...balancerTypes).flatMap((balancer) => {
        const { name, inputs, region } = balancer;
        const type = textAt(inputs, "loadBalancerType") ?? "application";
        const one = { of: name, count: always(1), region };
        if (type !== "application" && type !== "network") return [{ ...one, name: `${type} balancers` }];
        const kind = kinds[type];
        return [
            { ...one, name: kind.name, item: kind.item },
            { ...one, name: `${kind.unit}, 1 per ${kind.name} assumed`, item: kind.unitItem },
            ...addressesOf(balancer, kind.name, plan),
        ];
    });
}

/** NAT gateways with the address of each, and Elastic IP addresses that nothing else here counts. */
export function gatewaysAndAddresses(plan: Plan): Part[] {
    const gateways = plan.ofType("aws:ec2/natGateway:NatGateway");
    const isPublic = ({ inputs }: PlannedResource) => textAt(inputs, "connectivityType") !== "private";
    const parts = gateways.flatMap((gateway): Part[] => {
        const one = { of: gateway.name, count: always(1), region: gateway.region };
        const address = { ...one, name: "Public IPv4 of NAT gateways", item: "publicAddress" as const };
        return [{ ...one, name: "NAT gateways", item: "natGateway" }, ...(isPublic(gateway) ? [address] : [])];
    });
    // The addresses of balancers and gateways are counted with them. Not every plan knows which gateway has which.
    const elastic = plan
        .ofType("aws:ec2/eip:Eip")
        .filter((address) => balancerTypes.every((type) => plan.usersOf(address, type).length === 0))
        .slice(gateways.filter(isPublic).length);
    return [
        ...parts,
        ...elastic.map(({ name, region }): Part => {
            return { name: "Elastic IP addresses", of: name, count: always(1), item: "publicAddress", region };
        }),
    ];
}

/** One public address in each subnet, unless the balancer is internal or has IPv6 addresses only. */
function addressesOf(balancer: PlannedResource, kind: string, plan: Plan): Part[] {
    const { name, inputs, region } = balancer;
    if (flagAt(inputs, "internal") || at(inputs, "ipAddressType") === "dualstack-without-public-ipv4") return [];
    const part = { name: `Public IPv4 of the ${kind}`, of: name, region };
    const count = subnetsOf(balancer, plan);
    if (count === 0) return [{ ...part, name: `Public IPv4 of the ${kind}, one per zone`, count: always(1) }];
    return [{ ...part, count: always(count), item: "publicAddress" }];
}

/** Subnets of a balancer: as listed, else those that the list is made from. 0 where neither is known. */
function subnetsOf(balancer: PlannedResource, plan: Plan): number {
    const keys = ["subnets", "subnetMappings"];
    const listed = keys.map((key) => at(balancer.inputs, key)).find((list) => Array.isArray(list) && list.length > 0);
    if (Array.isArray(listed)) return listed.length;
    return new Set(keys.flatMap((key) => plan.sources(balancer, key, "aws:ec2/subnet:Subnet"))).size;
}
