import { all, any, type Condition, NotYetKnown, not, type Outcome, of, settle } from "../condition";
import type { Reader } from "../properties";
import type { Stack } from "../stack";
import type { Subject } from "../subject";
import { heartbeatOf, holdsLeavers, type LifecycleHook, LifecycleHooks } from "./lifecycle-hooks";
import { TargetGroupMembers } from "./target-groups";

/** How long the servers behind target groups wait before they end: as long as the hooks of their groups hold them. */
export class DrainBudgets {
    private readonly members: TargetGroupMembers;
    private readonly hooks: LifecycleHooks;
    /** Whether every hook and every group is known; those that are not may belong to any target group. */
    private readonly isComplete: Outcome;

    constructor(stack: Stack) {
        this.members = new TargetGroupMembers(stack);
        this.hooks = new LifecycleHooks(stack);
        const strays = this.hooks.unresolved.map((owner) => mayHold({ owner, read: () => owner.props }));
        this.isComplete = settle(all(this.members.isComplete, not(any(...strays))));
    }

    /** Whether a delay ends while every server behind the target group waits, or below the limit when no hook holds them. */
    holds(targetGroup: Subject, delay: Reader<number>, limit: number): Condition {
        const hooks = this.members.groupsOf(targetGroup).flatMap((group) => this.hooks.inForce(group));
        const isComplete = () => this.isComplete;
        return all(
            ...hooks.map((hook) => any(not(holds(hook)), endsBefore(hook, delay))),
            any(...hooks.map(holds), () => delay() <= limit, not(isComplete)),
            isComplete,
        );
    }
}

function holds(hook: LifecycleHook): Condition {
    return of(hook.owner, () => holdsLeavers(hook));
}

function endsBefore(hook: LifecycleHook, delay: Reader<number>): Condition {
    return () => {
        const seconds = delay();
        return settle(of(hook.owner, () => seconds <= heartbeatOf(hook)));
    };
}

/** A hook of a group that is not known yet. */
function mayHold(hook: LifecycleHook): Condition {
    const isOfGroup = () => new NotYetKnown(["autoscalingGroupName"]);
    return all(holds(hook), of(hook.owner, isOfGroup));
}
