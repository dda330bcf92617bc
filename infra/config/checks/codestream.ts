import type { ConfigIssue } from "../issues";
import type { ClusterSettings } from "../schema";
import type { Check } from "./check";

/** Ports of the API and of the broadcaster. */
const portPairs = [
    [80, 12080],
    [443, 12443],
];

/** Rules of the one system whose clients and host break when a part of the way differs from the rest. */
export const codestreamIsUniform: Check = (settings) =>
    settings.profile === "codestream"
        ? [...hostIssues(settings), ...portIssues(settings), ...transportIssues(settings), ...natIssues(settings)]
        : [];

/** Its database is on the host, so that a second one would be another installation. */
function hostIssues({ hosts }: ClusterSettings): ConfigIssue[] {
    const count = Object.values(hosts).reduce((sum, { instanceIds }) => sum + instanceIds.length, 0);
    return count === 1 ? [] : [{ key: "hosts", text: `name ${count} instances; CodeStream runs on exactly one.` }];
}

function portIssues({ listeners }: ClusterSettings): ConfigIssue[] {
    const ports = listeners.map(({ port }) => port).toSorted((a, b) => a - b);
    return portPairs.some((pair) => pair.join() === ports.join())
        ? []
        : [
              {
                  key: "listeners",
                  text: `have the ports ${ports.join(" and ") || "of none"}; they must be 80 and 12080, or with TLS 443 and 12443: the API and the broadcaster.`,
              },
          ];
}

function transportIssues({ listeners }: ClusterSettings): ConfigIssue[] {
    const [first] = listeners;
    return listeners.flatMap(({ protocol, targetProtocol }, index): ConfigIssue[] => {
        const key = `listeners[${index}]`;
        if (protocol !== targetProtocol) {
            const text = `is ${targetProtocol}; it must be ${protocol} like the listener, because clients and host must both speak TLS or both not.`;
            return [{ key: `${key}.targetProtocol`, text }];
        }
        return first && protocol !== first.protocol
            ? [
                  {
                      key: `${key}.protocol`,
                      text: `is ${protocol}; it must be ${first.protocol} like that of listeners[0].`,
                  },
              ]
            : [];
    });
}

/** Containers on the host call the public name, and come back through the balancer. */
function natIssues({ access: { natAddresses } }: ClusterSettings): ConfigIssue[] {
    return natAddresses.length > 0
        ? []
        : [
              {
                  key: "access.natAddresses",
                  text: "is an empty list; it must name the address by which the host itself reaches the balancer, such as 198.51.100.7/32.",
              },
          ];
}
