import { TargetGroup, type TargetGroupArgs } from "@pulumi/aws/lb";
import type * as pulumi from "@pulumi/pulumi";
import type { Group, Health } from "./config/schema";
import type { TagsOf } from "./tags";

/** Where CloudWatch keeps the health of a target group. */
export interface TargetHealth {
    /** Logical name of the target group. */
    readonly name: string;
    /** Name of the group of nodes. */
    readonly group: string;
    readonly settings: Group;
    readonly namespace: "AWS/ApplicationELB" | "AWS/NetworkELB";
    readonly dimensions: { readonly LoadBalancer: pulumi.Output<string>; readonly TargetGroup: pulumi.Output<string> };
}

interface TargetArgs {
    /** Name of the group of nodes. */
    readonly group: string;
    readonly settings: Group;
    readonly port: number;
    readonly vpcId: pulumi.Input<string>;
    readonly tagsOf: TagsOf;
}

/** Target group of an application load balancer. */
export function requestTargets(
    name: string,
    args: TargetArgs & { readonly protocol: "HTTP" | "HTTPS" },
    opts: pulumi.CustomResourceOptions,
): TargetGroup {
    const { settings, protocol } = args;
    const { algorithm, stickySeconds, deregistrationSeconds } = settings.balancing;
    const inputs: TargetGroupArgs = {
        ...common(name, args),
        protocol,
        loadBalancingAlgorithmType: algorithm,
        deregistrationDelay: deregistrationSeconds,
        healthCheck: { ...checkOf(settings.health), port: portOfCheck(settings.health, args.port) },
        stickiness: {
            type: "lb_cookie",
            enabled: stickySeconds !== undefined,
            ...(stickySeconds !== undefined && { cookieDuration: stickySeconds }),
        },
    };
    return new TargetGroup(name, inputs, opts);
}

/** Target group of a network load balancer: the stream's port does not speak HTTP, so the status page's port is asked. */
export function streamTargets(
    name: string,
    args: TargetArgs & { readonly protocol: "TCP" | "UDP" },
    opts: pulumi.CustomResourceOptions,
): TargetGroup {
    const { settings, protocol } = args;
    const inputs: TargetGroupArgs = {
        ...common(name, args),
        protocol,
        deregistrationDelay: settings.balancing.deregistrationSeconds,
        healthCheck: { ...checkOf(settings.health), port: String(settings.health.port) },
    };
    return new TargetGroup(name, inputs, opts);
}

function common(name: string, { group, settings, port, vpcId, tagsOf }: TargetArgs): TargetGroupArgs {
    return {
        // AWS leaves 6 characters for a prefix. A fixed name would collide, because the new group is made before the old one goes.
        namePrefix: `${group.slice(0, 5)}-`,
        vpcId,
        port,
        targetType: "instance",
        tags: tagsOf(settings.role, name),
    };
}

function checkOf(health: Health) {
    const { path, protocol, intervalSeconds, timeoutSeconds, healthyThreshold, unhealthyThreshold } = health;
    return {
        enabled: true,
        protocol,
        path,
        matcher: "200",
        interval: intervalSeconds,
        timeout: timeoutSeconds,
        healthyThreshold,
        unhealthyThreshold,
    };
}

function portOfCheck({ port }: Health, targetPort: number): string {
    return port === targetPort ? "traffic-port" : String(port);
}
