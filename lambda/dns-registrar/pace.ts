/** Time and chance, passed in so that tests need neither. */
export interface Clock {
    /** Milliseconds since 1970. */
    now(): number;
    sleep(milliseconds: number): Promise<void>;
    /** From 0 up to, not including, 1. */
    random(): number;
}

export const systemClock: Clock = {
    now: () => Date.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    random: () => Math.random(),
};

/** How long one run may take. */
export interface Deadline {
    /** Milliseconds since 1970. */
    readonly at: number;
}

/** Runs a call with the retries of one run. */
export type Retry = <T>(call: () => Promise<T>) => Promise<T>;

/** Tries of one call, the first included, and the bounds of the wait between them in milliseconds. */
const tries = 8;
const firstWait = 200;
const longestWait = 10_000;

/**
 * Calls until it succeeds, with full-jitter backoff between tries (200 ms doubling up to 10 s, at most 8 tries).
 *
 * Only faults that pass by themselves are tried again: throttling, a change in flight, 5xx and broken connections. Other
 * errors, the last one, and one whose wait would end after the deadline are thrown. Throttled tries are told of as well.
 */
export async function withBackoff<T>(
    clock: Clock,
    deadline: Deadline,
    call: () => Promise<T>,
    onThrottled: () => void = () => undefined,
): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
        try {
            return await call();
        } catch (error) {
            if (error instanceof Error && throttlingNames.has(error.name)) onThrottled();
            const wait = clock.random() * Math.min(longestWait, firstWait * 2 ** (attempt - 1));
            if (attempt >= tries || !isPassing(error) || clock.now() + wait >= deadline.at) throw error;
            await clock.sleep(wait);
        }
    }
}

const throttlingNames = new Set([
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "ProvisionedThroughputExceededException",
    "PriorRequestNotComplete",
]);
const passingNames = new Set([
    ...throttlingNames,
    "InternalServerError",
    "ServiceUnavailable",
    "RequestTimeout",
    "TimeoutError",
]);
const passingCodes = new Set(["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "EAI_AGAIN", "ENOTFOUND"]);

function isPassing(error: unknown): boolean {
    if (!(error instanceof Error)) return false;
    const { name, code, $metadata } = error as Error & { code?: string; $metadata?: { httpStatusCode?: number } };
    return passingNames.has(name) || passingCodes.has(code ?? "") || ($metadata?.httpStatusCode ?? 0) >= 500;
}

/**
 * Lets calls start at a steady rate after a burst. Route 53 counts all requests of an account together, and other
 * tools, the console and certificate validation need their share.
 */
export class RateLimiter {
    private tokens: number;
    private refilledAt: number;

    constructor(
        private readonly clock: Clock,
        private readonly perSecond = 3,
        private readonly burst = 5,
    ) {
        this.tokens = burst;
        this.refilledAt = clock.now();
    }

    /** Resolves when the next call may start. */
    async take(): Promise<void> {
        const now = this.clock.now();
        this.tokens = Math.min(this.burst, this.tokens + ((now - this.refilledAt) / 1000) * this.perSecond);
        this.refilledAt = now;
        this.tokens -= 1;
        if (this.tokens < 0) await this.clock.sleep((-this.tokens / this.perSecond) * 1000);
    }
}
