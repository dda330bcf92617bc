import * as assert from "node:assert/strict";
import type { Settings } from "../../../infra/config/merge";
import { NodeGroup } from "../../../infra/groups/node-group";
import { tagsOf } from "../../support/config";
import { counts, modes, only, run, UNKNOWN } from "../../support/program";
import { resolved, warmPool } from "./pool-settings";

const GROUP = "aws:autoscaling/group:Group";
const SCHEDULE = "aws:scheduler/schedule:Schedule";

function pool(keys: Settings, deadLetterArn?: string): NodeGroup {
    return new NodeGroup("pool", {
        key: "groups.pool",
        account: "123456789012",
        settings: resolved(keys),
        subnetIds: ["subnet-1", "subnet-2", "subnet-3"],
        securityGroupId: "sg-1",
        instanceProfileArn: "arn:profile",
        targetGroupArns: [],
        userData: "#!/bin/sh\n",
        needs: [],
        ...(deadLetterArn && { deadLetterArn }),
        tagsOf,
    });
}

describe("Warm pools", () => {
    for (const { mode, preview } of modes) {
        it(`are made as configured, and then left to their schedule (${mode})`, async () => {
            const { resources } = await run(() => pool({ warmPool }), { preview });

            const group = only(resources, GROUP);
            assert.deepEqual(group.inputs.warmPool, {
                poolState: "Stopped",
                minSize: 2,
                maxGroupPreparedCapacity: 12,
                instanceReusePolicy: { reuseOnScaleIn: true },
            });
            assert.deepEqual(group.ignoreChanges, ["desiredCapacity", "initialLifecycleHooks", "warmPool"]);
        });

        it(`are switched by calls of the scheduler that leave nothing out (${mode})`, async () => {
            const { resources } = await run(() => pool({ warmPool }), { preview });

            const schedules = resources.filter(({ type }) => type === SCHEDULE);
            assert.deepEqual(
                schedules.map(({ name, inputs }) => [
                    name,
                    inputs.scheduleExpression,
                    inputs.scheduleExpressionTimezone,
                ]),
                [
                    ["pool-pool-1045-15", "cron(45 10 ? * MON,FRI *)", "America/Argentina/Buenos_Aires"],
                    ["pool-pool-2200", "cron(0 22 * * ? *)", "America/Argentina/Buenos_Aires"],
                ],
            );
            const { inputs, dependsOn } = only(resources, SCHEDULE, "pool-pool-1045-15");
            assert.equal(inputs.target.arn, "arn:aws:scheduler:::aws-sdk:autoscaling:putWarmPool");
            assert.deepEqual(inputs.target.retryPolicy, { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 3600 });
            assert.deepEqual(inputs.flexibleTimeWindow, { mode: "OFF" });
            assert.ok(dependsOn.includes("pool-pool"));
            if (preview) {
                assert.equal(inputs.target.input, UNKNOWN);
                return;
            }
            const { AutoScalingGroupName, ...call } = JSON.parse(inputs.target.input);
            assert.match(AutoScalingGroupName, /^pool-[0-9a-f]{7}$/);
            assert.deepEqual(call, {
                PoolState: "Running",
                MinSize: 4,
                MaxGroupPreparedCapacity: 12,
                InstanceReusePolicy: { ReuseOnScaleIn: true },
            });
        });

        it(`are switched by a role for this group and this account alone (${mode})`, async () => {
            const { resources } = await run(() => pool({ warmPool }), { preview });

            assert.deepEqual(only(resources, "aws:iam/role:Role").inputs.assumeRolePolicy.Statement, [
                {
                    Effect: "Allow",
                    Principal: { Service: "scheduler.amazonaws.com" },
                    Action: "sts:AssumeRole",
                    Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
                },
            ]);
            const [statement, ...more] = only(resources, "aws:iam/rolePolicy:RolePolicy").inputs.policy.Statement;
            assert.deepEqual([statement.Action, more], ["autoscaling:PutWarmPool", []]);
            if (preview) assert.equal(statement.Resource, UNKNOWN);
            else assert.match(statement.Resource, /:autoScalingGroupName\/pool-/);
        });
    }

    it("keep switches that could not be made where something watches for them", async () => {
        const { resources } = await run(() => pool({ warmPool }, "arn:dead-letters"), { preview: false });

        const { target } = only(resources, SCHEDULE, "pool-pool-2200").inputs;
        assert.deepEqual(target.deadLetterConfig, { arn: "arn:dead-letters" });
        const [, keeping] = only(resources, "aws:iam/rolePolicy:RolePolicy").inputs.policy.Statement;
        assert.deepEqual(keeping, { Effect: "Allow", Action: "sqs:SendMessage", Resource: "arn:dead-letters" });
    });

    it("without a schedule are kept as configured", async () => {
        const { resources } = await run(() => pool({ warmPool: { maxPrepared: 4 } }), { preview: false });

        const group = only(resources, GROUP);
        assert.equal(group.deleteTimeout, "50m");
        assert.deepEqual(group.inputs.warmPool, {
            poolState: "Stopped",
            minSize: 0,
            maxGroupPreparedCapacity: 4,
            instanceReusePolicy: { reuseOnScaleIn: false },
        });
        assert.deepEqual(group.ignoreChanges, ["desiredCapacity", "initialLifecycleHooks"]);
        assert.equal(counts(resources)[SCHEDULE], undefined);
    });

    for (const [what, hibernating] of [
        ["all day", { state: "Hibernated", maxPrepared: 4 }],
        ["at some time", { maxPrepared: 4, schedule: [{ at: "22:00", timeZone: "UTC", state: "Hibernated", min: 1 }] }],
    ] as const) {
        it(`that hibernate ${what} have launch templates for that`, async () => {
            const keys = { warmPool: hibernating, disk: { gib: 40 } };
            const { resources } = await run(() => pool(keys), { preview: false });

            const { hibernationOptions } = only(resources, "aws:ec2/launchTemplate:LaunchTemplate").inputs;
            assert.deepEqual(hibernationOptions, { configured: true });
        });
    }

    it("that never hibernate have launch templates without it", async () => {
        const { resources } = await run(() => pool({ warmPool }), { preview: false });

        assert.equal(only(resources, "aws:ec2/launchTemplate:LaunchTemplate").inputs.hibernationOptions, undefined);
    });
});
