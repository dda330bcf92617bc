import { cloudConfig, type ServerFile } from "./cloud-config";
import { startAgent } from "./node-agent";
import { compact, installAwsCli, readNodeAddress, setupStart } from "./shell";

export interface NodeSetup {
    readonly region: string;
    /** Names under which clients and balancers ask for the cluster; servers with a list of allowed hosts need them all. */
    readonly clusterHosts: readonly string[];
    /** The operator's own Bash commands, or none. They run first; when one fails, the node is never ready. */
    readonly ownSetup?: string;
    /** Commands that make the server, between the operator's own and the agent's; see `shell.ts` for what they can use. */
    readonly steps: string;
    readonly files: readonly ServerFile[];
    /** Files of the agent, see `nodeAgentFiles`. */
    readonly agent: readonly ServerFile[];
}

const setupPath = "/usr/local/sbin/media-node-setup";
const ownSetupPath = "/usr/local/sbin/media-node-own-setup";

/**
 * User data of a node: everything is a file, and one set-up runs at the first boot. Whatever fails in it ends it, and the agent is
 * never started, so that the node is never ready, gets no traffic and is replaced. What it prints stands in
 * `/var/log/cloud-init-output.log`.
 */
export function nodeUserDataOf(setup: NodeSetup): string {
    const { region, clusterHosts, ownSetup, steps, files, agent } = setup;
    const own: ServerFile[] =
        ownSetup === undefined
            ? []
            : [
                  {
                      path: ownSetupPath,
                      permissions: "0700",
                      content: `#!/usr/bin/env bash\nset -euo pipefail\n${ownSetup.trimEnd()}\n`,
                  },
              ];
    const parts = [
        setupStart(region),
        installAwsCli,
        readNodeAddress,
        "set -a\n# shellcheck source=/dev/null\n. /etc/media-node/environment\nset +a",
        ...(own.length > 0 ? [ownSetupPath] : []),
        ...(steps === "" ? [] : [steps]),
        `# Answers the lifecycle hooks, at this boot and every later one.\n${startAgent}`,
    ];
    return cloudConfig({
        files: [
            { path: "/etc/media-node/environment", content: environment(clusterHosts) },
            ...files,
            ...agent,
            ...own,
            { path: setupPath, permissions: "0700", content: compact(`${parts.join("\n\n")}\n`) },
        ],
        command: setupPath,
    });
}

/** Assignments that Bash and systemd read alike. */
function environment(clusterHosts: readonly string[]): string {
    for (const host of clusterHosts) {
        if (!/^[A-Za-z0-9.-]+$/.test(host)) throw new Error(`The host name ${JSON.stringify(host)} cannot be one.`);
    }
    return `CLUSTER_HOSTS=${clusterHosts.join(",")}\n`;
}
