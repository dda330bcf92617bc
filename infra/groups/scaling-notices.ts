import * as pulumi from "@pulumi/pulumi";
import { scalingTopic } from "../scaling-topic";
import type { TagsOf } from "../tags";

export interface ScalingNoticesArgs {
    readonly account: pulumi.Input<string>;
    readonly tagsOf: TagsOf;
}

/** Tells whoever subscribes that nodes come and go, in clusters whose nodes have no names. */
export class ScalingNotices extends pulumi.ComponentResource {
    readonly topicArn: pulumi.Output<string>;

    constructor(name: string, args: ScalingNoticesArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:nodes:ScalingNotices", name, args, opts);
        const { account, tagsOf } = args;
        const parent = { parent: this };
        const { topic } = scalingTopic(name, { account, tags: tagsOf("shared", name) }, parent);
        this.topicArn = topic.arn;
        this.registerOutputs({ topicArn: this.topicArn });
    }
}
