import * as assert from "node:assert/strict";
import { join } from "node:path";
import { stringify } from "yaml";
import { configWith, messagesFor, messagesOf } from "../../support/config";
import { assertGolden } from "../../support/golden";

describe("resolveConfig", () => {
    it("fills in everything that the ant-media profile and the rest of the file decide", () => {
        const config = configWith();

        assert.deepEqual(config.network, { kind: "new", cidr: "10.0.0.0/16", zones: 2, nat: "single" });
        assert.deepEqual(config.domain, {
            zone: "example.com",
            name: "stream.example.com",
            aliases: [],
            records: "alias",
            ingestName: "ingest.example.com",
        });
        assert.equal(config.registrar?.nodeDomain, "nodes.example.com");
        assert.deepEqual(config.monitoring, {
            logRetentionDays: 30,
            accessLogs: false,
            flowLogs: false,
            queryLogs: false,
            alarms: false,
        });
        assert.deepEqual(config.groups.origin?.size, { min: 1, desired: 1, max: 10 });
        assert.deepEqual(config.groups.edge?.size, { min: 2, desired: 2, max: 10 });
        assert.deepEqual(
            config.listeners.map(({ port, protocol, to, redirectTo }) => [port, protocol, to ?? redirectTo]),
            [
                [80, "HTTP", 443],
                [443, "HTTPS", "origin"],
                [5080, "HTTP", 5443],
                [5443, "HTTPS", "edge"],
                [4444, "HTTPS", "origin"],
            ],
        );
    });

    it("resolves the smallest file to the reviewed configuration", () => {
        assertGolden(
            join(__dirname, "golden", "ant-media.yaml"),
            stringify(configWith(), { aliasDuplicateObjects: false }),
        );
    });

    it("keeps the profile's other values when the file changes one key of a group", () => {
        const config = configWith({ groups: { edge: { size: { max: 25 } } } });

        assert.deepEqual(config.groups.edge?.size, { min: 2, desired: 2, max: 25 });
        assert.equal(config.groups.edge?.cpuTarget, 60);
    });

    it("turns on access logs, flow logs, query logs and alarms with protection, unless the file says otherwise", () => {
        const monitoring = (settings: object) => configWith({ protect: true, monitoring: settings }).monitoring;
        const all = { logRetentionDays: 30, accessLogs: true, flowLogs: true, queryLogs: true, alarms: true };

        assert.deepEqual(monitoring({}), all);
        assert.deepEqual(monitoring({ flowLogs: false }), { ...all, flowLogs: false });
        assert.deepEqual(monitoring({ queryLogs: false }), { ...all, queryLogs: false });
        assert.deepEqual(monitoring({ alarms: false }), { ...all, alarms: false });
    });

    it("takes an address for mails where there are alarms", () => {
        const email = "media@example.com";

        assert.equal(configWith({ protect: true, monitoring: { email } }).monitoring.email, email);
        assert.equal(configWith({ monitoring: { alarms: true, email } }).monitoring.email, email);
    });

    it("takes an existing network without parts of a new one", () => {
        const network = {
            vpcId: "vpc-0a",
            publicSubnetIds: ["subnet-0a", "subnet-0b"],
            privateSubnetIds: ["subnet-0c", "subnet-0d"],
        };

        assert.deepEqual(configWith({ network }).network, { kind: "existing", ...network });
    });

    it("tells an application of nodes where the file names one, and of private addresses only when that is accepted", () => {
        const url = "https://app.example.com:8443/nodes/eu";
        const settings = { webhook: { url }, address: "private", privateInPublicZone: true };

        const { registrar } = configWith({ registrar: settings });

        assert.deepEqual(registrar?.webhook, { url });
        assert.deepEqual([registrar?.address, registrar?.privateInPublicZone], ["private", true]);
    });

    it("gives nodes no names when the registrar is off", () => {
        assert.equal(configWith({ registrar: { enabled: false } }).registrar, undefined);
    });

    it("lets balancer and node ask for the health page in one protocol: that of the requests on its port", () => {
        const listener = { port: 443, protocol: "HTTPS", to: "edge", targetProtocol: "HTTPS" };
        const protocolOf = (edge: object, more: object = {}) =>
            configWith({ groups: { edge }, listeners: [{ ...listener, ...more }] }).groups.edge?.health.protocol;

        assert.equal(protocolOf({}), "HTTPS");
        assert.equal(protocolOf({ health: { port: 8080 } }, { targetPort: 5443 }), "HTTP");
        assert.equal(protocolOf({ health: { port: 8080, protocol: "HTTPS" } }, { targetPort: 5443 }), "HTTPS");
        assert.equal(configWith().groups.edge?.health.protocol, "HTTP");
        // What is sent to others says nothing of these nodes.
        const toOrigin = configWith({ listeners: [{ ...listener, to: "origin" }] }).groups;
        assert.deepEqual([toOrigin.origin?.health.protocol, toOrigin.edge?.health.protocol], ["HTTPS", "HTTP"]);
    });

    it("reports all wrong keys at once", () => {
        const messages = messagesFor({
            groups: { edge: { drain: { maxMinutes: 1 } } },
            network: { zones: 1 },
            protect: "yes",
        });

        assert.deepEqual(messages, [
            "media-cluster:network.zones is 1; it must be 2 or 3, or a list of two or three zones such as us-east-1a, because a load balancer needs two zones.",
            "media-cluster:groups.edge.drain.maxMinutes is 1; it must be a whole number from 5 to 1500, because Auto Scaling lets a hook of 15 minutes wait for 25 hours in all.",
            'media-cluster:protect is "yes"; it must be true or false.',
        ]);
    });

    it("never shows the value of a secret key", () => {
        const messages = messagesFor({ tags: { owner: 12345 } }, (key) => key === "tags");

        assert.deepEqual(messages, ["media-cluster:tags.owner is not valid; it must be a text."]);
    });

    it("asks for a profile before anything else", () => {
        assert.deepEqual(messagesOf({}), [
            "media-cluster:profile is missing; it must be ant-media, media-pool, codestream, web-app or streaming-backend.",
        ]);
    });
});
