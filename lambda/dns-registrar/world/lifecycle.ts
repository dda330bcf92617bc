import type { LifecycleState } from "@aws-sdk/client-auto-scaling";

/**
 * What a lifecycle state asks of the node's record.
 *
 * - `publish`: there must be a record with the node's address
 * - `keep`: a record stays as it is, and none is created
 * - `withdraw`: there must be no record
 * - `leave`: the state says nothing we know, so nothing is created and nothing deleted
 */
export type Verdict = "publish" | "keep" | "withdraw" | "leave";

/** Every state the SDK knows has a verdict: a new one in a later SDK does not compile until it is decided. */
const verdicts: Readonly<Record<LifecycleState, Verdict>> = {
    Pending: "withdraw",
    "Pending:Wait": "withdraw",
    "Pending:Proceed": "withdraw",
    InService: "publish",
    EnteringStandby: "keep",
    Standby: "keep",
    // Clients that lost their connection need the name until the drain is over.
    Terminating: "keep",
    "Terminating:Wait": "keep",
    // Retained after an abandoned hook: calls may still run.
    "Terminating:Retained": "keep",
    "Terminating:Proceed": "withdraw",
    Terminated: "withdraw",
    Detaching: "withdraw",
    Detached: "withdraw",
    Quarantined: "leave",
    ReplacingRootVolume: "leave",
    "ReplacingRootVolume:Wait": "leave",
    "ReplacingRootVolume:Proceed": "leave",
    RootVolumeReplaced: "leave",
    "Warmed:Pending": "withdraw",
    // On its way back to the pool, held by the terminate hook. On its way in it has no record, and `keep` creates none.
    "Warmed:Pending:Wait": "keep",
    "Warmed:Pending:Retained": "keep",
    "Warmed:Pending:Proceed": "withdraw",
    "Warmed:Stopped": "withdraw",
    "Warmed:Running": "withdraw",
    "Warmed:Hibernated": "withdraw",
    "Warmed:Terminating": "withdraw",
    "Warmed:Terminating:Wait": "withdraw",
    "Warmed:Terminating:Retained": "withdraw",
    "Warmed:Terminating:Proceed": "withdraw",
    "Warmed:Terminated": "withdraw",
};

const byState = new Map<string, Verdict>(Object.entries(verdicts));

/** Verdict on a lifecycle state as Auto Scaling spells it. */
export function verdictOn(lifecycleState: string): Verdict {
    return byState.get(lifecycleState) ?? "leave";
}
