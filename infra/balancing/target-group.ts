import { TargetGroup, type TargetGroupArgs } from "@pulumi/aws/lb";
import type * as pulumi from "@pulumi/pulumi";
import type { Stream } from "../config/schema";
import type { Target } from "../config/targets";
import type { TagsOf } from "../tags";

/** A target group as those see it who register in it. */
export interface TargetGroupRef {
    /** Logical name. */
    readonly name: string;
    readonly arn: pulumi.Output<string>;
    /** Port of the targets. */
    readonly port: number;
}

/** Where CloudWatch keeps the health of a target group. */
export interface TargetHealth {
    /** Logical name of the target group. */
    readonly name: string;
    readonly target: Target;
    readonly namespace: "AWS/ApplicationELB" | "AWS/NetworkELB";
    readonly dimensions: { readonly LoadBalancer: pulumi.Output<string>; readonly TargetGroup: pulumi.Output<string> };
}

interface TargetArgs {
    readonly target: Target;
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
    const { target, protocol, port } = args;
    const { algorithm, stickySeconds, slowStartSeconds } = target.balancing;
    const inputs: TargetGroupArgs = {
        ...common(name, args),
        protocol,
        loadBalancingAlgorithmType: algorithm,
        ...(slowStartSeconds !== undefined && { slowStart: slowStartSeconds }),
        healthCheck: requestCheck(target, port, protocol),
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
    args: TargetArgs & { readonly protocol: "TCP" | "UDP" | "TCP_UDP"; readonly timing?: Stream["health"] },
    opts: pulumi.CustomResourceOptions,
): TargetGroup {
    const { target, protocol, timing } = args;
    const { port, protocol: asked = "HTTP" } = target.health;
    const inputs: TargetGroupArgs = {
        ...common(name, args),
        protocol,
        healthCheck: { ...checkOf(target, timing), protocol: asked, port: String(port) },
    };
    return new TargetGroup(name, inputs, opts);
}

function common(name: string, { target, port, vpcId, tagsOf }: TargetArgs): TargetGroupArgs {
    return {
        // AWS leaves 6 characters for a prefix. A fixed name would collide, because the new group is made before the old one goes.
        namePrefix: `${target.name.slice(0, 5)}-`,
        vpcId,
        port,
        targetType: "instance",
        deregistrationDelay: target.balancing.deregistrationSeconds,
        tags: tagsOf(target.role, name),
    };
}

/** A page on the port of the requests speaks what they speak. */
function requestCheck(target: Target, targetPort: number, targetProtocol: "HTTP" | "HTTPS") {
    const { port = targetPort, protocol } = target.health;
    const shares = port === targetPort;
    return {
        ...checkOf(target),
        protocol: protocol ?? (shares ? targetProtocol : "HTTP"),
        port: shares ? "traffic-port" : String(port),
    };
}

function checkOf({ health }: Target, timing: Stream["health"] = {}) {
    const { path, timeoutSeconds } = health;
    const { intervalSeconds = health.intervalSeconds } = timing;
    const { healthyThreshold = health.healthyThreshold, unhealthyThreshold = health.unhealthyThreshold } = timing;
    return {
        enabled: true,
        path,
        matcher: "200",
        interval: intervalSeconds,
        timeout: timeoutSeconds,
        healthyThreshold,
        unhealthyThreshold,
    };
}
