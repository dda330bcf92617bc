import { type Case, describeRefusals, on443, rule } from "./cluster-kinds";

const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ port: 1000 + index, protocol: "HTTPS", to: "origin" }));

const cases: readonly Case[] = [
    {
        what: "a host condition without a dot",
        of: "ant-media",
        with: on443({ to: "edge", host: ["edge"] }),
        says: 'listeners[0].rules[0].host[0] is "edge"; it must be a host name of up to 128 characters such as edge.example.com or *.example.com.',
    },
    {
        what: "a path condition with characters that AWS does not take",
        of: "ant-media",
        with: on443({ to: "edge", path: ["/a%20b,c"] }),
        says: `listeners[0].rules[0].path[0] is "/a%20b,c"; it must be a path of up to 128 characters such as /live/*, of letters, digits and _-.$/~"'@:+&.`,
    },
    {
        what: "a check of a stream that begins before the last one ends",
        of: "streaming-backend",
        with: {
            streams: [{ port: 9000, protocol: "UDP", to: "main", health: { intervalSeconds: 5 } }],
            listeners: [{ port: 443, protocol: "HTTPS", weights: { main: 1, backup: 1 } }],
        },
        says: "streams[0].health.intervalSeconds is 5; it must be more than timeoutSeconds of main, which is 5.",
    },
    {
        what: "two rules without a condition, once for each",
        of: "ant-media",
        with: on443({ to: "edge" }, { to: "edge" }),
        says: [
            "listeners[0].rules[0] must have a condition: query, host, path, header or source.",
            "listeners[0].rules[1] must have a condition: query, host, path, header or source.",
        ],
    },
    {
        what: "a share of a pool",
        of: "ant-media",
        with: {
            network: { zones: 3 },
            groups: { pool: { role: "pool", size: { min: 1, desired: 1, max: 5 } } },
            listeners: [{ port: 443, protocol: "HTTPS", weights: { pool: 1 } }],
        },
        says: 'listeners[0].weights.pool is "pool"; it must not be a pool, whose sessions live on one node each.',
    },
    {
        what: "rules of a listener that does not exist",
        of: "ant-media",
        with: { listeners: [{ rules: [rule({})] }] },
        says: [
            "listeners[0].port is missing; it must be a whole number from 1 to 65535.",
            "listeners[0].protocol is missing; it must be HTTP or HTTPS.",
        ],
    },
    {
        what: "a rule without a condition",
        of: "ant-media",
        with: on443({ to: "edge" }),
        says: "listeners[0].rules[0] must have a condition: query, host, path, header or source.",
    },
    {
        what: "a rule with a target and shares",
        of: "ant-media",
        with: on443(rule({ weights: { edge: 1 } })),
        says: "listeners[0].rules[0] must have either to or weights.",
    },
    {
        what: "a rule without a target",
        of: "ant-media",
        with: on443(rule({ to: undefined })),
        says: "listeners[0].rules[0] must have either to or weights.",
    },
    {
        what: "more values than a rule takes",
        of: "ant-media",
        with: on443(rule({ path: ["/a", "/b", "/c"], source: ["203.0.113.0/24", "198.51.100.0/24"] })),
        says: "listeners[0].rules[0] has 6 values in its conditions; AWS takes 5.",
    },
    {
        what: "more wildcards than a rule takes",
        of: "ant-media",
        with: on443({ to: "edge", host: ["*.a.example.com", "?.b.example.com"], path: ["/*/*", "/?/*"] }),
        says: "listeners[0].rules[0] has 6 wildcards in its conditions; AWS takes 5.",
    },
    {
        what: "two rules for the same hosts in another order",
        of: "ant-media",
        with: on443(
            { to: "edge", host: ["a.example.com", "b.example.com"] },
            { to: "origin", host: ["B.example.com", "a.example.com"] },
        ),
        says: "listeners[0].rules[1].host matches what rules[0] matches; leave one of the two out.",
    },
    {
        what: "shares of two tiers",
        of: "ant-media",
        with: { listeners: [{ port: 443, protocol: "HTTPS", weights: { origin: 50, edge: 50 } }] },
        says: "listeners[0].weights must name targets of one role; origin and edge differ.",
    },
    {
        what: "shares of nothing",
        of: "ant-media",
        with: on443(rule({ to: undefined, weights: { edge: 0 } })),
        says: "listeners[0].rules[0].weights must give at least one target a share above 0.",
    },
    {
        what: "a share of what does not exist",
        of: "ant-media",
        with: on443(rule({ to: undefined, weights: { edge: 1, blue: 1 } })),
        says: 'listeners[0].rules[0].weights.blue is "blue", which is neither a group nor hosts; the targets are origin and edge.',
    },
    {
        what: "more shares than an action takes",
        of: "streaming-backend",
        with: {
            hosts: Object.fromEntries(
                ["a", "b", "c", "d"].map((name) => [
                    name,
                    { instanceIds: [`i-0aaaaaaaaaaaaaa0${name}`], health: { port: 80 } },
                ]),
            ),
            listeners: [{ port: 443, protocol: "HTTPS", weights: { main: 1, backup: 1, a: 1, b: 1, c: 1, d: 1 } }],
        },
        says: "listeners[0].weights names 6 targets; AWS takes 5 in one action.",
    },
    {
        what: "more listeners than a balancer has",
        of: "ant-media",
        with: { listeners: many(51) },
        says: "listeners make 51 listeners; AWS allows a balancer 50.",
    },
    {
        what: "more rules than a balancer has",
        of: "ant-media",
        with: on443(...Array.from({ length: 101 }, (_, index) => ({ to: "edge", path: [`/${index}`] }))),
        says: "listeners make 101 rules; AWS allows a balancer 100.",
    },
    {
        what: "more target groups than a balancer has",
        of: "ant-media",
        with: {
            listeners: many(50).map((listener, index) => ({
                ...listener,
                targetPort: 2000 + index,
                rules: [rule({}), { to: "more", path: ["/more"] }],
            })),
            groups: {
                edge: { size: { max: 3 } },
                origin: { size: { max: 3 } },
                more: {
                    role: "edge",
                    cpuTarget: 60,
                    size: { min: 1, desired: 1, max: 3 },
                    balancing: { algorithm: "round_robin", deregistrationSeconds: 300 },
                },
            },
            streams: [],
        },
        says: "listeners make 150 target groups; AWS allows a balancer 100.",
    },
    {
        what: "more targets than a balancer has",
        of: "ant-media",
        with: {
            listeners: many(11).map((listener, index) => ({ ...listener, targetPort: 2000 + index })),
            groups: { origin: { size: { max: 100 } } },
        },
        says: "listeners make 1100 targets; AWS allows a balancer 1000.",
    },
    {
        what: "more targets than a balancer of streams has that crosses zones",
        of: "ant-media",
        with: {
            groups: { origin: { size: { max: 100 } } },
            streams: Array.from({ length: 6 }, (_, index) => ({ port: 2000 + index, protocol: "TCP", to: "origin" })),
        },
        says: "streams make 600 targets; AWS allows a balancer 500.",
    },
    {
        what: "one port of a target in two protocols",
        of: "ant-media",
        with: {
            listeners: [
                { port: 443, protocol: "HTTPS", to: "edge" },
                { port: 8443, protocol: "HTTPS", to: "edge", targetPort: 5080, targetProtocol: "HTTPS" },
            ],
        },
        says: "listeners[1].targetProtocol is HTTPS; it must be HTTP as in listeners[0], which sends to the same port of edge.",
    },
    {
        what: "main and backup on one port",
        of: "streaming-backend",
        with: {
            streams: [
                { port: 9000, protocol: "UDP", to: "main" },
                { port: 9000, protocol: "UDP", to: "backup" },
            ],
        },
        says: "streams[1].port is 9000, which streams[0] has already; each port of a balancer has one listener.",
    },
    {
        what: "SRT on the application balancer",
        of: "streaming-backend",
        with: { listeners: [{ port: 9002, protocol: "UDP", to: "main" }] },
        says: 'listeners[0].protocol is "UDP"; it must be HTTP or HTTPS.',
    },
    {
        what: "a listener that knows no port of its target",
        of: "streaming-backend",
        with: {
            hosts: { players: { instanceIds: ["i-0aaaaaaaaaaaaaa01"] } },
            listeners: [{ port: 443, protocol: "HTTPS", to: "players" }],
        },
        says: "listeners[0].targetPort is missing; it must be the port on which players takes requests.",
    },
    {
        what: "streams to hosts of the edge",
        of: "streaming-backend",
        with: { hosts: { backup: { role: "edge" } }, listeners: [{ port: 443, protocol: "HTTPS", to: "main" }] },
        says: 'streams[1].to is "backup", a group of edge nodes; encoders publish to origin nodes.',
    },
];

describeRefusals("listeners and streams", cases);
