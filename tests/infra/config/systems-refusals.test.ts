import * as assert from "node:assert/strict";
import { merge, type Settings } from "../../../infra/config/merge";
import { resolveConfig } from "../../../infra/config/resolve";
import { messagesOf, smallest } from "../../support/config";

/** Smallest valid settings of each kind of cluster. */
const network = {
    vpcId: "vpc-0123456789abcdef0",
    publicSubnetIds: ["subnet-0aaaaaaaaaaaaaa01", "subnet-0aaaaaaaaaaaaaa02"],
};
const image = { id: "ami-0123456789abcdef0", architecture: "x86_64" };
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/0f1e2d3c";
const settings: Readonly<Record<string, Settings>> = {
    "ant-media": smallest,
    "media-pool": {
        profile: "media-pool",
        domain: { zone: "example.com" },
        groups: { pool: { image, instanceTypes: ["c5.xlarge"] } },
    },
    codestream: {
        profile: "codestream",
        domain: { zone: "example.com", name: "codestream.example.com" },
        network,
        access: { clients: ["203.0.113.0/24"], natAddresses: ["198.51.100.7/32"] },
        hosts: { codestream: { instanceIds: ["i-0aaaaaaaaaaaaaa01"] } },
    },
    "web-app": {
        profile: "web-app",
        domain: { zone: "example.com", name: "app.example.com" },
        groups: { web: { image } },
    },
    "streaming-backend": {
        profile: "streaming-backend",
        domain: { zone: "example.com", name: "play.example.com" },
        network,
        hosts: {
            main: { instanceIds: ["i-0aaaaaaaaaaaaaa01"], health: { port: 8080 } },
            backup: { instanceIds: ["i-0aaaaaaaaaaaaaa02"], health: { port: 8080 } },
        },
        listeners: [{ port: 443, protocol: "HTTPS", weights: { main: 1, backup: 1 } }],
        streams: [
            { port: 9000, protocol: "UDP", to: "main" },
            { port: 9001, protocol: "UDP", to: "backup" },
        ],
    },
};

interface Case {
    readonly what: string;
    readonly of: keyof typeof settings;
    /** Key that is taken out of the settings. */
    readonly without?: string;
    readonly with?: Settings;
    readonly says: string | readonly string[];
}

function withoutKey(value: unknown, path: string | undefined): unknown {
    if (path === undefined) return value;
    const [first = "", ...rest] = path.split(".");
    const entries = Object.entries(value as Settings).filter(([key]) => rest.length > 0 || key !== first);
    return Object.fromEntries(
        entries.map(([key, inner]) => [key, key === first ? withoutKey(inner, rest.join(".")) : inner]),
    );
}

const rule = (more: Settings) => ({ to: "edge", query: { key: "a", value: "b" }, ...more });
const on443 = (...rules: Settings[]) => ({ listeners: [{ port: 443, protocol: "HTTPS", to: "origin", rules }] });
const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ port: 1000 + index, protocol: "HTTPS", to: "origin" }));
const uri = (text: string) => ({ database: { uri: text, unencrypted: true } });

