/** Ports from and to, both included. */
export interface PortRange {
    readonly from: number;
    readonly to: number;
}

export const everyPort: PortRange = { from: 0, to: 65535 };

/**
 * A range from its two ends, in either order. AWS takes -1 for every port, and so does this parser for an end that is
 * absent or no port number: a rule that cannot be read must not look smaller than it is.
 */
export function portRange(from: unknown, to: unknown): PortRange {
    const [first, last] = [portNumber(from), portNumber(to)];
    if (first === undefined || last === undefined) return everyPort;
    return { from: Math.min(first, last), to: Math.max(first, last) };
}

/** A port, `443`, or a range in text, `50000-60000`, as parameters of rules give them; undefined when it is neither. */
export function parsePorts(text: string | number): PortRange | undefined {
    const [from, to = from, ...rest] = String(text).split("-");
    const [first, last] = [portNumber(from), portNumber(to)];
    if (first === undefined || last === undefined || first > last || rest.length > 0) return undefined;
    return { from: first, to: last };
}

export function containsPort({ from, to }: PortRange, port: number): boolean {
    return from <= port && port <= to;
}

export function portCount({ from, to }: PortRange): number {
    return to - from + 1;
}

/** True when every port of the range is in one of the allowed ranges, which may adjoin or overlap. */
export function isCovered(range: PortRange, allowed: readonly PortRange[]): boolean {
    let next = range.from;
    for (const { from, to } of [...allowed].sort((a, b) => a.from - b.from)) {
        if (from <= next && next <= to) next = to + 1;
    }
    return next > range.to;
}

function portNumber(value: unknown): number | undefined {
    const isNumber = typeof value === "number" || (typeof value === "string" && /^\d+$/.test(value));
    const port = isNumber ? Number(value) : Number.NaN;
    return Number.isInteger(port) && port >= 0 && port <= 65535 ? port : undefined;
}
