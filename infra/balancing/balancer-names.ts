import { Record } from "@pulumi/aws/route53";
import type * as pulumi from "@pulumi/pulumi";

export interface NamedBalancer {
    readonly dnsName: pulumi.Output<string>;
    readonly zoneId: pulumi.Output<string>;
}

export interface BalancerNameArgs {
    /** Full name, such as `stream.example.com`. */
    readonly host: string;
    /** Hosted zone that the name lies in. */
    readonly zoneId: pulumi.Input<string>;
    readonly records: "alias" | "cname";
    /** Whether the balancer has IPv6 addresses. */
    readonly dualStack: boolean;
}

/** Records by which a name leads to a balancer. An alias costs nothing and follows the balancer's addresses. */
export function balancerName(
    name: string,
    { host, zoneId, records, dualStack }: BalancerNameArgs,
    balancer: NamedBalancer,
    opts: pulumi.CustomResourceOptions,
): void {
    if (records === "cname") {
        // Short, so that a replaced balancer is found within a minute.
        new Record(name, { zoneId, name: host, type: "CNAME", ttl: 60, records: [balancer.dnsName] }, opts);
        return;
    }
    const aliases = [{ name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true }];
    new Record(name, { zoneId, name: host, type: "A", aliases }, opts);
    if (dualStack) new Record(`${name}-ipv6`, { zoneId, name: host, type: "AAAA", aliases }, opts);
}
