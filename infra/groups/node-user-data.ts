import { readFileSync } from "node:fs";
import { drainHeartbeat } from "../config/drain-heartbeat";
import type { Group } from "../config/schema";
import { type AntMediaSettings, antMediaFiles, antMediaStatusPage, antMediaSteps } from "../nodes/ant-media";
import { AGENT_SCRIPT, nodeAgentFiles } from "../nodes/node-agent";
import { type NodeSetup, nodeUserDataOf } from "../nodes/node-setup";
import { SESSIONS_PAGE, SESSIONS_SCRIPT, sessionsPageFiles, startSessionsPage } from "../nodes/sessions-page";
import { DRAIN_HOOK, LAUNCH_HOOK } from "./lifecycle-hooks";

export interface ServerSettings {
    readonly region: string;
    /** Names of the cluster: `localhost`, the balancer's DNS name, the names of the domain. */
    readonly clusterHosts: readonly string[];
    /** What nodes with Ant Media need; absent in clusters without them. */
    readonly antMedia?: AntMediaSettings;
}

/**
 * User data of a group's nodes, by the software that they run.
 *
 * @throws Error for more than EC2 takes, and for Ant Media without its settings
 */
export function nodeUserData(group: Group, server: ServerSettings): string {
    return nodeUserDataOf({
        region: server.region,
        clusterHosts: server.clusterHosts,
        ownSetup: group.setup,
        agent: agentFiles(group, server.region),
        ...(group.software === "ant-media" ? antMedia(group, server) : { steps: "", files: [] }),
    });
}

function antMedia(group: Group, server: ServerSettings): Pick<NodeSetup, "steps" | "files"> {
    const { health, drain } = group;
    if (server.antMedia === undefined) throw new Error("Nodes with Ant Media need its database and administrator.");
    const steps = antMediaSteps(server.antMedia, health.path);
    const files = antMediaFiles(server.antMedia);
    if (drain.sessionsUrl !== SESSIONS_PAGE) return { steps, files };
    return {
        steps: `${steps}\n\n${startSessionsPage}`,
        files: [...files, ...sessionsPageFiles(readFileSync(SESSIONS_SCRIPT, "utf8"))],
    };
}

function agentFiles({ software, health, drain }: Group, region: string) {
    // Servers with a list of allowed hosts have the name on it.
    const host = software === "image" ? "localhost" : "127.0.0.1";
    return nodeAgentFiles(readFileSync(AGENT_SCRIPT, "utf8"), {
        region,
        statusUrl: `${(health.protocol ?? "HTTP").toLowerCase()}://${host}:${health.port}${health.path}`,
        drainMinutes: drain.maxMinutes,
        heartbeatSeconds: drainHeartbeat(drain),
        launchHook: LAUNCH_HOOK,
        drainHook: DRAIN_HOOK,
        sessionsUrl: drain.sessionsUrl,
        // Others hold a page of their own, which looks at /run/media-node/draining.
        cordonPath: software === "ant-media" ? antMediaStatusPage(health.path) : undefined,
        reportSessions: drain.sessionsUrl !== undefined,
    });
}
