/** Requests that a service accepts: a burst, and then so many per second. */
export interface Rate {
    readonly perSecond: number;
    readonly burst: number;
}

/** Counts requests the way AWS does: a full bucket at first, which refills steadily. */
export class TokenBucket {
    private tokens: number;
    private filledAt: number | undefined;

    constructor(private readonly rate: Rate) {
        this.tokens = rate.burst;
    }

    /** Takes a token, if there is one. A refused request costs nothing. `now` in milliseconds. */
    take(now: number): boolean {
        const { perSecond, burst } = this.rate;
        const seconds = Math.max(0, now - (this.filledAt ?? now)) / 1000;
        this.tokens = Math.min(burst, this.tokens + seconds * perSecond);
        this.filledAt = Math.max(now, this.filledAt ?? now);
        if (this.tokens < 1) return false;
        this.tokens -= 1;
        return true;
    }
}
