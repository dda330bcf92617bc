import type { ConfigIssue } from "../issues";
import type { Check } from "./check";

/** One server is what the profile is there to replace, and a list of all hosts is no list. */
export const webAppsSurvive: Check = ({ profile, groups }) =>
    profile === "web-app"
        ? Object.entries(groups).flatMap(([name, { size, setup }]): ConfigIssue[] => [
              ...(size.min < 2
                  ? [
                        {
                            key: `groups.${name}.size.min`,
                            text: `is ${size.min}; it must be at least 2, so that the site is up when a server is not.`,
                        },
                    ]
                  : []),
              ...(/\bALLOWED_HOSTS\s*=[^\n]*\*/.test(setup ?? "")
                  ? [
                        {
                            key: `groups.${name}.setup`,
                            text: "lets the application answer to every name (ALLOWED_HOSTS with *); use $CLUSTER_HOSTS and $NODE_ADDRESS.",
                        },
                    ]
                  : []),
          ])
        : [];
