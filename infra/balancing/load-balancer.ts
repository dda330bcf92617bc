import {
    LoadBalancer as AwsLoadBalancer,
    Listener,
    ListenerCertificate,
    ListenerRule,
    type TargetGroup,
} from "@pulumi/aws/lb";
import * as pulumi from "@pulumi/pulumi";
import type { Listener as ListenerSettings } from "../config/schema";
import { type Target, targetNames, targetPortOf } from "../config/targets";
import type { TagsOf } from "../tags";
import { conditionsOf } from "./listener-rule";
import { requestTargets, type TargetGroupRef, type TargetHealth } from "./target-group";

/** TLS 1.2 and 1.3 with the ciphers of 2021: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html */
export const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

export interface LoadBalancerArgs {
    readonly listeners: readonly ListenerSettings[];
    /** What listeners may send to, by name. */
    readonly targets: Readonly<Record<string, Target>>;
    readonly vpcId: pulumi.Input<string>;
    /** Subnets in at least two zones: public ones, or private ones for an internal balancer. */
    readonly subnetIds: pulumi.Input<string[]>;
    readonly securityGroupId: pulumi.Input<string>;
    readonly scheme: "internet-facing" | "internal";
    readonly ipAddressType: "ipv4" | "dualstack";
    /** Needed as soon as one listener speaks HTTPS. */
    readonly certificateArn?: pulumi.Input<string>;
    /** Further certificates of every HTTPS listener. */
    readonly moreCertificateArns: readonly string[];
    /** Seconds that a silent connection is kept. */
    readonly idleTimeoutSeconds: number;
    readonly deletionProtection: boolean;
    /** Bucket for logs of requests and of connections, whose policy lets balancers write. */
    readonly accessLogBucket?: pulumi.Input<string>;
    readonly tagsOf: TagsOf;
}

interface TargetGroupOf {
    readonly target: Target;
    readonly port: number;
    readonly resource: TargetGroup;
}

/** Application load balancer: its listeners, their rules, and a target group for each target and port. */
export class LoadBalancer extends pulumi.ComponentResource {
    readonly dnsName: pulumi.Output<string>;
    readonly zoneId: pulumi.Output<string>;
    private readonly arnSuffix: pulumi.Output<string>;
    private readonly groups = new Map<string, TargetGroupOf>();

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
                internal: args.scheme === "internal",
                ipAddressType: args.ipAddressType,
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

    /** The target groups in which a target has to be registered. */
    targetGroupsOf(name: string): TargetGroupRef[] {
        return [...this.groups]
            .filter(([, { target }]) => target.name === name)
            .map(([own, { port, resource }]) => ({ name: own, arn: resource.arn, port }));
    }

    get targetHealth(): TargetHealth[] {
        return [...this.groups].map(([name, { target, resource }]) => ({
            name,
            target,
            namespace: "AWS/ApplicationELB",
            dimensions: { LoadBalancer: this.arnSuffix, TargetGroup: resource.arnSuffix },
        }));
    }

    private listen(balancer: AwsLoadBalancer, settings: ListenerSettings): void {
        const name = `${this.name}-${settings.port}`;
        const parent = { parent: this };
        const isTls = settings.protocol === "HTTPS";
        const listener = new Listener(
            name,
            {
                loadBalancerArn: balancer.arn,
                port: settings.port,
                protocol: settings.protocol,
                ...(isTls && { sslPolicy: TLS_POLICY, certificateArn: this.args.certificateArn }),
                defaultActions: [this.defaultAction(settings)],
                tags: this.args.tagsOf("lb", name),
            },
            parent,
        );
        for (const certificateArn of isTls ? this.args.moreCertificateArns : []) {
            const own = `${name}-certificate-${certificateArn.split("/").at(-1)}`;
            new ListenerCertificate(own, { listenerArn: listener.arn, certificateArn }, parent);
        }
        settings.rules.forEach((rule, index) => {
            const priority = rule.priority ?? index + 1;
            // By its place: AWS lets no two rules have one priority, not even for a moment, so that a rule that comes between
            // others changes what stands at each place, and moves none.
            const own = `${name}-rule-${priority}`;
            const inputs = {
                listenerArn: listener.arn,
                priority,
                conditions: conditionsOf(rule),
                actions: [this.forward(settings, rule)],
                tags: this.args.tagsOf("lb", own),
            };
            new ListenerRule(own, inputs, parent);
        });
    }

    private defaultAction(settings: ListenerSettings) {
        if (settings.redirectTo === undefined) return this.forward(settings, settings);
        const redirect = { port: String(settings.redirectTo), protocol: "HTTPS", statusCode: "HTTP_301" };
        return { type: "redirect", redirect };
    }

    private forward(
        settings: ListenerSettings,
        action: { readonly to?: string; readonly weights?: Readonly<Record<string, number>> },
    ) {
        const names = targetNames(action);
        const targets = names.map((name) => ({
            arn: this.targetGroup(settings, name).arn,
            weight: action.weights?.[name],
        }));
        const [first] = targets;
        // Shares are written only where there are some: AWS takes the short form for a single target.
        if (first && action.weights === undefined) return { type: "forward", targetGroupArn: first.arn };
        // AWS wants clients to stay with a target group before they can stay with one of its nodes.
        const cookies = names.flatMap((name) => this.args.targets[name]?.balancing.stickySeconds ?? []);
        const stickiness = cookies.length > 0 ? { enabled: true, duration: Math.max(...cookies) } : undefined;
        return { type: "forward", forward: { targetGroups: targets, ...(stickiness && { stickiness }) } };
    }

    /** Listeners that send to the same port of the same target share a target group. */
    private targetGroup(settings: ListenerSettings, targetName: string): TargetGroup {
        const { vpcId, tagsOf, targets } = this.args;
        const target = targets[targetName];
        if (!target) throw new Error(`The listener's target "${targetName}" is not configured.`);
        const port = targetPortOf(settings, target);
        const name = `${this.name}-${targetName}-${port}`;
        const existing = this.groups.get(name);
        if (existing) return existing.resource;
        const args = { target, port, protocol: settings.targetProtocol, vpcId, tagsOf };
        const resource = requestTargets(name, args, { parent: this });
        this.groups.set(name, { target, port, resource });
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
