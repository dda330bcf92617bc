import { cloudConfig, type ServerFile } from "./cloud-config";
import {
    AUTHORITY_FILE,
    CERTIFICATE_FILE,
    DATA_PATH,
    KEY_FILE,
    repository,
    SERVER_CONFIG,
    serverConfig,
    unitSettings,
} from "./mongodb-files";
import { foundingScript, usersScript } from "./mongodb-users";
import { compact, quoted, readSecret, setupStart } from "./shell";

export interface MongoMemberSettings {
    readonly region: string;
    /** DNS name of this member. */
    readonly host: string;
    /** DNS names of all members; the first one founds the replica set. */
    readonly hosts: readonly string[];
    readonly replicaSet: string;
    /** Secret with `{ adminPassword, appPassword, keyFile, authority, certificates }` as JSON. */
    readonly secretArn: string;
    /** EBS volume that keeps the data, attached after the server has started. */
    readonly volumeId: string;
    /** User that media nodes log in as. */
    readonly appUser: string;
}

const setupPath = "/usr/local/sbin/database-setup";
const foundingPath = "/etc/media-node/found-replica-set.js";
const usersPath = "/etc/media-node/make-users.js";

/**
 * User data of a database server on Amazon Linux 2023: data volume, MongoDB, key file and certificate, and on the first member
 * the replica set with its users. A replaced server runs it again and finds data, set and users in place.
 */
export function mongoUserData(settings: MongoMemberSettings): string {
    const { region, host, hosts, secretArn, replicaSet, appUser } = settings;
    const isFounder = host === hosts[0];
    const founding: ServerFile[] = [
        { path: foundingPath, content: foundingScript(hosts, replicaSet) },
        { path: usersPath, content: usersScript(appUser) },
    ];
    const parts = [
        setupStart(region),
        `hostnamectl set-hostname ${quoted(host)}`,
        mountVolume(settings.volumeId),
        `retry 24 dnf install -y -q mongodb-org-server mongodb-mongosh-shared-openssl3 jq
chown -R mongod:mongod ${DATA_PATH}
install -m 644 ${SERVER_CONFIG} /etc/mongod.conf`,
        `${readSecret("secret", secretArn)}
field() { jq -er --arg name "$1" '.[$name]' <<<"$secret"; }
field keyFile | install -m 400 -o mongod -g mongod /dev/stdin ${KEY_FILE}
field authority | install -m 444 /dev/stdin ${AUTHORITY_FILE}
jq -er --arg host ${quoted(host)} '.certificates[$host]' <<<"$secret" |
    install -m 400 -o mongod -g mongod /dev/stdin ${CERTIFICATE_FILE}`,
        `systemctl daemon-reload
systemctl enable --now mongod
shell() { mongosh --quiet --tls --tlsCAFile ${AUTHORITY_FILE} "$@"; }
retry 60 shell --eval 'db.hello().ok' >/dev/null`,
        ...(isFounder ? [found] : []),
    ];
    return cloudConfig({
        files: [
            repository,
            unitSettings,
            serverConfig(replicaSet),
            ...(isFounder ? founding : []),
            { path: setupPath, permissions: "0700", content: compact(`${parts.join("\n\n")}\n`) },
        ],
        command: setupPath,
    });
}

/** On Nitro instances a volume shows under its own id, whatever device name was asked for. */
function mountVolume(volumeId: string): string {
    return `# The data volume outlives this server: it is formatted only when it is empty.
device=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volumeId.replace("-", "")}
retry 120 test -b "$device"
if ! blkid "$device" >/dev/null; then
    mkfs.xfs "$device"
fi
mkdir -p ${DATA_PATH}
if ! grep -q ' ${DATA_PATH} ' /etc/fstab; then
    printf 'UUID=%s ${DATA_PATH} xfs defaults,noatime,nofail 0 2\\n' "$(blkid -s UUID -o value "$device")" >>/etc/fstab
fi
mountpoint -q ${DATA_PATH} || mount ${DATA_PATH}`;
}

/** Passwords reach the shell of MongoDB through the environment. */
const found = `# Founds the replica set and its users.
ADMIN_PASSWORD=$(field adminPassword)
APP_PASSWORD=$(field appPassword)
export ADMIN_PASSWORD APP_PASSWORD
retry 120 shell --file ${foundingPath}
retry 120 shell --file ${usersPath}`;
