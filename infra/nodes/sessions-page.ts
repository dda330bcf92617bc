import type { ServerFile } from "./cloud-config";

/** Page of an Ant Media node that tells its sessions, for `drain.sessionsUrl`. Only the node itself can reach it. */
export const SESSIONS_PAGE = "http://127.0.0.1:8099/sessions";

/** The page's program, in the project's folder. */
export const SESSIONS_SCRIPT = "infra/nodes/media-node-sessions.py";

const name = "media-node-sessions";

/** systemd listens, and starts the program for each request. */
const socket = `[Socket]
ListenStream=127.0.0.1:8099
Accept=yes

[Install]
WantedBy=sockets.target
`;

const service = `[Service]
ExecStart=/usr/local/sbin/${name}
StandardInput=socket
StandardOutput=socket
StandardError=journal
`;

/** @param script text of the file `SESSIONS_SCRIPT` */
export function sessionsPageFiles(script: string): ServerFile[] {
    return [
        { path: `/usr/local/sbin/${name}`, permissions: "0700", content: script },
        { path: `/etc/systemd/system/${name}.socket`, content: socket },
        { path: `/etc/systemd/system/${name}@.service`, content: service },
    ];
}

export const startSessionsPage = `# Tells the sessions of this node, see docs/nodes.md.
systemctl enable --now ${name}.socket`;
