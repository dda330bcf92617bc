import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { TargetHealth } from "../../../infra/balancing/target-group";
import type { Settings } from "../../../infra/config/merge";
import type { HostHealth } from "../../../infra/config/schema";
import { targetsOf } from "../../../infra/config/targets";
import { Monitoring, type MonitoringArgs } from "../../../infra/monitoring/monitoring";
import { configWith, tagsOf } from "../../support/config";
import { counts, known, modes, only, type Registration, run, UNKNOWN } from "../../support/program";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";

const target = (name: string, group: string, namespace: TargetHealth["namespace"], settings: Settings) => ({
    name,
    namespace,
    target: targetsOf(configWith(settings))[group] ?? assert.fail(),
    dimensions: { LoadBalancer: pulumi.output(`${name}/1`), TargetGroup: pulumi.output(`targetgroup/${name}/2`) },
});

const registrar = {
    everyMinutes: 5,
    functionName: "registrar-1",
    queueName: "events-1",
    deadLetterQueueName: "dead-1",
};

function monitoring(more: Partial<MonitoringArgs> = {}, settings: Settings = {}): Monitoring {
    return new Monitoring("watch", {
        account: "123456789012",
        groups: Object.entries(configWith(settings).groups).map(([name, group]) => {
            return { name, settings: group, groupName: `${name}-1` };
        }),
        targets: [
            target("alb-edge", "edge", "AWS/ApplicationELB", settings),
            target("nlb-1935", "origin", "AWS/NetworkELB", settings),
        ],
        tagsOf,
        ...more,
    });
}

/** What an alarm is about and when it rings, without what all have in common. */
function aim({ inputs }: Registration): object {
    const { namespace, metricName, dimensions, threshold, evaluationPeriods, tags } = inputs;
    const role = tags["media:role"];
    return { namespace, metricName, dimensions, threshold, evaluationPeriods, role, about: tags["media:alarm"] };
}

