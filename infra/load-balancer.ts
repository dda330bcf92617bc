import { LoadBalancer as AwsLoadBalancer, Listener, ListenerRule, type TargetGroup } from "@pulumi/aws/lb";
import * as pulumi from "@pulumi/pulumi";
import type { Group, Listener as ListenerSettings } from "./config/schema";
import type { TagsOf } from "./tags";
import { requestTargets, type TargetHealth } from "./target-group";

/** TLS 1.2 and 1.3 with the ciphers of 2021: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
export const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

export interface LoadBalancerArgs {
    readonly listeners: readonly ListenerSettings[];
    readonly groups: Readonly<Record<string, Group>>;
    readonly vpcId: pulumi.Input<string>;
    /** Subnets in at least two zones. */
    readonly subnetIds: pulumi.Input<string[]>;
    readonly securityGroupId: pulumi.Input<string>;
    /** Needed as soon as one listener speaks HTTPS. */
    readonly certificateArn?: pulumi.Input<string>;
    /** Seconds that a silent connection is kept. */
    readonly idleTimeoutSeconds: number;
    readonly deletionProtection: boolean;
    /** Bucket for logs of requests and of connections, whose policy lets balancers write. */
    readonly accessLogBucket?: pulumi.Input<string>;
    readonly tagsOf: TagsOf;
}

interface Target {
    readonly group: string;
    readonly settings: Group;
    readonly resource: TargetGroup;
}

/** Application load balancer: its listeners, their rules, and a target group for each group of nodes and port. */
export class LoadBalancer extends pulumi.ComponentResource {
    readonly dnsName: pulumi.Output<string>;
    readonly zoneId: pulumi.Output<string>;
    private readonly arnSuffix: pulumi.Output<string>;
    private readonly targets = new Map<string, Target>();

    constructor(
        private readonly name: string,
        private readonly args: LoadBalancerArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("media-cluster:balancing:LoadBalancer", name, args, opts);
        const { accessLogBucket, tagsOf } = args;
        const balancer = new AwsLoadBalancer(
            name,
            {
                loadBalancerType: "application",
                internal: false,
                subnets: args.subnetIds,
                securityGroups: [args.securityGroupId],
                idleTimeout: args.idleTimeoutSeconds,
                dropInvalidHeaderFields: true,
                desyncMitigationMode: "defensive",
                enableDeletionProtection: args.deletionProtection,
                ...(accessLogBucket && logsTo(accessLogBucket, name)),
                tags: tagsOf("lb", name),
            },
            { parent: this },
        );
        this.dnsName = balancer.dnsName;
        this.zoneId = balancer.zoneId;
        this.arnSuffix = balancer.arnSuffix;
        for (const listener of args.listeners) this.listen(balancer, listener);
        this.registerOutputs({ dnsName: this.dnsName, zoneId: this.zoneId });
    }

    /** ARNs of the target groups that the nodes of a group belong to. */
    targetGroupArns(group: string): pulumi.Output<string>[] {
        return [...this.targets.values()]
            .filter((target) => target.group === group)
            .map(({ resource }) => resource.arn);
    }

    get targetHealth(): TargetHealth[] {
        return [...this.targets].map(([name, { group, settings, resource }]) => ({
            name,
            group,
            settings,
            namespace: "AWS/ApplicationELB",
            dimensions: { LoadBalancer: this.arnSuffix, TargetGroup: resource.arnSuffix },
        }));
    }

    private listen(balancer: AwsLoadBalancer, settings: ListenerSettings): void {
        const name = `${this.name}-${settings.port}`;
        const listener = new Listener(
            name,
            {
                loadBalancerArn: balancer.arn,
                port: settings.port,
                protocol: settings.protocol,
                ...(settings.protocol === "HTTPS" && {
                    sslPolicy: TLS_POLICY,
                    certificateArn: this.args.certificateArn,
                }),
                defaultActions: [this.defaultAction(settings)],
                tags: this.args.tagsOf("lb", name),
            },
            { parent: this },
        );
        settings.rules.forEach(({ priority, query, to }, index) => {
            const own = `${name}-${query.key}-${query.value}`;
            const inputs = {
                listenerArn: listener.arn,
                priority: priority ?? index + 1,
                conditions: [{ queryStrings: [query] }],
                actions: [this.forward(settings, to)],
                tags: this.args.tagsOf("lb", own),
            };
            new ListenerRule(own, inputs, { parent: this });
        });
    }

    private defaultAction(settings: ListenerSettings) {
        if (settings.to !== undefined) return this.forward(settings, settings.to);
        const redirect = { port: String(settings.redirectTo), protocol: "HTTPS", statusCode: "HTTP_301" };
        return { type: "redirect", redirect };
    }

    private forward(settings: ListenerSettings, group: string) {
        return { type: "forward", targetGroupArn: this.targetGroup(settings, group).arn };
    }

    /** Listeners that send to the same port of the same group share a target group. */
    private targetGroup({ targetPort, targetProtocol }: ListenerSettings, group: string): TargetGroup {
        const name = `${this.name}-${group}-${targetPort}`;
        const existing = this.targets.get(name);
        if (existing) return existing.resource;
        const settings = this.args.groups[group];
        if (!settings) throw new Error(`The listener's group "${group}" is not configured.`);
        const { vpcId, tagsOf } = this.args;
        const args = { group, settings, port: targetPort, protocol: targetProtocol, vpcId, tagsOf };
        const resource = requestTargets(name, args, { parent: this });
        this.targets.set(name, { group, settings, resource });
        return resource;
    }
}

/** A connection that never became a request, because its TLS handshake failed, shows in the connection log only. */
function logsTo(bucket: pulumi.Input<string>, prefix: string) {
    return {
        accessLogs: { enabled: true, bucket, prefix },
        connectionLogs: { enabled: true, bucket, prefix: `${prefix}-connections` },
    };
}
