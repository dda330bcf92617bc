import ipaddr from "ipaddr.js";
import type { ConfigIssue } from "../issues";
import type { Check } from "./check";

export const adminsAreNamed: Check = ({ access, listeners }) => {
    const issues: ConfigIssue[] = access.admins.flatMap((range, index) =>
        isWorld(range)
            ? [
                  {
                      key: `access.admins[${index}]`,
                      text: `is "${range}"; it must not be the whole internet, because it opens the dashboard.`,
                  },
              ]
            : [],
    );
    if (access.admins.length === 0 && listeners.some(({ from }) => from === "admins")) {
        issues.push({
            key: "access.admins",
            text: "is an empty list; it must name the ranges that may open the dashboard.",
        });
    }
    return issues;
};

export const nodePortsAreNamedOnce: Check = ({ access: { betweenNodes } }) =>
    betweenNodes.flatMap((port, index) =>
        betweenNodes.indexOf(port) < index
            ? [{ key: `access.betweenNodes[${index}]`, text: `is ${port}, which stands in the list already.` }]
            : [],
    );

export const rangesAreDisjoint: Check = ({ access }) =>
    Object.entries({ clients: access.clients, admins: access.admins }).flatMap(([name, ranges]) =>
        ranges.flatMap((range, index) => {
            const other = ranges.slice(0, index).find((earlier) => overlap(earlier, range));
            const text = `is "${range}", which overlaps "${other}" in the same list; leave one of the two out.`;
            return other === undefined ? [] : [{ key: `access.${name}[${index}]`, text }];
        }),
    );

function isWorld(range: string): boolean {
    const [address, bits] = ipaddr.parseCIDR(range);
    return bits < (address.kind() === "ipv4" ? 8 : 16);
}

function overlap(one: string, other: string): boolean {
    const [a, aBits] = ipaddr.parseCIDR(one);
    const [b, bBits] = ipaddr.parseCIDR(other);
    const bits = Math.min(aBits, bBits);
    if (a.kind() === "ipv4" && b.kind() === "ipv4") return (a as ipaddr.IPv4).match([b as ipaddr.IPv4, bits]);
    if (a.kind() === "ipv6" && b.kind() === "ipv6") return (a as ipaddr.IPv6).match([b as ipaddr.IPv6, bits]);
    return false;
}
