import { readFileSync } from "node:fs";
import { drainHeartbeat } from "../config/drain-heartbeat";
import type { Group } from "../config/schema";
import { type AntMediaSettings, antMediaStatusPage, antMediaUserData } from "../nodes/ant-media";
import { AGENT_SCRIPT, nodeAgentSetup } from "../nodes/node-agent";
import { DRAIN_HOOK, LAUNCH_HOOK } from "./lifecycle-hooks";

/** Script of a node's first boot: the media server, and the agent that answers the group's hooks. */
export function nodeScript({ health, drain }: Group, server: Omit<AntMediaSettings, "statusPath" | "agent">): string {
    const agent = nodeAgentSetup(readFileSync(AGENT_SCRIPT, "utf8"), {
        region: server.region,
        statusUrl: `${(health.protocol ?? "HTTP").toLowerCase()}://127.0.0.1:${health.port}${health.path}`,
        drainMinutes: drain.maxMinutes,
        heartbeatSeconds: drainHeartbeat(drain),
        launchHook: LAUNCH_HOOK,
        drainHook: DRAIN_HOOK,
        sessionsUrl: drain.sessionsUrl,
        cordonPath: antMediaStatusPage(health.path),
        reportSessions: drain.sessionsUrl !== undefined,
    });
    return antMediaUserData({ ...server, statusPath: health.path, agent });
}
