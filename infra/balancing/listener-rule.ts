import { createHash } from "node:crypto";
import type { ListenerRule } from "../config/schema";

/** The conditions of a rule in the words of AWS; all must hold. */
export function conditionsOf({ query, host, path, header, source }: ListenerRule) {
    return [
        ...(query ? [{ queryStrings: [query] }] : []),
        ...(host ? [{ hostHeader: { values: host } }] : []),
        ...(path ? [{ pathPattern: { values: path } }] : []),
        ...(header ? [{ httpHeader: { httpHeaderName: header.name, values: header.values } }] : []),
        ...(source ? [{ sourceIp: { values: source } }] : []),
    ];
}

/**
 * A name that says what the rule matches and stays when rules come and go around it: `target-edge` for a query,
 * `host-edge-example-com-1b2c3d` for anything else, where the digits tell apart what looks alike without its signs.
 */
export function ruleName(rule: ListenerRule): string {
    const { query, host, path, header, source } = rule;
    const parts = [
        ...(host ? ["host", ...host] : []),
        ...(path ? ["path", ...path] : []),
        ...(header ? [header.name, ...header.values] : []),
        ...(source ? ["from", ...source] : []),
    ];
    const asked = query ? `${query.key}-${query.value}` : undefined;
    if (asked !== undefined && parts.length === 0) return asked;
    const digits = createHash("sha256")
        .update(JSON.stringify(conditionsOf(rule)))
        .digest("hex")
        .slice(0, 6);
    const words = [...(asked === undefined ? [] : [asked]), ...parts]
        .map((part) => part.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, ""))
        .filter((part) => part !== "");
    return `${words.join("-").slice(0, 60)}-${digits}`;
}
