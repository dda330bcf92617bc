import { MetricAlarm } from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { TargetHealth } from "../balancing/target-group";
import { clusterName, METRICS_NAMESPACE } from "../bundled-function";
import type { RegistrarHealth } from "../dns/dns-registrar";
import type { TagsOf } from "../tags";
import type { Alarm } from "./alarm";
import { AlarmTopic } from "./alarm-topic";
import { functionErrors } from "./function-alarms";
import { healthAlarm, sizeAlarms, type WatchedGroup } from "./group-alarms";
import { registrarAlarms } from "./registrar-alarms";

export interface MonitoringArgs {
    readonly account: pulumi.Input<string>;
    /** Who gets a mail when an alarm changes. */
    readonly email?: string;
    /** Existing topic that alarms publish to; absent for a new one. */
    readonly topicArn?: string;
    readonly groups: readonly WatchedGroup[];
    readonly targets: readonly TargetHealth[];
    /** Absent when nodes get no names. */
    readonly registrar?: RegistrarHealth;
    /** Name of the function that chooses which nodes leave a group; absent when no group asks one. */
    readonly terminationPolicy?: pulumi.Input<string>;
    readonly tagsOf: TagsOf;
}

/** Alarms about what a cluster suffers from, and the topic that tells somebody. */
export class Monitoring extends pulumi.ComponentResource {
    readonly topicArn: pulumi.Output<string>;

    constructor(
        name: string,
        private readonly args: MonitoringArgs,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super("media-cluster:monitoring:Monitoring", name, args, opts);
        const { account, email, groups, targets, registrar, terminationPolicy, tagsOf } = args;
        this.topicArn =
            args.topicArn !== undefined
                ? pulumi.output(args.topicArn)
                : new AlarmTopic(`${name}-topic`, { account, email, tagsOf }, { parent: this }).topicArn;
        const alarms = [
            ...targets.map(healthAlarm),
            ...groups.flatMap((group) => sizeAlarms(name, group)),
            ...(registrar ? registrarAlarms(name, registrar) : []),
            ...(terminationPolicy ? choiceAlarms(name, terminationPolicy) : []),
        ];
        for (const alarm of alarms) this.createAlarm(alarm);
        this.registerOutputs({ topicArn: this.topicArn });
    }

    private createAlarm(alarm: Alarm): void {
        const { about, subject, role, description, namespace, metricName, dimensions } = alarm;
        const name = `${about}-${subject}`;
        new MetricAlarm(
            name,
            {
                alarmDescription: description,
                namespace,
                metricName,
                dimensions,
                statistic: alarm.statistic ?? "Maximum",
                period: (alarm.periodMinutes ?? 1) * 60,
                evaluationPeriods: alarm.periods ?? 1,
                ...comparison(alarm.when),
                treatMissingData: alarm.missing ?? "notBreaching",
                alarmActions: [this.topicArn],
                okActions: [this.topicArn],
                tags: { ...this.args.tagsOf(role, name), "media:alarm": subject },
            },
            { parent: this },
        );
    }
}

function choiceAlarms(name: string, functionName: pulumi.Input<string>): Alarm[] {
    const about = `${name}-termination-policy`;
    return [
        functionErrors(about, functionName, "The choice of the nodes that leave", "shared"),
        {
            about,
            subject: "choice-failures",
            role: "shared",
            description:
                "It could not be told which nodes have the fewest sessions, so the group keeps them all: see the log of the choice.",
            namespace: METRICS_NAMESPACE,
            metricName: "ChoicesFailed",
            dimensions: { service: "termination-policy", cluster: clusterName() },
            statistic: "Sum",
            when: { from: 1 },
        },
    ];
}

function comparison(when: Alarm["when"]): { comparisonOperator: string; threshold: number } {
    if ("from" in when) return { comparisonOperator: "GreaterThanOrEqualToThreshold", threshold: when.from };
    if ("above" in when) return { comparisonOperator: "GreaterThanThreshold", threshold: when.above };
    return { comparisonOperator: "LessThanThreshold", threshold: when.below };
}
