import { quoted, readSecret, retryFunction } from "./shell";

export interface AntMediaSettings {
    readonly region: string;
    /** Secret that holds the connection string of the cluster's database. */
    readonly uriSecretArn: string;
    /** Path that balancers ask for, such as `/no-auth/status`. */
    readonly statusPath: string;
    /**
     * Ranges that may open the dashboard. The range of the VPC must be among them: the server's filter covers the status
     * page too, and balancers ask for it from inside.
     */
    readonly dashboardCidrs: readonly string[];
}

const home = "/usr/local/antmedia";

/**
 * Script of an Ant Media node's first boot: status page, dashboard filter, then cluster mode, which restarts the server.
 *
 * The connection string is always a whole URI between double quotes: for anything else the mode script asks a question that
 * nobody answers, and the node stays alone (https://github.com/ant-media/Ant-Media-Server/issues/7838).
 */
export function antMediaUserData({ region, uriSecretArn, statusPath, dashboardCidrs }: AntMediaSettings): string {
    const page = `${home}/webapps/root${statusPath}`;
    return `#!/usr/bin/env bash
set -euo pipefail
export AWS_REGION=${quoted(region)}

${retryFunction}

if ! command -v aws >/dev/null; then
    retry 24 snap install aws-cli --classic
fi

# Answers the balancers' health checks: a static file, so it needs no login and no application.
install -d -o antmedia -g antmedia ${quoted(page.slice(0, page.lastIndexOf("/")))}
printf 'OK\\n' >${quoted(page)}
chown antmedia:antmedia ${quoted(page)}

# Who may open the dashboard, on whichever port it is asked for.
properties=${home}/conf/red5.properties
sed -i '/^server\\.allowed_dashboard_CIDR=/d' "$properties"
printf 'server.allowed_dashboard_CIDR=%s\\n' ${quoted(dashboardCidrs.join(","))} >>"$properties"

${readSecret("uri", uriSecretArn)}
cd ${home}
./change_server_mode.sh cluster "$uri"
`;
}