const cases: readonly Case[] = [
    {
        what: "a certificate of another Region",
        of: "ant-media",
        with: { certificate: { arn: certificateArn.replace("us-east-1", "eu-west-1"), moreArns: [certificateArn] } },
        says: "certificate.arn is of the Region eu-west-1; it must be of us-east-1, where the balancer is.",
    },
    {
        what: "a further certificate of another Region",
        of: "ant-media",
        with: { certificate: { moreArns: [certificateArn, certificateArn.replace("us-east-1", "eu-west-1")] } },
        says: "certificate.moreArns[1] is of the Region eu-west-1; it must be of us-east-1, where the balancer is.",
    },
    {
        what: "names of a new certificate beside a given one",
        of: "ant-media",
        with: { certificate: { arn: certificateArn, names: ["a.example.com"] } },
        says: "certificate.names belong to a new certificate; leave them out beside certificate.arn.",
    },
    {
        what: "more names than a certificate holds",
        of: "ant-media",
        with: {
            domain: { aliases: ["a.example.com"] },
            certificate: { names: Array.from({ length: 9 }, (_, index) => `n${index}.example.com`) },
        },
        says: "certificate.names make 11 names with those in domain; ACM allows 10 of one certificate.",
    },
    {
        what: "more names in domain than a certificate holds",
        of: "ant-media",
        with: { domain: { aliases: Array.from({ length: 10 }, (_, index) => `n${index}.example.com`) } },
        says: "domain.aliases make 11 names with those in domain; ACM allows 10 of one certificate.",
    },
    {
        what: "certificate names without TLS",
        of: "web-app",
        with: { certificate: { names: ["a.example.com"] }, listeners: [{ port: 80, protocol: "HTTP", to: "web" }] },
        says: "certificate.names need an HTTPS listener or a TLS stream; there is none.",
    },
    {
        what: "a certificate that is there already",
        of: "ant-media",
        with: { certificate: { arn: certificateArn, moreArns: [certificateArn] } },
        says: "certificate.moreArns[0] is there already; leave one of the two out.",
    },
    {
        what: "a key of another Region",
        of: "ant-media",
        with: { kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/0f1e2d3c" },
        says: "kmsKeyArn is of the Region eu-west-1; it must be of us-east-1, where the cluster is.",
    },
    {
        what: "IPv6 addresses that nobody may reach",
        of: "web-app",
        with: {
            network: { ...network, privateSubnetIds: ["subnet-0bbbbbbbbbbbbbb01", "subnet-0bbbbbbbbbbbbbb02"] },
            balancer: { ipAddressType: "dualstack" },
        },
        says: "access.clients holds no IPv6 range, and balancer.ipAddressType is dualstack; add one, such as ::/0 for everybody.",
    },
    {
        what: "a set-up that does not fit into user data",
        of: "web-app",
        with: { groups: { web: { setup: `# ${"ä".repeat(3000)}` } } },
        says: "groups.web.setup has 6002 bytes; EC2's limit of user data leaves 6000: put the rest into the image.",
    },
    {
        what: "scaling by sessions that nobody reports",
        of: "ant-media",
        with: { groups: { edge: { metric: { namespace: "MediaCluster/Nodes", name: "Sessions", target: 50 } } } },
        says: "groups.edge.metric follows what nodes report; drain.sessionsUrl must say where a node tells its sessions.",
    },
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
        what: "a first name that a certificate cannot hold",
        of: "ant-media",
        with: { domain: { name: `${"a".repeat(53)}.example.com` } },
        says: "domain.name has 65 characters; the first name of a certificate may have 64.",
    },
    {
        what: "an alias outside the zone, and one twice",
        of: "ant-media",
        with: { domain: { aliases: ["edge.example.org", "a.example.com", "a.example.com", "stream.example.com"] } },
        says: [
            'domain.aliases[0] is "edge.example.org"; it must end in ".example.com", the zone of domain.zone.',
            'domain.aliases[2] is "a.example.com", which is a name in domain already; leave one of the two out.',
            'domain.aliases[3] is "stream.example.com", which is a name in domain already; leave one of the two out.',
        ],
    },
    {
        what: "a certificate name outside the zone",
        of: "ant-media",
        with: { certificate: { names: ["*.example.org"] } },
        says: 'certificate.names[0] is "*.example.org"; it must end in ".example.com", the zone of domain.zone.',
    },
    {
        what: "listeners without a name",
        of: "web-app",
        without: "domain.name",
        says: "domain.name is missing; it is the name of the balancer, inside domain.zone.",
    },
    {
        what: "further names of no balancer",
        of: "media-pool",
        with: { domain: { aliases: ["a.example.com"] } },
        says: "domain.aliases need listeners; without them there is no balancer to name.",
    },
    {
        what: "an alias inside the zone of the nodes",
        of: "ant-media",
        with: { domain: { aliases: ["x.nodes.example.com"] } },
        says: 'domain.aliases[0] is "x.nodes.example.com"; it must lie outside of nodes.example.com, which is the zone of the node names alone: choose another name or registrar.label.',
    },
    {
        what: "a CNAME at the top of the zone",
        of: "ant-media",
        with: { domain: { name: "example.com", records: "cname" } },
        says: 'domain.name is "example.com", the top of the zone, where DNS allows no CNAME; set domain.records to alias.',
    },
    {
        what: "private servers without a way out",
        of: "ant-media",
        with: { network: { nat: "none" } },
        says: 'network.nat is "none"; it must be single or per-zone, because the database must sit in private subnets.',
    },
    {
        what: "an internal balancer without private subnets",
        of: "ant-media",
        with: {
            network: { nat: "none" },
            balancer: { scheme: "internal" },
            streamBalancer: { scheme: "internal" },
        },
        says: 'network.nat is "none"; it must be single or per-zone, because the balancer and the stream balancer and the database must sit in private subnets.',
    },
    {
        what: "IPv6 in a new network",
        of: "ant-media",
        with: { balancer: { ipAddressType: "dualstack" } },
        says: 'balancer.ipAddressType is "dualstack"; it needs an existing network with IPv6 (network.vpcId), because the new one has IPv4 only.',
    },
    {
        what: "hosts in a new network",
        of: "ant-media",
        with: {
            hosts: {
                old: {
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
            listeners: [{ port: 443, protocol: "HTTPS", to: "old", targetPort: 80 }],
            streams: [],
        },
        says: "network.vpcId is missing; hosts exist already, so the cluster has to be built in their network: set vpcId and its subnets.",
    },
    {
        what: "one subnet where a balancer needs two zones",
        of: "codestream",
        with: { network: { publicSubnetIds: ["subnet-0aaaaaaaaaaaaaa01"] } },
        says: "network.publicSubnetIds must name at least two different subnets, each in a zone of its own.",
    },
    {
        what: "image and instance types of two architectures",
        of: "ant-media",
        with: {
            groups: { edge: { instanceTypes: ["c5.xlarge", "c7g.xlarge"] } },
            database: { instanceType: "m6gd.large" },
        },
        says: [
            'groups.edge.instanceTypes[1] is "c7g.xlarge", an arm64 type; the image is for x86_64.',
            'database.instanceType is "m6gd.large", an arm64 type; the image is for x86_64.',
        ],
    },
    {
        what: "an x86 type with an image for Arm",
        of: "web-app",
        with: { groups: { web: { image: { architecture: "arm64" }, instanceTypes: ["g5.xlarge"] } } },
        says: 'groups.web.instanceTypes[0] is "g5.xlarge", an x86_64 type; the image is for arm64.',
    },
    {
        what: "an Ant Media server with two processors",
        of: "ant-media",
        with: { groups: { edge: { instanceTypes: ["c5.large"] } } },
        says: 'groups.edge.instanceTypes[0] is "c5.large"; it must be an xlarge or more, because Ant Media Enterprise needs 4 processors and 8 GB.',
    },
    {
        what: "media ports that Ant Media does not use",
        of: "ant-media",
        with: { groups: { edge: { ports: [{ protocol: "udp", from: 50000, to: 59999 }] } } },
        says: "groups.edge.ports must hold UDP 50000 to 60000 and no more around it: there Ant Media sends and receives media.",
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
        what: "a CPU target that no group may have",
        of: "web-app",
        with: { groups: { web: { cpuTarget: 95 } } },
        says: "groups.web.cpuTarget is 95; it must be a number from 10 to 90.",
    },
    {
        what: "Spot with a warm pool",
        of: "ant-media",
        with: { groups: { edge: { spot: { onDemandBase: 2 }, warmPool: { maxPrepared: 4 } } } },
        says: "groups.edge.spot cannot stand beside warmPool, because AWS keeps no Spot nodes in a pool.",
    },
    {
        what: "Spot for calls",
        of: "media-pool",
        with: { groups: { pool: { spot: { onDemandBase: 1 } } } },
        says: "groups.pool.spot cannot be used with the role pool, whose sessions cannot move to another node in two minutes.",
    },
    {
        what: "the CPU target at which a server begins to refuse",
        of: "ant-media",
        with: { groups: { edge: { cpuTarget: 75 } } },
        says: "groups.edge.cpuTarget is 75; it must be from 10 to below 75, because Ant Media refuses new publishers and players at 75 % CPU.",
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
        what: "Spot for publishers",
        of: "ant-media",
        with: { groups: { origin: { spot: { onDemandBase: 1 } } } },
        says: "groups.origin.spot cannot be used with the role origin, whose sessions cannot move to another node in two minutes.",
    },
    {
        what: "more nodes that are never Spot than there can be",
        of: "ant-media",
        with: { groups: { edge: { spot: { onDemandBase: 11 } } } },
        says: "groups.edge.spot.onDemandBase is 11; it must be at most size.max, 10.",
    },
    {
        what: "a schedule that changes nothing, and one out of order",
        of: "ant-media",
        with: {
            groups: {
                edge: {
                    schedules: [
                        { at: "08:00", timeZone: "Europe/Berlin" },
                        { at: "09:00", timeZone: "Europe/Berlin", min: 11 },
                        { at: "10:00", timeZone: "Europe/Berlin", min: 4, desired: 3 },
                        { at: "11:00", timeZone: "Europe/Berlin", max: 1 },
                        { at: "12:00", timeZone: "UTC", min: 4 },
                    ],
                },
            },
        },
        says: [
            "groups.edge.schedules[0] must change min, desired or max.",
            "groups.edge.schedules[1] is min 11, desired 11, max 10; it must be min <= desired <= max.",
            "groups.edge.schedules[2] is min 4, desired 3, max 10; it must be min <= desired <= max.",
            "groups.edge.schedules[3] is min 2, desired 2, max 1; it must be min <= desired <= max.",
            "groups.edge.schedules[4].timeZone is UTC; it must be Europe/Berlin like that of schedules[0].",
        ],
    },
    {
        what: "two schedules of one minute",
        of: "ant-media",
        with: {
            groups: {
                edge: {
                    schedules: [
                        { at: "08:00", timeZone: "Europe/Berlin", days: ["MON", "TUE"], min: 4 },
                        { at: "08:00", timeZone: "Europe/Berlin", days: ["TUE"], min: 5 },
                    ],
                },
            },
        },
        says: "groups.edge.schedules[1].at is 08:00, like schedules[0].",
    },
    {
        what: "a schedule without a time zone",
        of: "ant-media",
        with: { groups: { edge: { schedules: [{ at: "08:00", min: 4 }] } } },
        says: "groups.edge.schedules[0].timeZone is missing; it must be an IANA time zone such as Europe/Berlin or UTC.",
    },
    {
        what: "a figure that a pool would follow",
        of: "media-pool",
        with: { groups: { pool: { metric: { namespace: "MediaCluster/Nodes", name: "Sessions", target: 50 } } } },
        says: "groups.pool.metric is Sessions; a pool must have none, because its application scales it.",
    },
    {
        what: "a pool in two zones",
        of: "media-pool",
        with: { network: { zones: 2 } },
        says: "network.zones has 2 zones; it must have three, because the group pool is a pool.",
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
        what: "a group without balancing behind a balancer",
        of: "ant-media",
        with: {
            groups: { more: { role: "edge", cpuTarget: 60, size: { min: 1, desired: 1, max: 5 } } },
            ...on443(rule({ to: "more" })),
        },
        says: "groups.more.balancing is missing; a balancer sends to this group: set algorithm and deregistrationSeconds.",
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
        what: "hibernation of more memory than AWS writes down",
        of: "media-pool",
        with: {
            groups: {
                pool: {
                    instanceTypes: ["c5.18xlarge", "m5.12xlarge"],
                    disk: { gib: 200 },
                    warmPool: { state: "Hibernated", maxPrepared: 3 },
                },
            },
        },
        says: 'groups.pool.instanceTypes[1] is "m5.12xlarge" with 192 GB of memory; AWS hibernates less than 150.',
    },
    {
        what: "one web server",
        of: "web-app",
        with: { groups: { web: { size: { min: 1 } } } },
        says: [
            "groups.web.size.min is 1; it must be at least 2, so that the site is up when a server is not.",
            "groups.web.cpuTarget is missing; a group whose size changes needs cpuTarget or metric, or the role must be pool.",
        ],
    },
    {
        what: "an application that answers to every name",
        of: "web-app",
        with: { groups: { web: { setup: "echo 'ALLOWED_HOSTS=localhost,*' >.env" } } },
        says: "groups.web.setup lets the application answer to every name (ALLOWED_HOSTS with *); use $CLUSTER_HOSTS and $NODE_ADDRESS.",
    },
    {
        what: "a secret by its name",
        of: "media-pool",
        with: { groups: { pool: { secretArns: ["media-certificate"] } } },
        says: 'groups.pool.secretArns[0] is "media-certificate"; it must be the ARN of a secret such as arn:aws:secretsmanager:us-east-1:123456789012:secret:media-certificate-AbCdEf.',
    },
    {
        what: "more certificates than a balancer has",
        of: "ant-media",
        with: { certificate: { moreArns: Array.from({ length: 26 }, (_, index) => `${certificateArn}${index}`) } },
        says: "certificate.moreArns make 26 certificates; AWS allows a balancer 25.",
    },
    {
        what: "a name that resource names have no room for",
        of: "ant-media",
        with: { groups: { "edge-of-the-northern-sea": { role: "edge" } } },
        says: "groups.edge-of-the-northern-sea has a name that does not fit; it must be up to 16 lower-case letters, digits and dashes.",
    },
    {
        what: "slow start beside least outstanding requests",
        of: "ant-media",
        with: { groups: { edge: { balancing: { slowStartSeconds: 60 } } } },
        says: "groups.edge.balancing.slowStartSeconds is 60; AWS refuses it beside least_outstanding_requests: leave it out, or set algorithm to round_robin.",
    },
    {
        what: "slow start beside least outstanding requests, for hosts",
        of: "codestream",
        with: {
            hosts: { codestream: { balancing: { algorithm: "least_outstanding_requests", slowStartSeconds: 30 } } },
        },
        says: "hosts.codestream.balancing.slowStartSeconds is 30; AWS refuses it beside least_outstanding_requests: leave it out, or set algorithm to round_robin.",
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

    // Streaming backend
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
        what: "a health path that is none",
        of: "streaming-backend",
        with: { hosts: { main: { health: { path: "no-auth/status" } } } },
        says: 'hosts.main.health.path is "no-auth/status"; it must be a path that begins with / such as /no-auth/status.',
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
        what: "streams to hosts of the edge",
        of: "streaming-backend",
        with: { hosts: { backup: { role: "edge" } }, listeners: [{ port: 443, protocol: "HTTPS", to: "main" }] },
        says: 'streams[1].to is "backup", a group of edge nodes; encoders publish to origin nodes.',
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

    // CodeStream
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

    // Existing things
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

describe("resolveConfig, about the five systems", () => {
    const isSecret = (key: string) => key === "database";
    const options = { isSecret, region: "us-east-1" };

    for (const [profile, least] of Object.entries(settings)) {
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
            assert.deepEqual(messagesOf(merge(settings[of], changes) as Settings, options), []);
        });
    }

    it("speaks TLS as soon as there is a certificate, also without a domain", () => {
        const { domain: _, ...nameless } = settings["web-app"] ?? assert.fail();
        const ports = (more: Settings) =>
            resolveConfig({ ...nameless, ...more }, { namespace: "media-cluster" }).listeners.map(({ port }) => port);

        assert.deepEqual(ports({}), [80]);
        assert.deepEqual(ports({ certificate: { arn: certificateArn } }), [80, 443]);
    });

    for (const { what, of, without, with: changes = {}, says } of cases) {
        it(`refuses ${what} (${of})`, () => {
            const expected = typeof says === "string" ? [says] : says;
            const merged = merge(withoutKey(settings[of], without), changes) as Settings;
            const isSecret = (key: string) => key === "database" && JSON.stringify(changes).includes('"uri"');

            assert.deepEqual(
                messagesOf(merged, { ...options, isSecret }),
                expected.map((text) => `media-cluster:${text}`),
            );
        });
    }

    it("refuses a connection string that is not a secret, without showing it", () => {
        const given = merge(smallest, { database: { uri: "mongodb+srv://user:hunter2@c.example.net/" } }) as Settings;

        assert.deepEqual(messagesOf(given, { isSecret: () => false }), [
            "media-cluster:database.uri is plain text; it must be a secret: pulumi config set --secret --path database.uri",
        ]);
    });

    it("does not know the Region beforehand where only AWS does", () => {
        const arn = certificateArn.replace("us-east-1", "eu-west-1");

        assert.deepEqual(messagesOf(merge(smallest, { certificate: { arn } }) as Settings, {}), []);
    });
});
