import { type Case, describeRefusals, on443, rule } from "./cluster-kinds";

const cases: readonly Case[] = [
    {
        what: "a set-up that does not fit beside that of Ant Media",
        of: "ant-media",
        with: { groups: { edge: { setup: "#".repeat(3001) } } },
        says: "groups.edge.setup has 3001 bytes; EC2's limit of user data leaves 3000: put the rest into the image.",
    },
    {
        what: "the ARN of a secret without its last six characters, which would match nothing",
        of: "media-pool",
        with: { groups: { pool: { secretArns: ["arn:aws:secretsmanager:us-east-1:123456789012:secret:media"] } } },
        says: 'groups.pool.secretArns[0] is "arn:aws:secretsmanager:us-east-1:123456789012:secret:media"; it must be the ARN of a secret such as arn:aws:secretsmanager:us-east-1:123456789012:secret:media-certificate-AbCdEf.',
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
        what: "a group without balancing behind a balancer",
        of: "ant-media",
        with: {
            groups: { more: { role: "edge", cpuTarget: 60, size: { min: 1, desired: 1, max: 5 } } },
            ...on443(rule({ to: "more" })),
        },
        says: "groups.more.balancing is missing; a balancer sends to this group: set algorithm and deregistrationSeconds.",
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
];

describeRefusals("groups", cases);
