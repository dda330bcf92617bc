import type { ServerFile } from "./cloud-config";
import { compact, quoted } from "./shell";

export interface NodeAgentSettings {
    readonly region: string;
    /** Page that answers 200 when the node serves, on the node itself. */
    readonly statusUrl: string;
    /** Minutes that sessions have to end. */
    readonly drainMinutes: number;
    /** Seconds until the drain hook gives up waiting, unless it is extended. */
    readonly heartbeatSeconds: number;
    /** Names of the lifecycle hooks. */
    readonly launchHook: string;
    readonly drainHook: string;
    /** Page that tells how many sessions the node has. Without it a drain takes all its time. */
    readonly sessionsUrl?: string;
    /** Static status page of the node, which is moved aside while it drains. */
    readonly cordonPath?: string;
    /** Whether the number of sessions becomes a metric. */
    readonly reportSessions: boolean;
}

/** The agent itself, in the project's folder. */
export const AGENT_SCRIPT = "infra/nodes/media-node-agent.sh";

/** Started at every boot, because user data runs at the first one only. The state survives restarts of the agent. */
const unit = `[Unit]
Description=Lifecycle hooks of this media node
Wants=network-online.target
After=network-online.target

[Service]
Environment=PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/snap/bin
ExecStart=/usr/local/sbin/media-node-agent
Restart=always
RestartSec=5
StateDirectory=media-node
RuntimeDirectory=media-node
RuntimeDirectoryPreserve=yes

[Install]
WantedBy=multi-user.target
`;

/**
 * Files of the agent (it needs Bash, systemd, curl and the AWS CLI).
 *
 * @param script text of the file `AGENT_SCRIPT`
 */
export function nodeAgentFiles(script: string, settings: NodeAgentSettings): ServerFile[] {
    return [
        { path: "/usr/local/sbin/media-node-agent", permissions: "0755", content: compact(script) },
        { path: "/etc/media-node/agent.conf", content: agentConfiguration(settings) },
        { path: "/etc/systemd/system/media-node-agent.service", content: unit },
    ];
}

/** The last commands of a set-up: the agent tells Auto Scaling that the node is ready, at this boot and every later one. */
export const startAgent = `systemctl daemon-reload
systemctl enable media-node-agent
systemctl restart media-node-agent`;

/** The agent's configuration: assignments that Bash reads. */
export function agentConfiguration(settings: NodeAgentSettings): string {
    const { region, statusUrl, drainMinutes, heartbeatSeconds, launchHook, drainHook } = settings;
    const { sessionsUrl = "", cordonPath = "", reportSessions } = settings;
    const values = {
        AWS_REGION: region,
        STATUS_URL: statusUrl,
        SESSIONS_URL: sessionsUrl,
        CORDON_PATH: cordonPath,
        DRAIN_SECONDS: String(drainMinutes * 60),
        HEARTBEAT_SECONDS: String(heartbeatSeconds),
        LAUNCH_HOOK: launchHook,
        DRAIN_HOOK: drainHook,
        REPORT_SESSIONS: String(reportSessions),
    };
    const lines = Object.entries(values).map(([name, value]) => {
        // Whoever looks for a name in the file reads lines.
        if (value.includes("\n")) throw new Error(`The agent's ${name} must be one line.`);
        return `${name}=${quoted(value)}\n`;
    });
    return lines.join("");
}
