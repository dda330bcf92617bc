import { TargetGroupAttachment } from "@pulumi/aws/lb";
import * as pulumi from "@pulumi/pulumi";
import type { TargetGroupRef } from "./target-group";

export interface RegisteredHostsArgs {
    /** Ids of existing instances, each known once it is sure that it can be a target. */
    readonly instances: readonly { readonly id: string; readonly checkedId: pulumi.Input<string> }[];
    readonly targetGroups: readonly TargetGroupRef[];
}

/** Existing instances, registered in the target groups of their listeners and streams. Its deletion leaves them running. */
export class RegisteredHosts extends pulumi.ComponentResource {
    constructor(name: string, args: RegisteredHostsArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:balancing:RegisteredHosts", name, args, opts);
        for (const { name: targetGroup, arn, port } of args.targetGroups) {
            for (const { id, checkedId } of args.instances) {
                new TargetGroupAttachment(
                    `${targetGroup}-${id}`,
                    { targetGroupArn: arn, targetId: checkedId, port },
                    { parent: this },
                );
            }
        }
        this.registerOutputs();
    }
}
