import * as assert from "node:assert/strict";
import { merge, type Settings } from "../../../../infra/config/merge";
import { messagesOf, smallest } from "../../../support/config";
import { type Case, describeRefusals } from "./cluster-kinds";

const uri = (text: string) => ({ database: { uri: text, unencrypted: true } });

const cases: readonly Case[] = [
    {
        what: "a key of another Region",
        of: "ant-media",
        with: { kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/0f1e2d3c" },
        says: "kmsKeyArn is of the Region eu-west-1; it must be of us-east-1, where the cluster is.",
    },
    {
        what: "Ant Media without a database",
        of: "web-app",
        with: {
            groups: {
                web: {
                    software: "ant-media",
                    instanceTypes: ["c5.xlarge"],
                    ports: [{ protocol: "udp", from: 50000, to: 60000 }],
                },
            },
        },
        says: "database is missing; the group web needs one to join its cluster: set members, or the uri of an existing one.",
    },
    {
        what: "a bare host as database",
        of: "ant-media",
        with: uri("mongo.example.com"),
        says: "database.uri is not valid; it must be a whole connection string that begins with mongodb://, mongodb+srv:// or redis:// and names a host, because servers take anything else for a file or ask a question that nobody answers.",
    },
    {
        what: "host and port as database",
        of: "ant-media",
        with: uri("10.0.0.7:27017"),
        says: "database.uri is not valid; it must be a whole connection string that begins with mongodb://, mongodb+srv:// or redis:// and names a host, because servers take anything else for a file or ask a question that nobody answers.",
    },
    {
        what: "a new database beside an existing one",
        of: "ant-media",
        with: { database: { uri: "mongodb+srv://u:p@c.example.net/", members: 3 } },
        says: "database.members belongs to a new database; leave it out beside database.uri.",
    },
    {
        what: "a connection without TLS",
        of: "ant-media",
        with: { database: { uri: "mongodb://u:p@db.example.net:27017/?replicaSet=rs0" } },
        says: "database.uri asks for no TLS; add tls=true to it, or set database.unencrypted to true to send logins in the open.",
    },
    {
        what: "a connection whose TLS is switched off",
        of: "ant-media",
        with: { database: { uri: "mongodb+srv://u:p@db.example.net/?tls=false" } },
        says: "database.uri asks for no TLS; add tls=true to it, or set database.unencrypted to true to send logins in the open.",
    },
    {
        what: "Redis without saying that it is in the open",
        of: "ant-media",
        with: { database: { uri: "redis://cache.example.net:6379" } },
        says: "database.uri asks for no TLS; add tls=true to it, or set database.unencrypted to true to send logins in the open.",
    },
    {
        what: "DocumentDB without what it needs",
        of: "ant-media",
        with: uri("mongodb://u:p@c.cluster-1.us-east-1.docdb.amazonaws.com:27017/?replicaSet=rs0"),
        says: "database.uri leads to DocumentDB; it must hold retryWrites=false.",
    },
    {
        what: "an open database of the program's own",
        of: "ant-media",
        with: { database: { unencrypted: true } },
        says: "database.unencrypted is for an existing database, beside database.uri; leave it out.",
    },
    {
        what: "a topic without alarms, and mails beside one",
        of: "ant-media",
        with: { monitoring: { topicArn: "arn:aws:sns:us-east-1:123456789012:alarms", email: "a@example.com" } },
        says: [
            "monitoring.email needs alarms to send; set monitoring.alarms to true, or leave it out.",
            "monitoring.topicArn needs alarms; set monitoring.alarms to true.",
            "monitoring.email subscribes to a new topic; leave it out beside monitoring.topicArn, whose owner says who is told.",
        ],
    },
    {
        what: "a bucket without logs",
        of: "ant-media",
        with: { monitoring: { logBucket: "media-logs" } },
        says: "monitoring.logBucket needs access logs of a balancer; set monitoring.accessLogs to true, or leave it out.",
    },
    {
        what: "a key that is none",
        of: "ant-media",
        with: { kmsKeyArn: "alias/media" },
        says: 'kmsKeyArn is "alias/media"; it must be the ARN of a key such as arn:aws:kms:us-east-1:123456789012:key/0f1e2d3c.',
    },
];

describeRefusals("databases and other things that exist", cases);

describe("resolveConfig, about secrets, refuses", () => {
    it("a connection string that is not a secret, without showing it", () => {
        const given = merge(smallest, { database: { uri: "mongodb+srv://user:hunter2@c.example.net/" } }) as Settings;

        assert.deepEqual(messagesOf(given, { isSecret: () => false }), [
            "media-cluster:database.uri is plain text; it must be a secret: pulumi config set --secret --path database.uri",
        ]);
    });
});
