#!/usr/bin/env bash
set -euo pipefail
export AWS_REGION='us-east-1'

retry() {
    local tries=$1
    shift
    until "$@"; do
        tries=$((tries - 1))
        if ((tries <= 0)); then
            echo "Gave up on: $1" >&2
            return 1
        fi
        sleep 5
    done
}

hostnamectl set-hostname 'mongo-1.db.internal'

# The data volume outlives this server: it is formatted only when it is empty.
device=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_vol0123456789abcdef0
retry 120 test -b "$device"
if ! blkid "$device" >/dev/null; then
    mkfs.xfs "$device"
fi
mkdir -p /var/lib/mongo
if ! grep -q ' /var/lib/mongo ' /etc/fstab; then
    printf 'UUID=%s /var/lib/mongo xfs defaults,noatime,nofail 0 2\n' "$(blkid -s UUID -o value "$device")" >>/etc/fstab
fi
mountpoint -q /var/lib/mongo || mount /var/lib/mongo

cat >/etc/yum.repos.d/mongodb.repo <<'REPO'
[mongodb-org-8.0]
name=MongoDB
baseurl=https://repo.mongodb.org/yum/amazon/2023/mongodb-org/8.0/$basearch/
gpgcheck=1
enabled=1
gpgkey=https://pgp.mongodb.com/server-8.0.asc
REPO
retry 24 dnf install -y -q mongodb-org-server mongodb-mongosh-shared-openssl3 jq
chown -R mongod:mongod /var/lib/mongo
mkdir -p /etc/systemd/system/mongod.service.d
cat >/etc/systemd/system/mongod.service.d/volume.conf <<'UNIT'
[Unit]
RequiresMountsFor=/var/lib/mongo
[Service]
LimitNOFILE=65535
# Takes what the volume has grown by since the last start.
ExecStartPre=+/usr/sbin/xfs_growfs /var/lib/mongo
UNIT
systemctl daemon-reload

secret=$(retry 24 aws secretsmanager get-secret-value --region "$AWS_REGION" \
    --secret-id 'arn:aws:secretsmanager:us-east-1:123456789012:secret:mongo-AbCdEf' --query SecretString --output text)
field() { jq -r --arg name "$1" '.[$name]' <<<"$secret"; }
install -m 400 -o mongod -g mongod /dev/stdin /etc/mongod.key < <(field keyFile)

cat >/etc/mongod.conf <<'CONF'
storage:
  dbPath: /var/lib/mongo
systemLog:
  destination: file
  path: /var/log/mongodb/mongod.log
  logAppend: true
net:
  port: 27017
  bindIpAll: true
security:
  authorization: enabled
  keyFile: /etc/mongod.key
replication:
  replSetName: rs0
CONF
systemctl enable --now mongod
retry 60 mongosh --quiet --eval 'db.hello().ok' >/dev/null

# Founds the replica set and its users; passwords reach mongosh through the environment, which no other user can read.
ADMIN_PASSWORD=$(field adminPassword)
APP_PASSWORD=$(field appPassword)
export ADMIN_PASSWORD APP_PASSWORD
cat >/root/initiate.js <<'JS'
if (db.hello().setName === undefined) {
    rs.initiate({ _id: "rs0", members: [{ _id: 0, host: "mongo-1.db.internal:27017", priority: 2 }, { _id: 1, host: "mongo-2.db.internal:27017", priority: 1 }, { _id: 2, host: "mongo-3.db.internal:27017", priority: 1 }] });
}
JS
cat >/root/users.js <<'JS'
const admin = db.getSiblingDB("admin");
function loggedIn() {
    try {
        return admin.auth("admin", process.env.ADMIN_PASSWORD).ok === 1;
    } catch (error) {
        return false;
    }
}
if (!loggedIn()) {
    if (!db.hello().isWritablePrimary) throw new Error("This member is not the primary yet.");
    admin.createUser({ user: "admin", pwd: process.env.ADMIN_PASSWORD, roles: ["root"] });
    if (!loggedIn()) throw new Error("The new administrator cannot log in.");
}
if (admin.getUser("media") === null) {
    admin.createUser({ user: "media", pwd: process.env.APP_PASSWORD, roles: ["readWriteAnyDatabase"] });
}
JS
retry 120 mongosh --quiet --file /root/initiate.js
retry 120 mongosh --quiet --file /root/users.js
rm /root/initiate.js /root/users.js
