/** Seconds before the second try, the third, and so on: 5 s, 30 s, 2 min, 10 min, 30 min, 1 h, 2 h, 4 h. */
export const retryWaits: readonly number[] = [5, 30, 120, 600, 1800, 3600, 7200, 14_400];

/** The receiver may ask for a longer wait, up to one hour, in seconds. */
const longestRetryAfter = 3600;

/**
 * Seconds until the next try after a failed one, or undefined when that was the last.
 *
 * A receiver's `Retry-After` only lengthens the wait: if it could shorten it, a short one would use up all tries at once.
 *
 * @param attempt number of the failed try, from 1.
 */
export function waitAfter(attempt: number, retryAfter: string | undefined, now: number): number | undefined {
    const planned = retryWaits[attempt - 1];
    return planned && Math.max(planned, retryAfterSeconds(retryAfter, now));
}

/**
 * Seconds that a `Retry-After` header asks for, from 0 to 3600. It holds seconds or an HTTP date; anything else counts as 0.
 *
 * @param now milliseconds since 1970.
 */
export function retryAfterSeconds(header: string | undefined, now: number): number {
    const text = header?.trim() ?? "";
    const seconds = /^\d+$/.test(text) ? Number(text) : (httpDate(text) - now) / 1000;
    return Math.ceil(Math.min(Math.max(seconds || 0, 0), longestRetryAfter));
}

/** Milliseconds since 1970, or NaN. All three date forms of HTTP start with the day of the week. */
function httpDate(text: string): number {
    if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return Number.NaN;
    // The oldest form names no time zone; HTTP dates are always in UTC.
    return Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
}
