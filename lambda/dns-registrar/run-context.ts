import type { Log } from "../log";
import type { DirectRun, NodeEvent } from "./messages/events";
import type { Clock, Deadline, Retry } from "./pace";
import type { Connections } from "./services";
import type { Settings } from "./settings";

/** What a run shall do. */
export interface RunRequest {
    /** Unique; the holder of the lease. */
    readonly id: string;
    readonly mode: DirectRun["kind"];
    /** `events`, or the reason of a direct run. */
    readonly reason: string;
    readonly events?: readonly NodeEvent[];
    readonly massDeleteAllowed?: DirectRun["massDeleteAllowed"] | undefined;
    /** When the oldest message of the batch was sent, in milliseconds since 1970. */
    readonly oldestEventAt?: number;
}

/** What every part of a run works with. */
export interface RunContext {
    readonly settings: Settings;
    readonly connections: Connections;
    readonly clock: Clock;
    readonly log: Log;
    readonly request: RunRequest;
    readonly deadline: Deadline;
    readonly retry: Retry;
}
