/** An answer that is not the wished one. */
export interface Fault {
    /** HTTP status, 4xx or 5xx. */
    readonly status: number;
    /** Error code as the service spells it, such as `Throttling`. */
    readonly code: string;
    readonly message: string;
}

/** Refuses a request the way the services do. */
export class Refusal extends Error {
    override readonly name = "Refusal";

    constructor(readonly fault: Fault) {
        super(`${fault.code}: ${fault.message}`);
    }
}

export function invalid(message: string): Refusal {
    return new Refusal({ status: 400, code: "ValidationError", message });
}
