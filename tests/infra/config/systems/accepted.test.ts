import * as assert from "node:assert/strict";
import { merge, type Settings } from "../../../../infra/config/merge";
import { resolveConfig } from "../../../../infra/config/resolve";
import { messagesOf, smallest } from "../../../support/config";
import { type Case, certificateArn, leastSettings, on443, options } from "./cluster-kinds";

describe("resolveConfig, about the five systems", () => {
    for (const [profile, least] of Object.entries(leastSettings)) {
        it(`takes the least that ${profile} needs`, () => {
            assert.doesNotThrow(() => resolveConfig(least, { namespace: "media-cluster", ...options }));
        });
    }

    const taken: readonly Omit<Case, "says">[] = [
        {
            what: "as many names as a certificate holds",
            of: "ant-media",
            with: { certificate: { names: Array.from({ length: 9 }, (_, index) => `n${index}.example.com`) } },
        },
        {
            what: "the longest first name of a certificate",
            of: "ant-media",
            with: { domain: { name: `${"a".repeat(52)}.example.com` } },
        },
        {
            what: "a network without private subnets for a database elsewhere",
            of: "ant-media",
            with: { network: { nat: "none" }, database: { uri: "mongodb+srv://u:p@c.example.net/" } },
        },
        {
            what: "paths that differ in case",
            of: "ant-media",
            with: on443({ to: "edge", path: ["/live"] }, { to: "origin", path: ["/Live"] }),
        },
        {
            what: "a schedule down to nothing, and one that builds on another",
            of: "ant-media",
            with: {
                groups: {
                    edge: {
                        size: { min: 0 },
                        schedules: [
                            { at: "08:00", timeZone: "Europe/Berlin", desired: 0 },
                            { at: "18:00", timeZone: "Europe/Berlin", max: 20 },
                            { at: "19:00", timeZone: "Europe/Berlin", min: 12 },
                        ],
                    },
                },
            },
        },
        {
            what: "a group that follows the time of day alone",
            of: "web-app",
            with: { groups: { web: { size: { max: 6 }, schedules: [{ at: "08:00", timeZone: "UTC", min: 4 }] } } },
        },
        {
            what: "two hosts for streams of different kinds on one instance",
            of: "streaming-backend",
            with: {
                hosts: { backup: { instanceIds: ["i-0aaaaaaaaaaaaaa01", "i-0aaaaaaaaaaaaaa02"] } },
                streams: [
                    { port: 1935, protocol: "TCP", to: "main" },
                    { port: 9001, protocol: "UDP", to: "backup" },
                ],
            },
        },
        {
            what: "no media ports of nodes without public addresses",
            of: "ant-media",
            with: { registrar: { enabled: false }, groups: { edge: { publicAddress: false, ports: [] } } },
        },
        {
            what: "TLS under its older name",
            of: "ant-media",
            with: { database: { uri: "mongodb://u:p@db.example.net:27017/?ssl=true" } },
        },
        {
            what: "a connection string that only its owner can read",
            of: "ant-media",
            with: { database: { uri: "[secret]" } },
        },
    ];
    for (const { what, of, with: changes } of taken) {
        it(`takes ${what} (${of})`, () => {
            assert.deepEqual(messagesOf(merge(leastSettings[of], changes) as Settings, options), []);
        });
    }

    it("speaks TLS as soon as there is a certificate, also without a domain", () => {
        const { domain: _, ...nameless } = leastSettings["web-app"] ?? assert.fail();
        const ports = (more: Settings) =>
            resolveConfig({ ...nameless, ...more }, { namespace: "media-cluster" }).listeners.map(({ port }) => port);

        assert.deepEqual(ports({}), [80]);
        assert.deepEqual(ports({ certificate: { arn: certificateArn } }), [80, 443]);
    });

    it("does not know the Region beforehand where only AWS does", () => {
        const arn = certificateArn.replace("us-east-1", "eu-west-1");

        assert.deepEqual(messagesOf(merge(smallest, { certificate: { arn } }) as Settings, {}), []);
    });
});
