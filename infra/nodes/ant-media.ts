import { quoted, readSecret, retryFunction } from "./shell";

export interface AntMediaSettings {
    readonly region: string;
    /** Secret that holds the connection string of the cluster's database. */
    readonly uriSecretArn: string;
    /** DNS names of the database servers, which may still be starting when the first nodes do. */
    readonly databaseHosts: readonly string[];
    readonly databasePort: number;
    /** Path that balancers ask for, such as `/no-auth/status`. */
    readonly statusPath: string;
    /**
     * Ranges that may open the dashboard. The range of the VPC must be among them: the server's filter covers the status
     * page too, and balancers ask for it from inside.
     */
    readonly dashboardCidrs: readonly string[];
    /** Commands that install the node's agent, see `nodeAgentSetup`. */
    readonly agent: string;
}

const home = "/usr/local/antmedia";

/** File of the status page on the node. */
export function antMediaStatusPage(statusPath: string): string {
    return `${home}/webapps/root${statusPath}`;
}

/**
 * Script of an Ant Media node's first boot: dashboard filter, then cluster mode, which restarts the server, then the status
 * page and the agent, so that a node whose script failed is never ready, gets no traffic and is replaced.
 *
 * The connection string is always a whole URI between double quotes: for anything else the mode script asks a question that
 * nobody answers, and the node stays alone (https://github.com/ant-media/Ant-Media-Server/issues/7838).
 */
export function antMediaUserData(settings: AntMediaSettings): string {
    const { region, uriSecretArn, databaseHosts, databasePort, statusPath, dashboardCidrs, agent } = settings;
    const page = antMediaStatusPage(statusPath);
    return `#!/usr/bin/env bash
set -euo pipefail
export AWS_REGION=${quoted(region)} PATH="$PATH:/snap/bin"

${retryFunction}

if ! command -v aws >/dev/null; then
    retry 24 snap install aws-cli --classic
fi

# Who may open the dashboard, on whichever port it is asked for.
properties=${home}/conf/red5.properties
sed -i '/^server\\.allowed_dashboard_CIDR=/d' "$properties"
printf 'server.allowed_dashboard_CIDR=%s\\n' ${quoted(dashboardCidrs.join(","))} >>"$properties"

# The server gives up when it finds no database, and a new cluster's database takes minutes to install.
database_answers() {
    local host
    for host in ${databaseHosts.map(quoted).join(" ")}; do
        timeout 5 bash -c "</dev/tcp/$host/${databasePort}" 2>/dev/null && return 0
    done
    return 1
}
retry 120 database_answers

${readSecret("uri", uriSecretArn)}
cd ${home}
./change_server_mode.sh cluster "$uri"

# Answers the balancers' health checks: a static file, so it needs no login and no application.
install -d -o antmedia -g antmedia ${quoted(page.slice(0, page.lastIndexOf("/")))}
printf 'OK\\n' >${quoted(page)}
chown antmedia:antmedia ${quoted(page)}

# Answers the lifecycle hooks, at this boot and every later one.
${agent}`;
}
