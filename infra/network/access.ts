import { SecurityGroup } from "@pulumi/aws/ec2";
import { SecurityGroupEgressRule, SecurityGroupIngressRule } from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import type { Role, TagsOf } from "../tags";
import type { AccessGroup, AccessRule, Peer } from "./access-rules";

export interface AccessArgs {
    readonly vpcId: pulumi.Input<string>;
    readonly groups: readonly {
        readonly name: AccessGroup;
        readonly role: Role;
        /** Security group that exists already, and gets rules only. */
        readonly existingId?: string;
    }[];
    /** Private address of an existing instance. */
    readonly addressOf?: (hosts: string, instanceId: string) => pulumi.Output<string> | undefined;
    readonly rules: readonly AccessRule[];
    readonly tagsOf: TagsOf;
}

/** Security groups, and each of their rules as a resource of its own, so that a change of one never touches another. */
export class Access extends pulumi.ComponentResource {
    private readonly groupIds: ReadonlyMap<AccessGroup, pulumi.Output<string>>;
    private readonly addressOf: AccessArgs["addressOf"];

    constructor(name: string, args: AccessArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:network:Access", name, args, opts);
        const { vpcId, groups, rules, addressOf, tagsOf } = args;
        this.addressOf = addressOf;
        const roles = new Map(groups.map((group) => [group.name, group.role]));
        this.groupIds = new Map(
            groups.map((group) => {
                if (group.existingId !== undefined) return [group.name, pulumi.output(group.existingId)];
                const own = `${name}-${group.name}`;
                const inputs = { vpcId, description: describe(group.name, group.role), tags: tagsOf(group.role, own) };
                return [group.name, new SecurityGroup(own, inputs, { parent: this }).id];
            }),
        );
        for (const rule of rules) {
            const own = `${name}-${rule.name}`;
            const inputs = { ...this.inputsOf(rule), tags: tagsOf(roles.get(rule.group) ?? "shared", own) };
            if (rule.direction === "ingress") new SecurityGroupIngressRule(own, inputs, { parent: this });
            else new SecurityGroupEgressRule(own, inputs, { parent: this });
        }
        this.registerOutputs({ groupIds: Object.fromEntries(this.groupIds) });
    }

    /** Id of the security group with this name. */
    idOf(group: AccessGroup): pulumi.Output<string> {
        const id = this.groupIds.get(group);
        if (id === undefined) throw new Error(`There is no security group "${group}".`);
        return id;
    }

    private inputsOf({ group, protocol, from, to, peer, description }: AccessRule) {
        return {
            securityGroupId: this.idOf(group),
            description,
            ...(protocol === "all" ? { ipProtocol: "-1" } : { ipProtocol: protocol, fromPort: from, toPort: to }),
            ...this.source(peer),
        };
    }

    private source(peer: Peer) {
        if ("group" in peer) return { referencedSecurityGroupId: this.idOf(peer.group) };
        if ("cidr" in peer) return range(peer.cidr);
        const address = this.addressOf?.(peer.hosts, peer.instanceId);
        if (address === undefined) throw new Error(`The address of ${peer.instanceId} is not known.`);
        return { cidrIpv4: pulumi.interpolate`${address}/32` };
    }
}

function range(cidr: string): { cidrIpv4: string } | { cidrIpv6: string } {
    return cidr.includes(":") ? { cidrIpv6: cidr } : { cidrIpv4: cidr };
}

function describe(group: AccessGroup, role: Role): string {
    const balancers: Record<string, string> = { alb: "Application load balancer", nlb: "Stream load balancer" };
    if (role === "mongo") return "Database servers";
    return balancers[group] ?? `Nodes of the group ${group}`;
}
