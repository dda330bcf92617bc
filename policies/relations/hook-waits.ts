import { all, NotYetKnown, type Outcome, of, settle } from "../condition";
import { mediaRoles, roleOf, tagOf } from "../roles";
import type { Stack } from "../stack";
import type { Subject } from "../subject";
import { heartbeatOf, type LifecycleHook, LifecycleHooks } from "./lifecycle-hooks";

/** Tag by which a group names the function that keeps its records: the value is the owner mark of that function. */
export const MARK_TAG = "media:registrar";

/** How long lifecycle hooks wait for the function that keeps the records of their groups. */
export class HookWaits {
    private readonly byMark = new Map<string, Wait>();
    /** Of groups that name no function, so that any of the stack may be theirs. */
    private readonly unmarked = new Wait();

    constructor(stack: Stack) {
        const hooks = new LifecycleHooks(stack);
        for (const hook of hooks.unresolved) {
            this.unmarked.wait(of(hook, () => new NotYetKnown(["autoscalingGroupName"])));
        }
        for (const group of stack.ofKind("Auto Scaling group")) {
            this.unmarked.wait(
                of(group, () => {
                    const wait = this.waitOf(group);
                    for (const hook of hooks.of(group)) wait?.add(hook);
                    return true;
                }),
            );
        }
    }

    /** Whether every hook of the groups that a function serves waits longer than so many seconds. */
    areLongerThan(seconds: number, mark: string): Outcome {
        return all(
            () => this.unmarked.isLongerThan(seconds),
            () => this.byMark.get(mark)?.isLongerThan(seconds) ?? true,
        )();
    }

    /** @throws UnknownValueError when the tags of the group are not known yet */
    private waitOf(group: Subject): Wait | undefined {
        const mark = tagOf(group, MARK_TAG);
        if (mark === undefined) return mediaRoles.includes(roleOf(group) ?? "") ? this.unmarked : undefined;
        const wait = this.byMark.get(mark) ?? new Wait();
        this.byMark.set(mark, wait);
        return wait;
    }
}

/** The shortest heartbeat of some hooks, as far as it is known. */
class Wait {
    private shortest = Number.POSITIVE_INFINITY;
    private readonly causes: string[] = [];

    add(hook: LifecycleHook): void {
        this.wait(
            of(hook.owner, () => {
                this.shortest = Math.min(this.shortest, heartbeatOf(hook));
                return true;
            }),
        );
    }

    /** Keeps what the condition waits for. */
    wait(condition: () => Outcome): void {
        const outcome = settle(condition);
        if (outcome instanceof NotYetKnown) this.causes.push(...outcome.causes);
    }

    isLongerThan(seconds: number): Outcome {
        if (this.shortest <= seconds) return false;
        return this.causes.length === 0 || new NotYetKnown(this.causes);
    }
}
