import { all, any, type Condition, NotYetKnown, of, settle } from "../condition";
import { at, elements, known, type Reader } from "../properties";
import { Referrers, type Stack } from "../stack";
import type { Subject } from "../subject";
import { groupOfPart } from "./group-parts";

/** A lifecycle hook, and the resource that declares it. */
export interface LifecycleHook {
    readonly owner: Subject;
    readonly read: Reader;
}

/** What a hook waits when it names no heartbeat, in seconds. */
const DEFAULT_HEARTBEAT = 3600;

/** Which hooks belong to which group: those that it is created with, and those that are resources of their own. */
export class LifecycleHooks {
    /** Hooks of which it is not known yet where they belong. */
    readonly unresolved: readonly Subject[];
    private readonly separate: Referrers;

    constructor(stack: Stack) {
        this.separate = new Referrers(stack, stack.ofKind("lifecycle hook"), groupOfPart);
        this.unresolved = this.separate.unresolved;
    }

    of(group: Subject): readonly LifecycleHook[] {
        return [
            ...elements(() => group.props.initialLifecycleHooks).map((read) => ({ owner: group, read })),
            ...this.separate.of(group).map((owner) => ({ owner, read: () => owner.props })),
        ];
    }

    /** Hooks of their own take the place of those that the group was made with under the same name. */
    inForce(group: Subject): readonly LifecycleHook[] {
        const hooks = this.of(group);
        const replaced = new Set(hooks.filter(isSeparate).map(nameOf));
        replaced.delete(undefined);
        return hooks.filter((hook) => isSeparate(hook) || !replaced.has(nameOf(hook)));
    }

    /** Whether a group has a hook in force that meets the condition. One whose group is not known yet may be of any. */
    have(condition: (hook: LifecycleHook) => Condition): (group: Subject) => Condition {
        const isOfGroup = () => new NotYetKnown([groupOfPart.property]);
        const strays = this.unresolved.map((owner) =>
            of(owner, all(condition({ owner, read: () => owner.props }), isOfGroup)),
        );
        const mayHave = settle(any(...strays));
        return (group) => any(...this.inForce(group).map((hook) => ofHook(hook, condition(hook))), () => mayHave);
    }
}

/** Whether a hook holds servers before they start to serve. */
export function holdsStarters({ read }: LifecycleHook): boolean {
    return at(read(), "lifecycleTransition") === "autoscaling:EC2_INSTANCE_LAUNCHING";
}

/** Whether a hook holds servers before they end. */
export function holdsLeavers({ read }: LifecycleHook): boolean {
    return at(read(), "lifecycleTransition") === "autoscaling:EC2_INSTANCE_TERMINATING";
}

/** Seconds that a hook waits for an answer. Throws when that is not known yet. */
export function heartbeatOf({ read }: LifecycleHook): number {
    return Number(at(read(), "heartbeatTimeout") ?? DEFAULT_HEARTBEAT);
}

/** Says of which hook the causes of an unknown outcome are, where the subject of the rule is the group. */
export function ofHook(hook: LifecycleHook, condition: Condition): Condition {
    return isSeparate(hook) ? of(hook.owner, condition) : condition;
}

function isSeparate({ owner }: LifecycleHook): boolean {
    return owner.kind === "lifecycle hook";
}

function nameOf({ read }: LifecycleHook): unknown {
    return known(() => at(read(), "name"));
}
