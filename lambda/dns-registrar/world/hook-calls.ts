import { asError } from "../../log";
import { type HookAction, lateLaunches, planHookActions } from "../plan/hook-actions";
import type { RunContext } from "../run-context";
import { holdsOf } from "./holds";
import type { Situation } from "./situation";

/** What was done about hooks. */
export interface HookCalls {
    readonly completed: readonly HookAction[];
    readonly extended: readonly HookAction[];
}

/**
 * Answers hooks in place of nodes that cannot. A call that fails is made again by the next run.
 *
 * @param isNamed whether a label still has a record
 */
export async function answerHooks(
    situation: Situation,
    isNamed: (label: string) => boolean,
    { connections, clock, deadline, retry, log }: RunContext,
): Promise<HookCalls> {
    const now = Math.floor(situation.now / 1000);
    const holds = holdsOf(situation);
    const sound = await soundOf(lateLaunches(holds, now), { connections, retry, log });
    const done: HookAction[] = [];
    for (const action of planHookActions(holds, { known: situation.known, isNamed, sound, now })) {
        if (clock.now() >= deadline.at) {
            log.error("The run ended before all hooks were answered; the next run goes on.", { done: done.length });
            break;
        }
        try {
            if (await connections.services.groups.act(action, retry)) done.push(action);
        } catch (error) {
            const details = { ...action, error: asError(error) };
            log.error("A hook could not be answered; the next run tries again.", details);
        }
    }
    for (const { kind, why, instanceId, hook } of done) {
        if (kind === "complete" && why !== "shrink") {
            log.warn("A hook was completed in place of its node.", { instanceId, hook, why });
        }
    }
    return {
        completed: done.filter(({ kind }) => kind === "complete"),
        extended: done.filter(({ kind }) => kind === "extend"),
    };
}

async function soundOf(
    instanceIds: readonly string[],
    { connections, retry, log }: Pick<RunContext, "connections" | "retry" | "log">,
): Promise<ReadonlySet<string>> {
    if (instanceIds.length === 0) return new Set();
    try {
        return await connections.services.instances.sound(instanceIds, retry);
    } catch (error) {
        log.error("The status checks of late nodes could not be read.", asError(error));
        return new Set();
    }
}
