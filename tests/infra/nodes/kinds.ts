import { parse } from "yaml";
import type { Settings } from "../../../infra/config/merge";
import type { Group } from "../../../infra/config/schema";
import { nodeUserData, type ServerSettings } from "../../../infra/groups/node-user-data";
import { mongoUserData } from "../../../infra/nodes/mongodb";
import { configWith } from "../../support/config";

const arn = (name: string) => `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}-AbCdEf`;
const hosts = ["mongo-1.db.internal", "mongo-2.db.internal", "mongo-3.db.internal"];

/** What a group of Ant Media nodes gets from the cluster around it. */
export const server = {
    region: "us-east-1",
    clusterHosts: ["localhost", "dev-alb-123.us-east-1.elb.amazonaws.com", "stream.example.com"],
    antMedia: {
        uriSecretArn: arn("uri"),
        administratorSecretArn: arn("administrator"),
        databaseHosts: hosts,
        databasePort: 27017,
        databaseAuthority: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        dashboardCidrs: ["203.0.113.0/24", "10.0.0.0/16"],
    },
} satisfies ServerSettings;

/** Without what only nodes with Ant Media need. */
export const plainServer: ServerSettings = { region: server.region, clusterHosts: server.clusterHosts };

/** The group `edge` of the profile, with keys of its own. */
export function groupOf(keys: Settings = {}): Group {
    const { edge } = configWith({ groups: { edge: keys } }).groups;
    if (edge === undefined) throw new Error("There is no group edge.");
    return edge;
}

const mongo = {
    region: "us-east-1",
    hosts,
    replicaSet: "rs0",
    secretArn: arn("mongo"),
    volumeId: "vol-0123456789abcdef0",
    appUser: "media",
};
const ownSetup = 'install -d /srv/app\nprintf "%s\\n" "$CLUSTER_HOSTS" "$NODE_ADDRESS" >/srv/app/hosts';

/** User data of every kind of server. */
export const documents: Readonly<Record<string, string>> = {
    "ant-media.yaml": nodeUserData(groupOf(), server),
    "ant-media-with-setup.yaml": nodeUserData(
        groupOf({ setup: ownSetup, drain: { sessionsUrl: "http://127.0.0.1:8099/sessions" } }),
        { ...server, antMedia: { ...server.antMedia, databaseHosts: [], databaseAuthority: undefined } },
    ),
    "image.yaml": nodeUserData(groupOf({ software: "image", setup: ownSetup }), plainServer),
    "mongodb-founder.yaml": mongoUserData({ ...mongo, host: "mongo-1.db.internal" }),
    "mongodb-member.yaml": mongoUserData({ ...mongo, host: "mongo-2.db.internal" }),
};

/** Contents of the files that a document writes, by path. */
export function filesOf(document: string): Readonly<Record<string, string>> {
    const { write_files } = parse(document) as { write_files: { path: string; content: string }[] };
    return Object.fromEntries(write_files.map(({ path, content }) => [path, content]));
}
