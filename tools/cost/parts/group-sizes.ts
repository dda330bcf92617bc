import type { Sizes } from "../part";
import { at, numberAt, type Plan, type PlannedResource, textAt } from "../plan";

const SCHEDULED_ACTION = "aws:autoscaling/schedule:Schedule";
const SCHEDULE = "aws:scheduler/schedule:Schedule";

/** The sizes of an Auto Scaling group, with those that its scheduled actions set. */
export function sizesOf(group: PlannedResource, plan: Plan): Sizes {
    const actions = plan.usersOf(group, SCHEDULED_ACTION);
    // Such an action leaves a size of -1 as it is.
    const scheduled = (key: string) => actions.map(({ inputs }) => numberAt(inputs, key) ?? -1).filter((n) => n >= 0);
    const min = numberAt(group.inputs, "minSize") ?? 0;
    const max = numberAt(group.inputs, "maxSize") ?? min;
    return {
        min: Math.min(min, ...scheduled("minSize")),
        desired: numberAt(group.inputs, "desiredCapacity") ?? min,
        max: Math.max(max, ...scheduled("maxSize")),
    };
}

export interface WarmPoolNodes {
    /** Nodes in the pool, which all have their disks. */
    readonly all: Sizes;
    /** Nodes in the pool that run, and are billed like those in service. */
    readonly running: Sizes;
    /** Whether a schedule lets nodes run that are stopped when the group is made. */
    readonly runsByDay: boolean;
}

/**
 * Nodes of a group's warm pool: as many as are missing to the prepared capacity, and no fewer than its smallest size. Source:
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-warm-pools.html
 *
 * The pool is taken as the group is made with it. Only the largest size looks at what schedules make of it.
 */
export function warmPoolOf(group: PlannedResource, sizes: Sizes, plan: Plan): WarmPoolNodes | undefined {
    const pool = at(group.inputs, "warmPool");
    if (pool === undefined) return undefined;
    const prepared = numberAt(pool, "maxGroupPreparedCapacity") ?? -1;
    // -1, as well as nothing, means the largest size of the group.
    const capacity = prepared >= 0 ? prepared : sizes.max;
    const made = { isRunning: textAt(pool, "poolState") === "Running", min: numberAt(pool, "minSize") ?? 0 };
    const switched = plan.usersOf(group, SCHEDULE).flatMap(switchesOf);
    const count = (inService: number, min: number) => Math.max(capacity - inService, min, 0);
    const largest = Math.max(made.min, ...switched.map(({ min }) => min));
    const all = {
        min: count(sizes.min, made.min),
        desired: count(sizes.desired, made.min),
        max: count(sizes.max, largest),
    };
    const runsByDay = !made.isRunning && switched.some(({ isRunning }) => isRunning);
    const running = made.isRunning ? all : { min: 0, desired: 0, max: runsByDay ? all.max : 0 };
    return { all, running, runsByDay };
}

/** What a schedule makes of a warm pool, from the call to Auto Scaling that it holds as text. */
function switchesOf({ inputs }: PlannedResource): { readonly isRunning: boolean; readonly min: number }[] {
    if (!textAt(inputs, "target", "arn")?.endsWith(":autoscaling:putWarmPool")) return [];
    const call = parsed(textAt(inputs, "target", "input"));
    return [{ isRunning: at(call, "PoolState") === "Running", min: numberAt(call, "MinSize") ?? 0 }];
}

function parsed(text: string | undefined): unknown {
    try {
        return JSON.parse(text ?? "null");
    } catch {
        // AWS would refuse such a call when it is made; here it changes nothing.
        return undefined;
    }
}
