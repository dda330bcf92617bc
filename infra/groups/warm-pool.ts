import type { Group as AutoScalingGroup } from "@pulumi/aws/autoscaling";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import { Schedule } from "@pulumi/aws/scheduler";
import * as pulumi from "@pulumi/pulumi";
import type { Group, WarmPool } from "../config/schema";
import { policyOf, trustOf } from "../iam";
import type { TagsOf } from "../tags";
import { timeName } from "./days";

/** The warm pool as an Auto Scaling group is made with it. */
export function warmPoolOf({ warmPool }: Group) {
    return (
        warmPool && {
            poolState: warmPool.state,
            minSize: warmPool.min,
            maxGroupPreparedCapacity: warmPool.maxPrepared,
            instanceReusePolicy: { reuseOnScaleIn: warmPool.reuse },
        }
    );
}

/**
 * A deployment must not undo what the schedule did. The provider sends a warm pool as a whole, so all of it is left to the
 * schedule, whose calls carry every setting.
 */
export function scheduledProperties({ warmPool }: Group): string[] {
    return warmPool && warmPool.schedule.length > 0 ? ["warmPool"] : [];
}

export interface WarmPoolScheduleArgs {
    readonly account: pulumi.Input<string>;
    readonly group: AutoScalingGroup;
    readonly role: Group["role"];
    readonly pool: WarmPool;
    /** Queue for switches that could not be made; absent where nothing watches one. */
    readonly deadLetterArn?: pulumi.Input<string>;
    readonly tagsOf: TagsOf;
}

/** Switches a warm pool by the time of day: EventBridge Scheduler calls Auto Scaling itself, without a function between. */
export class WarmPoolSchedule extends pulumi.ComponentResource {
    constructor(name: string, args: WarmPoolScheduleArgs, opts?: pulumi.ComponentResourceOptions) {
        super("media-cluster:nodes:WarmPoolSchedule", name, args, opts);
        const { account, group, role: mediaRole, pool, deadLetterArn, tagsOf } = args;
        const parent = { parent: this };
        const assumeRolePolicy = trustOf("scheduler.amazonaws.com", { StringEquals: { "aws:SourceAccount": account } });
        const role = new Role(name, { assumeRolePolicy, tags: tagsOf(mediaRole, name) }, parent);
        const policy = policyOf(
            { Effect: "Allow", Action: "autoscaling:PutWarmPool", Resource: group.arn },
            ...(deadLetterArn
                ? [{ Effect: "Allow" as const, Action: "sqs:SendMessage", Resource: deadLetterArn }]
                : []),
        );
        const allowed = new RolePolicy(name, { role: role.id, policy }, parent);
        for (const entry of pool.schedule) {
            const { state, min, timeZone } = entry;
            new Schedule(
                `${name}-${timeName(entry)}`,
                {
                    description: `Warm pool: ${min} or more nodes, ${state.toLowerCase()}`,
                    scheduleExpression: cronOf(entry),
                    scheduleExpressionTimezone: timeZone,
                    flexibleTimeWindow: { mode: "OFF" },
                    target: {
                        arn: "arn:aws:scheduler:::aws-sdk:autoscaling:putWarmPool",
                        roleArn: role.arn,
                        // All of it each time: what a call leaves out goes back to its default.
                        input: pulumi.jsonStringify({
                            AutoScalingGroupName: group.name,
                            PoolState: state,
                            MinSize: min,
                            MaxGroupPreparedCapacity: pool.maxPrepared,
                            InstanceReusePolicy: { ReuseOnScaleIn: pool.reuse },
                        }),
                        // The age alone ends the tries: as many as the scheduler allows.
                        retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 3600 },
                        ...(deadLetterArn && { deadLetterConfig: { arn: deadLetterArn } }),
                    },
                },
                { ...parent, dependsOn: allowed },
            );
        }
        this.registerOutputs();
    }
}

type Entry = WarmPool["schedule"][number];

function cronOf({ at, days }: Entry): string {
    const [hour, minute] = at.split(":").map(Number);
    return days ? `cron(${minute} ${hour} ? * ${days.join(",")} *)` : `cron(${minute} ${hour} * * ? *)`;
}
