import { LoadBalancer as AwsLoadBalancer, Listener } from "@pulumi/aws/lb";
import * as pulumi from "@pulumi/pulumi";
import type { Stream } from "../config/schema";
import type { Target } from "../config/targets";
import type { TagsOf } from "../tags";
import { TLS_POLICY } from "./load-balancer";
import { streamTargets, type TargetGroupRef, type TargetHealth } from "./target-group";

export interface StreamBalancerArgs {
    readonly streams: readonly Stream[];
    /** What streams may go to, by name. */
    readonly targets: Readonly<Record<string, Target>>;
    readonly vpcId: pulumi.Input<string>;
    /** Subnets in at least two zones: public ones, or private ones for an internal balancer. */
    readonly subnetIds: pulumi.Input<string[]>;
    readonly securityGroupId: pulumi.Input<string>;
    readonly scheme: "internet-facing" | "internal";
    /** Needed as soon as the balancer decrypts a stream. */
    readonly certificateArn?: pulumi.Input<string>;
    readonly deletionProtection: boolean;
    readonly tagsOf: TagsOf;
}

/** Network load balancer for what is not HTTP: RTMP and RTMPS over TCP, SRT over UDP. */
export class StreamBalancer extends pulumi.ComponentResource {
    readonly dnsName: pulumi.Output<string>;
    readonly zoneId: pulumi.Output<string>;
    readonly targetHealth: TargetHealth[] = [];
    private readonly groups: (TargetGroupRef & { readonly target: string })[] = [];

    constructor(name: string, args: StreamBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:balancing:StreamBalancer", name, args, opts);
        const { streams, targets, vpcId, certificateArn, tagsOf } = args;
        const parent = { parent: this };
        const balancer = new AwsLoadBalancer(
            name,
            {
                loadBalancerType: "network",
                internal: args.scheme === "internal",
                subnets: args.subnetIds,
                // A balancer made without one can never get one.
                securityGroups: [args.securityGroupId],
                enableCrossZoneLoadBalancing: true,
                enableDeletionProtection: args.deletionProtection,
                tags: tagsOf("lb", name),
            },
            parent,
        );
        this.dnsName = balancer.dnsName;
        this.zoneId = balancer.zoneId;
        for (const { port, protocol, to, targetPort = port, health } of streams) {
            const target = targets[to];
            if (!target) throw new Error(`The stream's target "${to}" is not configured.`);
            const own = `${name}-${port}`;
            // What the balancer decrypts it passes on as plain TCP.
            const inside = protocol === "TLS" ? "TCP" : protocol;
            const targetArgs = { target, port: targetPort, protocol: inside, timing: health, vpcId, tagsOf } as const;
            const targetGroup = streamTargets(own, targetArgs, parent);
            this.groups.push({ name: own, target: to, arn: targetGroup.arn, port: targetPort });
            const dimensions = { LoadBalancer: balancer.arnSuffix, TargetGroup: targetGroup.arnSuffix };
            this.targetHealth.push({ name: own, target, namespace: "AWS/NetworkELB", dimensions });
            new Listener(
                own,
                {
                    loadBalancerArn: balancer.arn,
                    port,
                    protocol,
                    ...(protocol === "TLS" && { sslPolicy: TLS_POLICY, certificateArn }),
                    defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
                    tags: tagsOf("lb", own),
                },
                parent,
            );
        }
        this.registerOutputs({ dnsName: this.dnsName, zoneId: this.zoneId });
    }

    /** The target groups in which a target has to be registered. */
    targetGroupsOf(target: string): TargetGroupRef[] {
        return this.groups.filter((group) => group.target === target);
    }
}
