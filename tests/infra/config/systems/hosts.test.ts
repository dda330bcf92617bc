import { type Case, describeRefusals, network } from "./cluster-kinds";

const cases: readonly Case[] = [
    {
        what: "slow start beside least outstanding requests, for hosts",
        of: "codestream",
        with: {
            hosts: { codestream: { balancing: { algorithm: "least_outstanding_requests", slowStartSeconds: 30 } } },
        },
        says: "hosts.codestream.balancing.slowStartSeconds is 30; AWS refuses it beside least_outstanding_requests: leave it out, or set algorithm to round_robin.",
    },
    {
        what: "a name that groups and hosts share",
        of: "web-app",
        with: {
            network: { ...network, privateSubnetIds: ["subnet-0bbbbbbbbbbbbbb01", "subnet-0bbbbbbbbbbbbbb02"] },
            hosts: {
                web: {
                    instanceIds: ["i-0aaaaaaaaaaaaaa01"],
                    health: {
                        path: "/no-auth/status",
                        intervalSeconds: 15,
                        timeoutSeconds: 5,
                        healthyThreshold: 3,
                        unhealthyThreshold: 3,
                    },
                    balancing: { algorithm: "round_robin", deregistrationSeconds: 300 },
                },
            },
            listeners: [{ port: 443, protocol: "HTTPS", to: "web", targetPort: 80 }],
        },
        says: "hosts.web has the name of a group; choose another.",
    },
    {
        what: "an SRT stream to hosts without a health port",
        of: "streaming-backend",
        without: "hosts.backup.health.port",
        with: {
            listeners: [{ port: 443, protocol: "HTTPS", to: "main" }],
        },
        says: "hosts.backup.health.port is missing; streams need the port of the health page, because UDP itself cannot be checked.",
    },
    {
        what: "one streaming server",
        of: "streaming-backend",
        without: "hosts.backup",
        with: { listeners: [{ port: 443, protocol: "HTTPS", to: "main" }], streams: [] },
        says: "hosts name 1 instances; the profile streaming-backend needs at least two.",
    },
    {
        what: "the same instance twice",
        of: "streaming-backend",
        with: { hosts: { main: { instanceIds: ["i-0aaaaaaaaaaaaaa01", "i-0aaaaaaaaaaaaaa01"] } } },
        says: 'hosts.main.instanceIds[1] is "i-0aaaaaaaaaaaaaa01", which stands in the list already.',
    },
    {
        what: "both legs on one node",
        of: "streaming-backend",
        with: { hosts: { backup: { instanceIds: ["i-0aaaaaaaaaaaaaa02", "i-0aaaaaaaaaaaaaa01"] } } },
        says: 'hosts.backup.instanceIds[1] is "i-0aaaaaaaaaaaaaa01", which hosts.main has already; legs of a stream must not share an instance.',
    },
    {
        what: "a health path that is none",
        of: "streaming-backend",
        with: { hosts: { main: { health: { path: "no-auth/status" } } } },
        says: 'hosts.main.health.path is "no-auth/status"; it must be a path that begins with / such as /no-auth/status.',
    },
    {
        what: "hosts that nothing is sent to",
        of: "streaming-backend",
        with: { hosts: { players: { instanceIds: ["i-0aaaaaaaaaaaaaa01"] } } },
        says: "hosts.players are the target of no listener and no stream.",
    },
    {
        what: "origin and edge that share an instance",
        of: "streaming-backend",
        with: {
            hosts: {
                main: { role: "origin" },
                edge: { role: "edge", instanceIds: ["i-0aaaaaaaaaaaaaa01"] },
            },
            listeners: [{ port: 443, protocol: "HTTPS", to: "edge", targetPort: 8080 }],
        },
        says: 'hosts.edge.instanceIds[0] is "i-0aaaaaaaaaaaaaa01", which hosts.main has as origin; origin and edge must not share targets.',
    },
    {
        what: "a check of hosts that outlasts its interval",
        of: "streaming-backend",
        with: { hosts: { main: { health: { timeoutSeconds: 15 } } } },
        says: [
            "hosts.main.health.timeoutSeconds is 15; it must be less than intervalSeconds, which is 15.",
            "streams[0].health.intervalSeconds is 10; it must be more than timeoutSeconds of main, which is 15.",
        ],
    },
    {
        what: "TLS at the listener and a plain host",
        of: "codestream",
        with: {
            listeners: [
                { port: 443, protocol: "HTTPS", to: "codestream", targetPort: 80 },
                { port: 12443, protocol: "HTTPS", to: "codestream", targetPort: 12443, targetProtocol: "HTTPS" },
            ],
        },
        says: "listeners[0].targetProtocol is HTTP; it must be HTTPS like the listener, because clients and host must both speak TLS or both not.",
    },
    {
        what: "a TLS host behind a plain listener",
        of: "codestream",
        with: {
            listeners: [
                { port: 80, protocol: "HTTP", to: "codestream", targetPort: 80 },
                { port: 12080, protocol: "HTTP", to: "codestream", targetPort: 12443, targetProtocol: "HTTPS" },
            ],
        },
        says: "listeners[1].targetProtocol is HTTPS; it must be HTTP like the listener, because clients and host must both speak TLS or both not.",
    },
    {
        what: "one listener with TLS and one without",
        of: "codestream",
        with: {
            listeners: [
                { port: 443, protocol: "HTTPS", to: "codestream", targetPort: 443, targetProtocol: "HTTPS" },
                { port: 12443, protocol: "HTTP", to: "codestream", targetPort: 12080 },
            ],
        },
        says: "listeners[1].protocol is HTTP; it must be HTTPS like that of listeners[0].",
    },
    {
        what: "the API without the broadcaster",
        of: "codestream",
        with: {
            listeners: [{ port: 443, protocol: "HTTPS", to: "codestream", targetPort: 443, targetProtocol: "HTTPS" }],
        },
        says: "listeners have the ports 443; they must be 80 and 12080, or with TLS 443 and 12443: the API and the broadcaster.",
    },
    {
        what: "two CodeStream hosts",
        of: "codestream",
        with: { hosts: { codestream: { instanceIds: ["i-0aaaaaaaaaaaaaa01", "i-0aaaaaaaaaaaaaa02"] } } },
        says: "hosts name 2 instances; CodeStream runs on exactly one.",
    },
    {
        what: "a matcher that takes a draining host for healthy",
        of: "codestream",
        with: { hosts: { codestream: { health: { matcher: "200,410" } } } },
        says: 'hosts.codestream.health.matcher is "200,410"; it must be 200, because a wider matcher takes nodes for healthy that refuse or drain sessions (410, 503).',
    },
    {
        what: "no address of the host itself",
        of: "codestream",
        with: { access: { natAddresses: [] } },
        says: "access.natAddresses is an empty list; it must name the address by which the host itself reaches the balancer, such as 198.51.100.7/32.",
    },
    {
        what: "a range instead of the host's address",
        of: "codestream",
        with: { access: { natAddresses: ["198.51.100.0/24"] } },
        says: 'access.natAddresses[0] is "198.51.100.0/24"; it must be the address of one host such as 198.51.100.7/32, without host bits.',
    },
    {
        what: "no clients",
        of: "codestream",
        without: "access.clients",
        says: "access.clients is missing; it must be a list.",
    },
];

describeRefusals("existing hosts", cases);
