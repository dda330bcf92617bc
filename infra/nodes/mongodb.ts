import { quoted, readSecret, retryFunction } from "./shell";

export interface MongoMemberSettings {
    readonly region: string;
    /** DNS name of this member. */
    readonly host: string;
    /** DNS names of all members; the first one founds the replica set. */
    readonly hosts: readonly string[];
    readonly replicaSet: string;
    /** Secret with `{ adminPassword, appPassword, keyFile }` as JSON. */
    readonly secretArn: string;
    /** EBS volume that keeps the data, attached after the server has started. */
    readonly volumeId: string;
    /** User that media nodes log in as. */
    readonly appUser: string;
}

const adminUser = "admin";
const data = "/var/lib/mongo";
const keyFile = "/etc/mongod.key";

/**
 * Script of a database server's first boot on Amazon Linux 2023: data volume, MongoDB, key file, and on the first member the
 * replica set with its users. A replaced server runs it again and finds data, set and users in place.
 */
export function mongoUserData(settings: MongoMemberSettings): string {
    const { region, host, hosts, secretArn } = settings;
    return `#!/usr/bin/env bash
set -euo pipefail
export AWS_REGION=${quoted(region)}

${retryFunction}

hostnamectl set-hostname ${quoted(host)}

${mountVolume(settings.volumeId)}

${installServer}

${readSecret("secret", secretArn)}
field() { jq -r --arg name "$1" '.[$name]' <<<"$secret"; }
install -m 400 -o mongod -g mongod /dev/stdin ${keyFile} < <(field keyFile)

cat >/etc/mongod.conf <<'CONF'
${serverConfig(settings.replicaSet)}
CONF
systemctl enable --now mongod
retry 60 mongosh --quiet --eval 'db.hello().ok' >/dev/null
${host === hosts[0] ? foundReplicaSet(settings) : ""}`;
}

/** On Nitro instances a volume shows under its own id, whatever device name was asked for. */
function mountVolume(volumeId: string): string {
    return `# The data volume outlives this server: it is formatted only when it is empty.
device=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_${volumeId.replace("-", "")}
retry 120 test -b "$device"
if ! blkid "$device" >/dev/null; then
    mkfs.xfs "$device"
fi
mkdir -p ${data}
if ! grep -q ' ${data} ' /etc/fstab; then
    printf 'UUID=%s ${data} xfs defaults,noatime,nofail 0 2\\n' "$(blkid -s UUID -o value "$device")" >>/etc/fstab
fi
mountpoint -q ${data} || mount ${data}`;
}

const installServer = `cat >/etc/yum.repos.d/mongodb.repo <<'REPO'
[mongodb-org-8.0]
name=MongoDB
baseurl=https://repo.mongodb.org/yum/amazon/2023/mongodb-org/8.0/$basearch/
gpgcheck=1
enabled=1
gpgkey=https://pgp.mongodb.com/server-8.0.asc
REPO
retry 24 dnf install -y -q mongodb-org-server mongodb-mongosh-shared-openssl3 jq
chown -R mongod:mongod ${data}
mkdir -p /etc/systemd/system/mongod.service.d
cat >/etc/systemd/system/mongod.service.d/volume.conf <<'UNIT'
[Unit]
RequiresMountsFor=${data}
[Service]
LimitNOFILE=65535
# Takes what the volume has grown by since the last start.
ExecStartPre=+/usr/sbin/xfs_growfs ${data}
UNIT
systemctl daemon-reload`;

function serverConfig(replicaSet: string): string {
    return `storage:
  dbPath: ${data}
systemLog:
  destination: file
  path: /var/log/mongodb/mongod.log
  logAppend: true
net:
  port: 27017
  bindIpAll: true
security:
  authorization: enabled
  keyFile: ${keyFile}
replication:
  replSetName: ${replicaSet}`;
}

/**
 * Without users MongoDB lets local connections make the first one; from then on everything needs a login. Each step looks
 * first, so that it can be repeated.
 */
function foundReplicaSet({ hosts, replicaSet, appUser }: MongoMemberSettings): string {
    // The founder is preferred as primary, because only there can the first user be made.
    const members = hosts
        .map((host, id) => `{ _id: ${id}, host: "${host}:27017", priority: ${id === 0 ? 2 : 1} }`)
        .join(", ");
    return `
# Founds the replica set and its users; passwords reach mongosh through the environment, which no other user can read.
ADMIN_PASSWORD=$(field adminPassword)
APP_PASSWORD=$(field appPassword)
export ADMIN_PASSWORD APP_PASSWORD
cat >/root/initiate.js <<'JS'
if (db.hello().setName === undefined) {
    rs.initiate({ _id: "${replicaSet}", members: [${members}] });
}
JS
cat >/root/users.js <<'JS'
const admin = db.getSiblingDB("admin");
function loggedIn() {
    try {
        return admin.auth("${adminUser}", process.env.ADMIN_PASSWORD).ok === 1;
    } catch (error) {
        return false;
    }
}
if (!loggedIn()) {
    if (!db.hello().isWritablePrimary) throw new Error("This member is not the primary yet.");
    admin.createUser({ user: "${adminUser}", pwd: process.env.ADMIN_PASSWORD, roles: ["root"] });
    if (!loggedIn()) throw new Error("The new administrator cannot log in.");
}
if (admin.getUser("${appUser}") === null) {
    admin.createUser({ user: "${appUser}", pwd: process.env.APP_PASSWORD, roles: ["readWriteAnyDatabase"] });
}
JS
retry 120 mongosh --quiet --file /root/initiate.js
retry 120 mongosh --quiet --file /root/users.js
rm /root/initiate.js /root/users.js
`;
}