describe("Monitoring", () => {
    for (const { mode, preview } of modes) {
        it(`has an alarm per target group and per group (${mode})`, async () => {
            const { resources } = await run(monitoring, { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:monitoring:Monitoring": 1,
                "media-cluster:monitoring:AlarmTopic": 1,
                "aws:kms/key:Key": 1,
                "aws:sns/topic:Topic": 1,
                "aws:sns/topicPolicy:TopicPolicy": 1,
                [ALARM]: 4,
            });
            const size = {
                namespace: "AWS/AutoScaling",
                metricName: "GroupInServiceInstances",
                about: "max-size-reached",
            };
            const health = {
                metricName: "UnHealthyHostCount",
                threshold: 1,
                evaluationPeriods: 5,
                about: "unhealthy-hosts",
            };
            const alarms = resources.filter(({ type }) => type === ALARM);
            assert.deepEqual(Object.fromEntries(alarms.map((alarm) => [alarm.name, aim(alarm)])), {
                "alb-edge-unhealthy-hosts": {
                    ...health,
                    namespace: "AWS/ApplicationELB",
                    dimensions: { LoadBalancer: "alb-edge/1", TargetGroup: "targetgroup/alb-edge/2" },
                    role: "edge",
                },
                "nlb-1935-unhealthy-hosts": {
                    ...health,
                    namespace: "AWS/NetworkELB",
                    dimensions: { LoadBalancer: "nlb-1935/1", TargetGroup: "targetgroup/nlb-1935/2" },
                    role: "origin",
                },
                "watch-origin-max-size-reached": {
                    ...size,
                    dimensions: { AutoScalingGroupName: "origin-1" },
                    threshold: 10,
                    evaluationPeriods: 5,
                    role: "origin",
                },
                "watch-edge-max-size-reached": {
                    ...size,
                    dimensions: { AutoScalingGroupName: "edge-1" },
                    threshold: 10,
                    evaluationPeriods: 5,
                    role: "edge",
                },
            });
        });

        it(`tells the topic when an alarm begins and ends (${mode})`, async () => {
            const { resources } = await run(monitoring, { preview });

            const topic = preview ? UNKNOWN : only(resources, "aws:sns/topicPolicy:TopicPolicy").inputs.arn;
            for (const { name, inputs } of resources.filter(({ type }) => type === ALARM)) {
                const { statistic, period, comparisonOperator, treatMissingData, alarmActions, okActions } = inputs;
                assert.deepEqual(
                    { statistic, period, comparisonOperator, treatMissingData, alarmActions, okActions },
                    {
                        statistic: "Maximum",
                        period: 60,
                        comparisonOperator: "GreaterThanOrEqualToThreshold",
                        treatMissingData: "notBreaching",
                        alarmActions: [topic],
                        okActions: [topic],
                    },
                    name,
                );
                assert.match(inputs.alarmDescription, /^[A-Z].{20,}\.$/);
            }
        });
    }

    it("is as patient with unhealthy nodes as their group", async () => {
        const build = () => monitoring({}, { groups: { edge: { health: { graceSeconds: 601 } } } });
        const { resources } = await run(build, { preview: true });

        assert.equal(only(resources, ALARM, "alb-edge-unhealthy-hosts").inputs.evaluationPeriods, 11);
    });

    it("does not ring for a group of one size, which is always at its limit", async () => {
        const build = () => monitoring({}, { groups: { edge: { size: { min: 2, desired: 2, max: 2 } } } });
        const { resources } = await run(build, { preview: true });

        const sizes = resources.filter(({ inputs }) => inputs.tags?.["media:alarm"] === "max-size-reached");
        assert.deepEqual(
            sizes.map(({ name }) => name),
            ["watch-origin-max-size-reached"],
        );
    });

    for (const { mode, preview } of modes) {
        it(`makes of each alarm about node names what its description says (${mode})`, async () => {
            const { resources } = await run(() => monitoring({ registrar }), { preview });

            const topic = preview ? UNKNOWN : only(resources, "aws:sns/topicPolicy:TopicPolicy").inputs.arn;
            const { alarmDescription, ...silent } = only(resources, ALARM, "watch-registrar-registrar-silent").inputs;
            assert.match(alarmDescription, /^The registrar was not called/);
            assert.deepEqual(silent, {
                namespace: "AWS/Lambda",
                metricName: "Invocations",
                dimensions: { FunctionName: "registrar-1" },
                statistic: "Sum",
                period: 300,
                evaluationPeriods: 3,
                comparisonOperator: "LessThanThreshold",
                threshold: 1,
                treatMissingData: "breaching",
                alarmActions: [topic],
                okActions: [topic],
                tags: {
                    ...tagsOf("dns", "watch-registrar-registrar-silent"),
                    "media:alarm": "registrar-silent",
                },
            });
            const { comparisonOperator, threshold } = only(resources, ALARM, "watch-registrar-dns-throttled").inputs;
            assert.deepEqual([comparisonOperator, threshold], ["GreaterThanThreshold", 10]);
        });
    }

    it("watches the choice of leaving nodes where a group asks for one", async () => {
        const { resources } = await run(() => monitoring({ terminationPolicy: "choice-1" }), { preview: true });

        const { inputs } = only(resources, ALARM, "watch-termination-policy-function-errors");
        const { namespace, metricName, dimensions, statistic, threshold, treatMissingData, tags } = inputs;
        assert.deepEqual(
            { namespace, metricName, dimensions, statistic, threshold, treatMissingData },
            {
                namespace: "AWS/Lambda",
                metricName: "Errors",
                dimensions: { FunctionName: "choice-1" },
                statistic: "Sum",
                threshold: 1,
                treatMissingData: "notBreaching",
            },
        );
        assert.deepEqual([tags["media:role"], tags["media:alarm"]], ["shared", "function-errors"]);
        assert.equal(counts(resources)[ALARM], 6);
    });

    it("watches names and events only where there is a registrar", async () => {
        const { resources } = await run(() => monitoring(), { preview: true });
        const { resources: more } = await run(() => monitoring({ registrar }), { preview: true });

        assert.equal(counts(resources)[ALARM], 4);
        assert.equal(counts(more)[ALARM], 12);
    });

    it("publishes to a topic that exists", async () => {
        const topicArn = "arn:aws:sns:us-east-1:123456789012:on-call";
        const { resources, result } = await run(() => monitoring({ topicArn }), { preview: true });

        assert.equal(counts(resources)["aws:sns/topic:Topic"], undefined);
        assert.equal(await known(result.topicArn), topicArn);
        for (const { inputs } of resources.filter(({ type }) => type === ALARM)) {
            assert.deepEqual([inputs.alarmActions, inputs.okActions], [[topicArn], [topicArn]]);
        }
    });

    it("is patient with hosts for as long as a restart takes", async () => {
        const { edge } = targetsOf(configWith());
        const { graceSeconds: _, ...health } = { graceSeconds: 0, ...edge?.health };
        const hosts = {
            ...target("nlb-9000", "edge", "AWS/NetworkELB", {}),
            target: { ...(edge ?? assert.fail()), name: "main", kind: "hosts" as const, health: health as HostHealth },
        };
        const { resources } = await run(() => monitoring({ targets: [hosts], groups: [] }), { preview: true });

        const { evaluationPeriods, alarmDescription } = only(resources, ALARM).inputs;
        assert.equal(evaluationPeriods, 5);
        assert.match(alarmDescription, /^Instances of hosts\.main do not answer/);
    });

    it("rings for the largest size that a schedule gives a group", async () => {
        const schedules = [
            { at: "18:00", timeZone: "UTC", max: 30 },
            { at: "23:00", timeZone: "UTC", max: 10 },
        ];
        const settings = { groups: { edge: { schedules } } };
        const { resources } = await run(() => monitoring({ targets: [] }, settings), { preview: true });

        const ofEdge = resources.find(({ type, name }) => type === ALARM && name.includes("edge"));
        assert.equal(ofEdge?.inputs.threshold, 30);
    });
});
