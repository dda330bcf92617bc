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
