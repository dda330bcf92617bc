import { parseCIDR } from "ipaddr.js";

/** Shortest prefixes that still name somebody: anything wider counts as the world, or two halves of it would pass. */
const shortestPrefix = { ipv4: 8, ipv6: 16 };

/**
 * True for ranges that stand for the whole internet: wider than /8 (IPv4) or /16 (IPv6). So does a range that cannot be
 * read, because a rule must not pass for being malformed.
 */
export function isWorld(cidr: unknown): boolean {
    const range = parse(cidr);
    if (range === undefined) return true;
    const [address, prefix] = range;
    return prefix < shortestPrefix[address.kind()];
}

function parse(cidr: unknown): ReturnType<typeof parseCIDR> | undefined {
    try {
        return parseCIDR(String(cidr).trim());
    } catch {
        return undefined;
    }
}
