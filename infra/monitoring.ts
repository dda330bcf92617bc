import { MetricAlarm } from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { AlarmTopic } from "./alarm-topic";
import type { Group } from "./config/schema";
import type { Role, TagsOf } from "./tags";
import type { TargetHealth } from "./target-group";

/** A group of nodes. */
export interface WatchedGroup {
    readonly name: string;
    readonly settings: Group;
    /** Name of the Auto Scaling group. */
    readonly groupName: pulumi.Input<string>;
}

export interface MonitoringArgs {
    readonly account: pulumi.Input<string>;
    /** Who gets a mail when an alarm changes. */
    readonly email?: string;
    readonly groups: readonly WatchedGroup[];
    readonly targets: readonly TargetHealth[];
    /** Queue of the events that the registrar could not handle; absent without registrar. */
    readonly deadLetterQueueName?: pulumi.Input<string>;
    readonly tagsOf: TagsOf;
}

/** What an alarm is about; the value of its tag `media:alarm`, by which policies know that there is one. */
type AlarmSubject = "unhealthy-hosts" | "max-size-reached" | "dead-letter-depth";

interface AlarmSettings {
    readonly role: Role;
    readonly description: string;
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions: Record<string, pulumi.Input<string>>;
    /** Value from which on something is wrong. */
    readonly from: number;
    /** Minutes in a row. */
    readonly minutes: number;
}

/** Alarms about what a cluster suffers from, and the topic that tells somebody. */
export class Monitoring extends pulumi.ComponentResource {
    readonly topicArn: pulumi.Output<string>;

    constructor(
        private readonly name: string,
        private readonly args: MonitoringArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("media-cluster:monitoring:Monitoring", name, args, opts);
        const { account, email, groups, targets, deadLetterQueueName, tagsOf } = args;
        this.topicArn = new AlarmTopic(`${name}-topic`, { account, email, tagsOf }, { parent: this }).topicArn;
        for (const target of targets) this.watchHealth(target);
        for (const group of groups) this.watchSize(group);
        if (deadLetterQueueName !== undefined) this.watchDeadLetters(deadLetterQueueName);
        this.registerOutputs({ topicArn: this.topicArn });
    }

    private watchHealth({ name, group, settings, namespace, dimensions }: TargetHealth): void {
        this.alarm(name, "unhealthy-hosts", {
            role: settings.role,
            description: `Nodes of the group ${group} do not answer their health check.`,
            namespace,
            metricName: "UnHealthyHostCount",
            dimensions,
            from: 1,
            // A new node may be unhealthy for as long as the group is patient with it.
            minutes: Math.ceil(settings.health.graceSeconds / 60),
        });
    }

    private watchSize({ name, settings: { role, size }, groupName }: WatchedGroup): void {
        // A group of one size is always at its limit.
        if (size.min === size.max) return;
        this.alarm(`${this.name}-${name}`, "max-size-reached", {
            role,
            description: `The group ${name} has as many nodes as it may have. More load makes them refuse sessions.`,
            namespace: "AWS/AutoScaling",
            metricName: "GroupInServiceInstances",
            dimensions: { AutoScalingGroupName: groupName },
            from: size.max,
            minutes: 5,
        });
    }

    private watchDeadLetters(QueueName: pulumi.Input<string>): void {
        this.alarm(`${this.name}-registrar`, "dead-letter-depth", {
            role: "dns",
            description: "The registrar could not handle events; they wait in the dead-letter queue for 14 days.",
            namespace: "AWS/SQS",
            metricName: "ApproximateNumberOfMessagesVisible",
            dimensions: { QueueName },
            from: 1,
            minutes: 1,
        });
    }

    private alarm(about: string, subject: AlarmSubject, settings: AlarmSettings): void {
        const { role, description, namespace, metricName, dimensions, from, minutes } = settings;
        const name = `${about}-${subject}`;
        new MetricAlarm(
            name,
            {
                alarmDescription: description,
                namespace,
                metricName,
                dimensions,
                statistic: "Maximum",
                period: 60,
                evaluationPeriods: minutes,
                comparisonOperator: "GreaterThanOrEqualToThreshold",
                threshold: from,
                // Groups without nodes and queues without messages say nothing.
                treatMissingData: "notBreaching",
                alarmActions: [this.topicArn],
                okActions: [this.topicArn],
                tags: { ...this.args.tagsOf(role, name), "media:alarm": subject },
            },
            { parent: this },
        );
    }
}
