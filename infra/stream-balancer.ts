import { LoadBalancer as AwsLoadBalancer, Listener } from "@pulumi/aws/lb";
import * as pulumi from "@pulumi/pulumi";
import type { Group, Stream } from "./config/schema";
import type { TagsOf } from "./tags";
import { streamTargets, type TargetHealth } from "./target-group";

export interface StreamBalancerArgs {
    readonly streams: readonly Stream[];
    readonly groups: Readonly<Record<string, Group>>;
    readonly vpcId: pulumi.Input<string>;
    /** Subnets in at least two zones. */
    readonly subnetIds: pulumi.Input<string[]>;
    readonly securityGroupId: pulumi.Input<string>;
    readonly deletionProtection: boolean;
    readonly tagsOf: TagsOf;
}

/** Network load balancer for what is not HTTP: RTMP over TCP, SRT over UDP. */
export class StreamBalancer extends pulumi.ComponentResource {
    readonly dnsName: pulumi.Output<string>;
    readonly zoneId: pulumi.Output<string>;
    readonly targetHealth: TargetHealth[] = [];
    private readonly targets: { readonly group: string; readonly arn: pulumi.Output<string> }[] = [];

    constructor(name: string, args: StreamBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:balancing:StreamBalancer", name, args, opts);
        const { streams, groups, vpcId, tagsOf } = args;
        const parent = { parent: this };
        const balancer = new AwsLoadBalancer(
            name,
            {
                loadBalancerType: "network",
                internal: false,
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
        for (const { port, protocol, to } of streams) {
            const settings = groups[to];
            if (!settings) throw new Error(`The stream's group "${to}" is not configured.`);
            const own = `${name}-${port}`;
            const targetGroup = streamTargets(own, { group: to, settings, port, protocol, vpcId, tagsOf }, parent);
            this.targets.push({ group: to, arn: targetGroup.arn });
            const dimensions = { LoadBalancer: balancer.arnSuffix, TargetGroup: targetGroup.arnSuffix };
            this.targetHealth.push({ name: own, group: to, settings, namespace: "AWS/NetworkELB", dimensions });
            const defaultActions = [{ type: "forward", targetGroupArn: targetGroup.arn }];
            const inputs = { loadBalancerArn: balancer.arn, port, protocol, defaultActions, tags: tagsOf("lb", own) };
            new Listener(own, inputs, parent);
        }
        this.registerOutputs({ dnsName: this.dnsName, zoneId: this.zoneId });
    }

    /** ARNs of the target groups that the nodes of a group belong to. */
    targetGroupArns(group: string): pulumi.Output<string>[] {
        return this.targets.filter((target) => target.group === group).map(({ arn }) => arn);
    }
}
