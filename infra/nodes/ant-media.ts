import { antMediaAdministrator } from "./ant-media-administrator";
import type { ServerFile } from "./cloud-config";
import { quoted, readSecret } from "./shell";

export interface AntMediaSettings {
    /** Secret that holds the connection string of the cluster's database. */
    readonly uriSecretArn: string;
    /** Secret with `{ email, password, jwtKey }` as JSON. */
    readonly administratorSecretArn: string;
    /** DNS names of the database servers, which may still be starting when the first nodes do; empty for those of others. */
    readonly databaseHosts: readonly string[];
    readonly databasePort: number;
    /** Certificate of the authority that signed the database's, as PEM. Default: one that Java trusts anyway. */
    readonly databaseAuthority?: string;
    /**
     * Ranges that may open the dashboard. The range of the VPC must be among them: the server's filter covers the status
     * page too, and balancers ask for it from inside.
     */
    readonly dashboardCidrs: readonly string[];
}

export const antMediaHome = "/usr/local/antmedia";

const authorityPath = "/etc/media-node/database-authority.pem";

/** File of the status page on the node. */
export function antMediaStatusPage(statusPath: string): string {
    return `${antMediaHome}/webapps/root${statusPath}`;
}

/**
 * Files of an Ant Media node. cloud-init writes them before services start, so that the image's own scripts find the mark
 * of a server that has its first user, and make neither a user nor a key from the instance id.
 *
 * Source: https://github.com/ant-media/Scripts/blob/master/init.sh
 */
export function antMediaFiles({ databaseAuthority }: AntMediaSettings): ServerFile[] {
    const mark: ServerFile = { path: `${antMediaHome}/conf/initialized`, content: "" };
    return databaseAuthority === undefined ? [mark] : [mark, { path: authorityPath, content: databaseAuthority }];
}

/**
 * Commands that make an Ant Media node: settings, cluster mode, which starts the server, its administrator, and last the
 * status page, without which balancers send nothing.
 *
 * The connection string is always a whole URI between double quotes: for anything else the mode script asks a question that
 * nobody answers, and the node stays alone (https://github.com/ant-media/Ant-Media-Server/issues/7838).
 *
 * @param statusPath path that balancers ask for, such as `/no-auth/status`
 */
export function antMediaSteps(settings: AntMediaSettings, statusPath: string): string {
    const { uriSecretArn, administratorSecretArn, databaseHosts, databasePort, dashboardCidrs } = settings;
    const administrator = antMediaAdministrator(administratorSecretArn);
    // The agent asks the server from the node itself.
    const cidrs = [...dashboardCidrs, "127.0.0.1/32"];
    return [
        `# It runs since the image started.
systemctl stop antmedia
rm -f ${antMediaHome}/SECRET_KEY`,
        `properties=${antMediaHome}/conf/red5.properties
set_property() {
    sed -i "/^\${1//./\\\\.}=/d" "$properties"
    printf '\\n%s=%s\\n' "$1" "$2" >>"$properties"
}
# Who may open the dashboard, on whichever port it is asked for.
set_property server.allowed_dashboard_CIDR ${quoted(cidrs.join(","))}
# Nodes talk over private addresses; versions 2.13 to 2.17.1 take the public one unless they are told (#7791).
set_property useGlobalIp false
mkdir -p /etc/systemd/system/antmedia.service.d
printf '[Service]\\nEnvironment=AMS_HOST_ADDRESS=%s\\n' "$NODE_ADDRESS" \\
    >/etc/systemd/system/antmedia.service.d/address.conf
systemctl daemon-reload`,
        administrator.settings,
        ...(settings.databaseAuthority === undefined ? [] : [trustAuthority]),
        ...(databaseHosts.length === 0 ? [] : [waitForDatabase(databaseHosts, databasePort)]),
        `${readSecret("uri", uriSecretArn)}
cd ${antMediaHome}
./change_server_mode.sh cluster "$uri"`,
        administrator.creation,
        statusPage(statusPath),
    ].join("\n\n");
}

/** Java keeps its own list of authorities, which belongs to the Java that the service runs. */
const trustAuthority = `# The database's certificates are signed by an authority of this cluster alone.
java_home=$(systemctl show antmedia --property Environment | grep -o 'JAVA_HOME=[^ ]*' | cut -d = -f 2 || true)
if [[ ! -x $java_home/bin/keytool ]]; then java_home=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")"); fi
if ! "$java_home/bin/keytool" -list -cacerts -storepass changeit -alias media-database >/dev/null 2>&1; then
    "$java_home/bin/keytool" -importcert -noprompt -cacerts -storepass changeit -alias media-database -file ${authorityPath}
fi`;

function waitForDatabase(hosts: readonly string[], port: number): string {
    return `# The server gives up when it finds no database, and a new cluster's database takes minutes to install.
database_answers() {
    local host
    for host in ${hosts.map(quoted).join(" ")}; do
        timeout 5 bash -c "</dev/tcp/$host/${port}" 2>/dev/null && return 0
    done
    return 1
}
retry 120 database_answers`;
}

function statusPage(statusPath: string): string {
    const page = antMediaStatusPage(statusPath);
    return `# Answers the balancers' health checks: a static file, so it needs no login and no application.
install -d -o antmedia -g antmedia ${quoted(page.slice(0, page.lastIndexOf("/")))}
printf 'OK\\n' >${quoted(page)}
chown antmedia:antmedia ${quoted(page)}`;
}
