import * as assert from "node:assert/strict";
import type { Settings } from "../../../infra/config/merge";
import { configWith, messagesFor, messagesOf, smallest } from "../../support/config";

describe("resolveConfig refuses", () => {
    const listener = (more: Settings) => ({ listeners: [{ port: 443, protocol: "HTTPS", to: "origin", ...more }] });
    const existing = {
        vpcId: "vpc-0a",
        publicSubnetIds: ["subnet-0a", "subnet-0b"],
        privateSubnetIds: ["subnet-0c", "subnet-0d"],
    };
    /** Spares the names a certificate, which cannot hold long ones. */
    const given = { arn: "arn:aws:acm:us-east-1:123456789012:certificate/0f1e2d3c" };
    /** Names in a zone whose own name has so many characters. */
    const longDomain = (length: number) => {
        const zone = `${"a".repeat(50)}.`
            .repeat(5)
            .slice("example.com".length - length)
            .concat("example.com");
        return { zone, name: `s.${zone}`, ingestName: `i.${zone}` };
    };
    const cases: { what: string; settings: Settings; message: string }[] = [
        {
            what: "an unknown profile",
            settings: { profile: "ant-medium" },
            message:
                'profile is "ant-medium"; it must be ant-media, media-pool, codestream, web-app or streaming-backend.',
        },
        {
            what: "an unknown key, naming the nearest known one",
            settings: { groups: { edge: { cpuTraget: 50 } } },
            message: "groups.edge.cpuTraget is not a known key; did you mean cpuTarget?",
        },
        {
            what: "an unknown key that resembles none, naming all",
            settings: { database: { colour: "blue" } },
            message:
                "database.colour is not a known key; known here are backup, disk, image, instanceType, members, unencrypted, uri.",
        },
        {
            what: "an unknown key inside a list",
            settings: listener({ rules: [{ query: { key: "a", value: "b" }, target: "edge", to: "edge" }] }),
            message:
                "listeners[0].rules[0].target is not a known key; known here are header, host, path, priority, query, source, to, weights.",
        },
        {
            what: "a value of the wrong type",
            settings: { groups: { origin: { size: "small" } } },
            message: 'groups.origin.size is "small"; it must be a group of keys.',
        },
        {
            what: "a text instead of a list",
            settings: { access: { clients: "0.0.0.0/0" } },
            message: 'access.clients is "0.0.0.0/0"; it must be a list.',
        },
        {
            what: "a list instead of a text",
            settings: { domain: { zone: ["example.com"] } },
            message: "domain.zone is a list; it must be a DNS name in lower case such as stream.example.com.",
        },
        {
            what: "a CPU target at which servers refuse sessions",
            settings: { groups: { edge: { cpuTarget: 80 } } },
            message:
                "groups.edge.cpuTarget is 80; it must be from 10 to below 75, because Ant Media refuses new publishers and players at 75 % CPU.",
        },
        {
            what: "a single zone",
            settings: { network: { zones: 1 } },
            message:
                "network.zones is 1; it must be 2 or 3, or a list of two or three zones such as us-east-1a, because a load balancer needs two zones.",
        },
        {
            what: "a VPC range with host bits",
            settings: { network: { cidr: "10.0.0.1/16" } },
            message:
                'network.cidr is "10.0.0.1/16"; it must be an IPv4 range of size /16 or /17 such as 10.0.0.0/16, without host bits.',
        },
        {
            what: "a VPC range without room for the subnets",
            settings: { network: { cidr: "10.0.0.0/18" } },
            message:
                'network.cidr is "10.0.0.0/18"; it must be an IPv4 range of size /16 or /17 such as 10.0.0.0/16, without host bits.',
        },
        {
            what: "a single named zone",
            settings: { network: { zones: ["us-east-1a"] } },
            message:
                "network.zones is a list; it must be 2 or 3, or a list of two or three zones such as us-east-1a, because a load balancer needs two zones.",
        },
        {
            what: "two rules of one priority",
            settings: listener({
                rules: [
                    { query: { key: "target", value: "edge" }, to: "edge" },
                    { priority: 1, query: { key: "target", value: "origin" }, to: "origin" },
                ],
            }),
            message: "listeners[0].rules[1].priority is 1, which rules[0] has already; give each rule its own.",
        },
        {
            what: "two rules for the same requests",
            settings: listener({
                rules: [
                    { query: { key: "target", value: "edge" }, to: "edge" },
                    { query: { key: "Target", value: "EDGE" }, to: "origin" },
                ],
            }),
            message: "listeners[0].rules[1].query matches what rules[0] matches; leave one of the two out.",
        },
        {
            what: "streams to edge nodes",
            settings: { streams: [{ port: 1935, protocol: "TCP", to: "edge" }] },
            message: 'streams[0].to is "edge", a group of edge nodes; encoders publish to origin nodes.',
        },
        {
            what: "a port between nodes that is named twice",
            settings: { access: { betweenNodes: [5000, 5000] } },
            message: "access.betweenNodes[1] is 5000, which stands in the list already.",
        },
        {
            what: "a port range that is named twice",
            settings: {
                groups: {
                    edge: {
                        ports: [
                            { protocol: "udp", from: 50000, to: 60000 },
                            { protocol: "udp", from: 50000, to: 60000 },
                        ],
                    },
                },
            },
            message: "groups.edge.ports[1] is the same as ports[0]; leave one of the two out.",
        },
        {
            what: "public names for nodes without public addresses",
            settings: { groups: { edge: { publicAddress: false } } },
            message:
                "groups.edge.publicAddress is false; node names lead to public addresses, so set registrar.address to private, or registrar.enabled to false.",
        },
        {
            what: "parts of a new network beside an existing one",
            settings: { network: { ...existing, zones: 2 } },
            message: "network.zones belongs to a new network; leave it out beside network.vpcId.",
        },
        {
            what: "subnets without their VPC",
            settings: { network: { publicSubnetIds: ["subnet-0a", "subnet-0b"] } },
            message: "network.publicSubnetIds needs network.vpcId beside it.",
        },
        {
            what: "an existing network with one subnet",
            settings: { network: { ...existing, privateSubnetIds: ["subnet-0c"] } },
            message: "network.privateSubnetIds must name at least two different subnets, each in a zone of its own.",
        },
        {
            what: "the same subnet twice",
            settings: { network: { ...existing, publicSubnetIds: ["subnet-0a", "subnet-0a"] } },
            message: "network.publicSubnetIds must name at least two different subnets, each in a zone of its own.",
        },
        {
            what: "two listeners on one port",
            settings: {
                listeners: [
                    { port: 443, protocol: "HTTPS", to: "origin" },
                    { port: 443, protocol: "HTTPS", to: "edge" },
                ],
            },
            message:
                "listeners[1].port is 443, which listeners[0] has already; each port of a balancer has one listener.",
        },
        {
            what: "two streams on one port",
            settings: {
                streams: [
                    { port: 1935, protocol: "TCP", to: "origin" },
                    { port: 1935, protocol: "UDP", to: "origin" },
                ],
            },
            message: "streams[1].port is 1935, which streams[0] has already; each port of a balancer has one listener.",
        },
        {
            what: "a listener to a group that does not exist",
            settings: listener({ to: "orign" }),
            message: 'listeners[0].to is "orign", which is neither a group nor hosts; the targets are origin and edge.',
        },
        {
            what: "a rule to a target that does not exist",
            settings: listener({ rules: [{ query: { key: "target", value: "edge" }, to: "edges" }] }),
            message:
                'listeners[0].rules[0].to is "edges", which is neither a group nor hosts; the targets are origin and edge.',
        },
        {
            what: "a stream to a group that does not exist",
            settings: { streams: [{ port: 1935, protocol: "TCP", to: "ingest" }] },
            message: 'streams[0].to is "ingest", which is neither a group nor hosts; the targets are origin and edge.',
        },
        {
            what: "a listener that neither forwards nor redirects",
            settings: listener({ to: undefined }),
            message: "listeners[0] (port 443) must have either to, weights or redirectTo.",
        },
        {
            what: "a redirect to a port without TLS",
            settings: {
                listeners: [
                    { port: 80, protocol: "HTTP", redirectTo: 8443 },
                    { port: 443, protocol: "HTTPS", to: "origin" },
                ],
            },
            message: "listeners[0].redirectTo is 8443; it must be the port of an HTTPS listener: 443.",
        },
        {
            what: "a redirect from TLS",
            settings: {
                listeners: [
                    { port: 443, protocol: "HTTPS", redirectTo: 5443 },
                    { port: 5443, protocol: "HTTPS", to: "edge" },
                ],
            },
            message: "listeners[0].redirectTo is for HTTP listeners only; an HTTPS listener needs to.",
        },
        {
            what: "rules on a listener that redirects",
            settings: {
                listeners: [
                    {
                        port: 80,
                        protocol: "HTTP",
                        redirectTo: 443,
                        rules: [{ query: { key: "a", value: "b" }, to: "edge" }],
                    },
                    { port: 443, protocol: "HTTPS", to: "edge" },
                ],
            },
            message: "listeners[0].rules have no effect on a listener that redirects; leave them out.",
        },
        {
            what: "overlapping ranges of clients",
            settings: { access: { clients: ["10.0.0.0/8", "2001:db8::/32", "10.1.0.0/16"] } },
            message:
                'access.clients[2] is "10.1.0.0/16", which overlaps "10.0.0.0/8" in the same list; leave one of the two out.',
        },
        {
            what: "overlapping IPv6 ranges",
            settings: { access: { clients: ["2001:db8:1::/48", "2001:db8::/32"] } },
            message:
                'access.clients[1] is "2001:db8::/32", which overlaps "2001:db8:1::/48" in the same list; leave one of the two out.',
        },
        {
            what: "a dashboard for everybody",
            settings: { access: { admins: ["0.0.0.0/0"] } },
            message:
                'access.admins[0] is "0.0.0.0/0"; it must not be the whole internet, because it opens the dashboard.',
        },
        {
            what: "a dashboard for half of everybody",
            settings: { access: { admins: ["128.0.0.0/1"] } },
            message:
                'access.admins[0] is "128.0.0.0/1"; it must not be the whole internet, because it opens the dashboard.',
        },
        {
            what: "a dashboard for nobody",
            settings: { access: { admins: [] } },
            message: "access.admins is an empty list; it must name the ranges that may open the dashboard.",
        },
        {
            what: "a name outside the zone",
            settings: { domain: { zone: "example.com", name: "stream.example.org" } },
            message: 'domain.name is "stream.example.org"; it must end in ".example.com", the zone of domain.zone.',
        },
        {
            what: "a name that only ends like the zone",
            settings: { domain: { zone: "example.com", name: "notexample.com" } },
            message: 'domain.name is "notexample.com"; it must end in ".example.com", the zone of domain.zone.',
        },
        {
            what: "one name for both balancers",
            settings: { domain: { ingestName: "stream.example.com" } },
            message: "domain.ingestName must differ from domain.name, because two balancers cannot share a name.",
        },
        {
            what: "sizes out of order",
            settings: { groups: { edge: { size: { min: 3 } } } },
            message: "groups.edge.size is min 3, desired 2, max 10; it must be min <= desired <= max.",
        },
        {
            what: "a health check that outlasts its interval",
            settings: { groups: { origin: { health: { timeoutSeconds: 30 } } } },
            message: "groups.origin.health.timeoutSeconds is 30; it must be less than intervalSeconds, which is 30.",
        },
        {
            what: "a port range in the wrong order",
            settings: { groups: { edge: { ports: [{ protocol: "udp", from: 60000, to: 50000 }] } } },
            message: "groups.edge.ports[0] is 60000 to 50000; from must not be above to.",
        },
        {
            what: "an image without id or look-up",
            settings: { database: { image: { owners: [] } } },
            message: "database.image must have an id, or owners and name to look one up.",
        },
        {
            what: "an even number of database members",
            settings: { database: { members: 2 } },
            message:
                "database.members is 2; it must be 1 or 3, because a replica set needs an odd number to elect a primary.",
        },
        {
            what: "a health path that is not a path",
            settings: { groups: { edge: { health: { path: "status" } } } },
            message:
                'groups.edge.health.path is "status"; it must be a path that begins with / such as /no-auth/status.',
        },
        {
            what: "a mail address that is none",
            settings: { monitoring: { alarms: true, email: "media at example.com" } },
            message: 'monitoring.email is "media at example.com"; it must be a mail address such as media@example.com.',
        },
        {
            what: "mails without alarms",
            settings: { monitoring: { email: "media@example.com" } },
            message: "monitoring.email needs alarms to send; set monitoring.alarms to true, or leave it out.",
        },
        {
            what: "mails without alarms where protection would bring some",
            settings: { protect: true, monitoring: { alarms: false, email: "media@example.com" } },
            message: "monitoring.email needs alarms to send; set monitoring.alarms to true, or leave it out.",
        },
        {
            what: "a disk that the media server does not fit on",
            settings: { groups: { edge: { disk: { gib: 8 } } } },
            message: "groups.edge.disk.gib is 8; it must be at least 16, because the media server needs 16 GiB.",
        },
        ...[
            ["a webhook over plain HTTP", "http://app.example.com/nodes", '"http://app.example.com/nodes"'],
            ["a webhook that is no address", "app.example.com/nodes", '"app.example.com/nodes"'],
            ["a webhook without a host", "https:///nodes", '"https:///nodes"'],
            ["a webhook in two words", "https://app.example.com/my nodes", '"https://app.example.com/my nodes"'],
            ["a webhook with a login, without showing it", "https://me:hunter2@app.example.com/"],
            ["a webhook with a user, without showing it", "https://hunter2@app.example.com/"],
            ["a webhook with a query, without showing it", "https://app.example.com/nodes?key=hunter2"],
            ["a webhook with a fragment, without showing it", "https://app.example.com/nodes#hunter2"],
        ].map(([what = "", url = "", shown = "an address with more than host and path"]) => ({
            what,
            settings: { registrar: { webhook: { url } } },
            message: `registrar.webhook.url is ${shown}; it must be an HTTPS address such as https://app.example.com/nodes, without user name, password, query and fragment, because it is kept in plain text.`,
        })),
        {
            what: "a webhook without an address",
            settings: { registrar: { webhook: {} } },
            message:
                "registrar.webhook.url is missing; it must be an HTTPS address such as https://app.example.com/nodes, without user name, password, query and fragment, because it is kept in plain text.",
        },
        {
            what: "a webhook without the registrar that feeds it",
            settings: { registrar: { enabled: false, webhook: { url: "https://app.example.com/" } } },
            message: "registrar.webhook needs registrar.enabled to be true; without it nobody tells of nodes.",
        },
        {
            what: "private addresses in the public zone",
            settings: { registrar: { address: "private" } },
            message:
                'registrar.address is "private", and node names stand in a public zone, where anybody can look these addresses up; set registrar.privateInPublicZone to true to accept that.',
        },
        ...[0, 301].map((ttlSeconds) => ({
            what: `records that are kept for ${ttlSeconds} seconds`,
            settings: { registrar: { ttlSeconds } },
            message: `registrar.ttlSeconds is ${ttlSeconds}; it must be a whole number from 1 to 300.`,
        })),
        ...[0, 61].map((everyMinutes) => ({
            what: `a comparison every ${everyMinutes} minutes`,
            settings: { registrar: { everyMinutes } },
            message: `registrar.everyMinutes is ${everyMinutes}; it must be a whole number from 1 to 60.`,
        })),
        {
            what: "node names with more than one label",
            settings: { registrar: { label: "eu.nodes" } },
            message: 'registrar.label is "eu.nodes"; it must be one DNS label in lower case such as nodes.',
        },
        {
            what: "a balancer with the name of the nodes' zone",
            settings: { domain: { name: "nodes.example.com" } },
            message:
                'domain.name is "nodes.example.com"; it must lie outside of nodes.example.com, which is the zone of the node names alone: choose another name or registrar.label.',
        },
        {
            what: "a balancer inside the nodes' zone",
            settings: { domain: { ingestName: "rtmp.nodes.example.com" } },
            message:
                'domain.ingestName is "rtmp.nodes.example.com"; it must lie outside of nodes.example.com, which is the zone of the node names alone: choose another name or registrar.label.',
        },
        {
            what: "a node label that is the name of the stream balancer",
            settings: { registrar: { label: "ingest" } },
            message:
                'domain.ingestName is "ingest.example.com"; it must lie outside of ingest.example.com, which is the zone of the node names alone: choose another name or registrar.label.',
        },
        {
            what: "node names that are longer than DNS allows",
            settings: { domain: longDomain(233), certificate: given },
            message:
                "registrar.label makes node names of 254 characters, of which DNS allows 253; choose a shorter one, or a shorter domain.zone.",
        },
        {
            what: "logs without an end",
            settings: { monitoring: { logRetentionDays: 0 } },
            message: "monitoring.logRetentionDays is 0; it must be 7, 14, 30, 60, 90, 180 or 365.",
        },
    ];

    it("not the longest node names that DNS allows", () => {
        assert.deepEqual(messagesFor({ domain: longDomain(232), certificate: given }), []);
    });

    it("not names inside the nodes' zone when nodes get none", () => {
        const settings = { domain: { name: "nodes.example.com" }, registrar: { enabled: false, address: "private" } };

        assert.deepEqual(messagesFor(settings), []);
    });

    it("not a node label that is the name of a stream balancer which is not there", () => {
        assert.deepEqual(messagesFor({ registrar: { label: "ingest" }, streams: [] }), []);
    });

    for (const { what, settings, message } of cases) {
        it(what, () => assert.deepEqual(messagesFor(settings), [`media-cluster:${message}`]));
    }

    it("a group with the name of a balancer or of the database", () => {
        const { edge } = configWith().groups;

        for (const name of ["alb", "nlb", "mongo"]) {
            assert.deepEqual(messagesFor({ groups: { [name]: edge } }), [
                `media-cluster:groups.${name} has the name of a balancer or of the database; choose another.`,
            ]);
        }
    });

    it("TLS listeners and node names without a domain", () => {
        const { domain: _, ...withoutDomain } = smallest;

        assert.deepEqual(messagesOf(withoutDomain), [
            "media-cluster:domain is missing; HTTPS listeners and TLS streams need a certificate: set domain.zone and domain.name, or certificate.arn.",
            "media-cluster:domain is missing; node names need domain.zone. Without names set registrar.enabled to false.",
        ]);
    });

    it("nothing when a certificate is given and the registrar is off", () => {
        const { domain: _, ...withoutDomain } = smallest;
        const certificate = { arn: "arn:aws:acm:us-east-1:123456789012:certificate/0f1e2d3c" };

        assert.deepEqual(messagesOf({ ...withoutDomain, certificate, registrar: { enabled: false } }), []);
    });
});
