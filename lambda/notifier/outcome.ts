/** What an answer of the receiver means for the announcement. */
export type Outcome = "delivered" | "retry" | "refused";

/** Statuses below 500 after which another try may succeed: Request Timeout, Too Early, Too Many Requests. */
const passing = new Set([408, 425, 429]);
/** The receiver knows the announcement already. */
const conflict = 409;

/** Success is any 2xx and 409. Other answers below 500, redirects included, would be the same again: they are final. */
export function outcomeOf(status: number): Outcome {
    if ((status >= 200 && status < 300) || status === conflict) return "delivered";
    return passing.has(status) || status >= 500 ? "retry" : "refused";
}
