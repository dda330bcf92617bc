import { at, elements, type Reader } from "../properties";
import { Referrers, type Relation, type Stack } from "../stack";
import type { Subject } from "../subject";

/** A lifecycle hook, and the resource that declares it. */
export interface LifecycleHook {
    readonly owner: Subject;
    readonly read: Reader;
}

const groupOfHook: Relation = { property: "autoscalingGroupName", kinds: ["Auto Scaling group"], identity: "name" };

/** What a hook waits when it names no heartbeat, in seconds. */
const DEFAULT_HEARTBEAT = 3600;

/** Which hooks belong to which group: those that it is created with, and those that are resources of their own. */
export class LifecycleHooks {
    /** Hooks of which it is not known yet where they belong. */
    readonly unresolved: readonly Subject[];
    private readonly separate: Referrers;

    constructor(stack: Stack) {
        this.separate = new Referrers(stack, stack.ofKind("lifecycle hook"), groupOfHook);
        this.unresolved = this.separate.unresolved;
    }

    of(group: Subject): readonly LifecycleHook[] {
        return [
            ...elements(() => group.props.initialLifecycleHooks).map((read) => ({ owner: group, read })),
            ...this.separate.of(group).map((owner) => ({ owner, read: () => owner.props })),
        ];
    }
}

/** Seconds that a hook waits for an answer. Throws when that is not known yet. */
export function heartbeatOf({ read }: LifecycleHook): number {
    return Number(at(read(), "heartbeatTimeout") ?? DEFAULT_HEARTBEAT);
}
