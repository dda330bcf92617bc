import type { ServerFile } from "./cloud-config";

/** Where the data volume is mounted. */
export const DATA_PATH = "/var/lib/mongo";

/** What members show each other to belong together. */
export const KEY_FILE = "/etc/mongod.key";

/** Certificate and private key of this member. */
export const CERTIFICATE_FILE = "/etc/mongod.pem";

/** Certificate of the authority that signed all members' certificates. */
export const AUTHORITY_FILE = "/etc/mongod-authority.pem";

/** The server's settings; the package would overwrite a file in its own place. */
export const SERVER_CONFIG = "/etc/media-node/mongod.conf";

export const repository: ServerFile = {
    path: "/etc/yum.repos.d/mongodb.repo",
    content: `[mongodb-org-8.0]
name=MongoDB
baseurl=https://repo.mongodb.org/yum/amazon/2023/mongodb-org/8.0/$basearch/
gpgcheck=1
enabled=1
gpgkey=https://pgp.mongodb.com/server-8.0.asc
`,
};

/** Starts the server on its volume only, with the open files that the vendor recommends. */
export const unitSettings: ServerFile = {
    path: "/etc/systemd/system/mongod.service.d/volume.conf",
    content: `[Unit]
RequiresMountsFor=${DATA_PATH}
[Service]
LimitNOFILE=65535
# Takes what the volume has grown by since the last start.
ExecStartPre=+/usr/sbin/xfs_growfs ${DATA_PATH}
`,
};

/**
 * Logins and TLS for everybody. Nodes log in by password, so that they need no certificate of their own.
 *
 * Source: https://www.mongodb.com/docs/manual/reference/configuration-options/
 */
export function serverConfig(replicaSet: string): ServerFile {
    return {
        path: SERVER_CONFIG,
        content: `storage:
  dbPath: ${DATA_PATH}
systemLog:
  destination: file
  path: /var/log/mongodb/mongod.log
  logAppend: true
net:
  port: 27017
  bindIpAll: true
  tls:
    mode: requireTLS
    certificateKeyFile: ${CERTIFICATE_FILE}
    CAFile: ${AUTHORITY_FILE}
    allowConnectionsWithoutCertificates: true
security:
  authorization: enabled
  keyFile: ${KEY_FILE}
replication:
  replSetName: ${replicaSet}
`,
    };
}
