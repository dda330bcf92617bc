import * as assert from "node:assert/strict";
import { readSettings } from "../../../lambda/dns-registrar/settings";
import { SettingsError } from "../../../lambda/environment";
import { environment } from "./rig";

describe("settings of the registrar", () => {
    it("are read from the environment", () => {
        assert.deepEqual(readSettings({ ...environment, RECORD_TTL: "300", NODE_DOMAIN: "Nodes.Example.com." }), {
            zoneId: "Z0EXAMPLENODES7",
            nodeDomain: "nodes.example.com",
            ttl: 300,
            ownerId: "3cc518fd",
            address: "public",
            cluster: "pool-prod",
            tableName: "pool-prod-registrar",
            region: "eu-west-1",
            announcementsQueueUrl: "https://sqs.eu-west-1.amazonaws.com/345678901234/pool-prod-announcements.fifo",
        });
    });

    it("tell nobody of nodes without a queue for it", () => {
        assert.ok(!("announcementsQueueUrl" in readSettings({ ...environment, ANNOUNCEMENTS_QUEUE_URL: "" })));
    });

    it("have a TTL of 60 s unless one is given", () => {
        assert.equal(readSettings({ ...environment, RECORD_TTL: undefined }).ttl, 60);
        assert.equal(readSettings({ ...environment, RECORD_TTL: "" }).ttl, 60);
    });

    for (const [key, value, message] of [
        [
            "ZONE_ID",
            "example.com",
            'ZONE_ID is "example.com"; it must be the id of a hosted zone, such as Z0EXAMPLENODES7.',
        ],
        ["NODE_DOMAIN", "nodes", 'NODE_DOMAIN is "nodes"; it must be a domain name, such as nodes.example.com.'],
        ["NODE_DOMAIN", "*.example.com", 'NODE_DOMAIN is "*.example.com"; it must be a domain name'],
        ["RECORD_TTL", "0", 'RECORD_TTL is "0"; it must be a whole number of seconds from 1 to 300.'],
        ["RECORD_TTL", "301", 'RECORD_TTL is "301"; it must be a whole number of seconds from 1 to 300.'],
        ["RECORD_TTL", "1.5", 'RECORD_TTL is "1.5"; it must be a whole number of seconds from 1 to 300.'],
        ["OWNER_ID", "3CC518FD", 'OWNER_ID is "3CC518FD"; it must be 8 hex digits in lower case.'],
        ["ADDRESS", "both", 'ADDRESS is "both"; it must be either "public" or "private".'],
        ["ADDRESS", undefined, 'ADDRESS is not set; it must be either "public" or "private".'],
        ["TABLE_NAME", "a table", 'TABLE_NAME is "a table"; it must be the name of a DynamoDB table.'],
        [
            "ANNOUNCEMENTS_QUEUE_URL",
            "https://sqs.eu-west-1.amazonaws.com/1/events",
            'ANNOUNCEMENTS_QUEUE_URL is "https://sqs.eu-west-1.amazonaws.com/1/events"; it must be the URL of a FIFO queue',
        ],
        ["CLUSTER", " ", "CLUSTER is not set; it must be the name of the cluster."],
    ] as const) {
        it(`refuse ${key}=${value}`, () => {
            assert.throws(
                () => readSettings({ ...environment, [key]: value }),
                (error) => error instanceof SettingsError && error.message.includes(message),
            );
        });
    }

    it("name everything that is wrong at once", () => {
        assert.throws(() => readSettings({}), {
            name: "SettingsError",
            message:
                "The DNS registrar cannot start. " +
                "ZONE_ID is not set; it must be the id of a hosted zone, such as Z0EXAMPLENODES7. " +
                "NODE_DOMAIN is not set; it must be a domain name, such as nodes.example.com. " +
                "OWNER_ID is not set; it must be 8 hex digits in lower case. " +
                'ADDRESS is not set; it must be either "public" or "private". ' +
                "CLUSTER is not set; it must be the name of the cluster. " +
                "TABLE_NAME is not set; it must be the name of a DynamoDB table. " +
                "AWS_REGION is not set; it must be the name of a Region.",
        });
    });
});
