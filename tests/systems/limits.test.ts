import * as assert from "node:assert/strict";
import { merge, type Settings } from "../../infra/config/merge";
import { examplePlan, inputsOf, ofType, refusedKeys } from "../support/plan";

/** Limits of AWS, which would otherwise show in the middle of a deployment: the last value that passes, and the first that does not. */

interface Limit {
    readonly example?: string;
    /** Key that the message names. */
    readonly key: string;
    readonly settings: (value: number) => Settings;
    readonly passes: readonly number[];
    readonly fails: readonly number[];
}

const edge = (changes: Settings): Settings => ({ groups: { edge: changes } });
const players = (changes: Settings): Settings => ({ hosts: { players: changes } });
const pool = (changes: Settings): Settings => ({ groups: { pool: changes } });
const admin = { port: 4444, protocol: "HTTPS", from: "admins", to: "origin" };
const main = { port: 443, protocol: "HTTPS", to: "origin" };
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
const queryRule = (index: number) => ({ query: { key: "n", value: String(index) }, to: "edge" });
const arn = (index: number) => `arn:aws:acm:us-east-1:123456789012:certificate/${index}`;
/** A second, third … group like the edge. */
const copies = (count: number): Settings =>
    Object.fromEntries(
        times(count, (index) => [
            `edge-${index}`,
            {
                role: "edge",
                size: { min: 1, desired: 1, max: 2 },
                cpuTarget: 60,
                balancing: { algorithm: "round_robin", deregistrationSeconds: 300 },
            },
        ]),
    );

const limits: Record<string, Limit> = {
    "interval of health checks": {
        key: "groups.edge.health.intervalSeconds",
        settings: (intervalSeconds) => edge({ health: { intervalSeconds, timeoutSeconds: 2 } }),
        passes: [5, 300],
        fails: [4, 301],
    },
    "timeout of health checks": {
        key: "groups.edge.health.timeoutSeconds",
        settings: (timeoutSeconds) => edge({ health: { intervalSeconds: 300, timeoutSeconds } }),
        passes: [2, 120],
        fails: [1, 121],
    },
    "timeout below the interval": {
        key: "groups.edge.health.timeoutSeconds",
        settings: (timeoutSeconds) => edge({ health: { intervalSeconds: 30, timeoutSeconds } }),
        passes: [29],
        fails: [30],
    },
    "passed checks": {
        key: "groups.edge.health.healthyThreshold",
        settings: (healthyThreshold) => edge({ health: { healthyThreshold } }),
        passes: [2, 10],
        fails: [1, 11],
    },
    "failed checks": {
        key: "groups.edge.health.unhealthyThreshold",
        settings: (unhealthyThreshold) => edge({ health: { unhealthyThreshold } }),
        passes: [2, 10],
        fails: [1, 11],
    },
    "interval of health checks of hosts": {
        example: "streaming-backend",
        key: "hosts.players.health.intervalSeconds",
        settings: (intervalSeconds) => players({ health: { intervalSeconds, timeoutSeconds: 2 } }),
        passes: [5, 300],
        fails: [4, 301],
    },
    "deregistration delay": {
        example: "streaming-backend",
        key: "hosts.players.balancing.deregistrationSeconds",
        settings: (deregistrationSeconds) => players({ balancing: { deregistrationSeconds } }),
        passes: [0, 3600],
        fails: [-1, 3601],
    },
    "life of the cookie": {
        key: "groups.edge.balancing.stickySeconds",
        settings: (stickySeconds) => edge({ balancing: { stickySeconds } }),
        passes: [1, 604_800],
        fails: [0, 604_801],
    },
    "slow start": {
        example: "streaming-backend",
        key: "hosts.players.balancing.slowStartSeconds",
        settings: (slowStartSeconds) => players({ balancing: { slowStartSeconds } }),
        passes: [30, 900],
        fails: [29, 901],
    },
    "idle timeout": {
        key: "balancer.idleTimeoutSeconds",
        settings: (idleTimeoutSeconds) => ({ balancer: { idleTimeoutSeconds } }),
        passes: [60, 4000],
        fails: [0, 4001],
    },
    "priority of a rule": {
        key: "listeners[0].rules[0].priority",
        settings: (priority) => ({ listeners: [{ ...main, rules: [{ ...queryRule(0), priority }] }, admin] }),
        passes: [1, 50_000],
        fails: [0, 50_001],
    },
    "values of a rule": {
        key: "listeners[0].rules[0]",
        settings: (count) => ({
            listeners: [{ ...main, rules: [{ path: times(count, (i) => `/${i}`), to: "edge" }] }, admin],
        }),
        passes: [5],
        fails: [6],
    },
    "wildcards of a rule": {
        key: "listeners[0].rules[0]",
        settings: (count) => ({
            listeners: [{ ...main, rules: [{ path: [`/${"*".repeat(count)}`], to: "edge" }] }, admin],
        }),
        passes: [5],
        fails: [6, 7],
    },
    "rules of a balancer": {
        key: "listeners",
        settings: (count) => ({ listeners: [{ ...main, rules: times(count, queryRule) }, admin] }),
        passes: [100],
        fails: [101],
    },
    "listeners of an ALB": {
        key: "listeners",
        settings: (count) => ({ listeners: times(count, (i) => ({ ...main, port: 6000 + i })) }),
        passes: [50],
        fails: [51],
    },
    "listeners of an NLB": {
        key: "streams",
        // Two addresses at most: more would be too many targets.
        settings: (count) => ({
            groups: { origin: { size: { max: 2 } } },
            streams: times(count, (i) => ({ port: 6000 + i, protocol: "TCP", to: "origin" })),
        }),
        passes: [50],
        fails: [51],
    },
    "certificates of a balancer": {
        key: "certificate.moreArns",
        settings: (count) => ({ certificate: { moreArns: times(count, arn) } }),
        passes: [25],
        fails: [26],
    },
    "target groups of an ALB": {
        key: "listeners",
        // Ports of the node in the rules would be the shortest way, but a listener has one: 5 targets on each of 20 listeners.
        settings: (count) => ({
            groups: copies(5),
            listeners: times(Math.ceil(count / 5), (i) => ({
                ...main,
                port: 6000 + i,
                targetPort: 6000 + i,
                to: "edge-0",
                rules: times(i * 5 + 5 <= count ? 4 : (count % 5) - 1, (r) => ({
                    ...queryRule(r),
                    to: `edge-${r + 1}`,
                })),
            })),
        }),
        passes: [100],
        fails: [101],
    },
    "target groups of an action": {
        key: "listeners[0].weights",
        settings: (count) => ({
            groups: copies(count),
            listeners: [
                { port: 443, protocol: "HTTPS", weights: Object.fromEntries(times(count, (i) => [`edge-${i}`, 1])) },
                admin,
            ],
        }),
        passes: [5],
        fails: [6],
    },
    "weight of a target": {
        key: "listeners[0].weights.edge",
        settings: (edgeWeight) => ({
            groups: copies(1),
            listeners: [{ port: 443, protocol: "HTTPS", weights: { edge: edgeWeight, "edge-0": 1 } }, admin],
        }),
        passes: [0, 999],
        fails: [-1, 1000],
    },
    "targets of an NLB that balances across zones, each counted once for each of its groups": {
        key: "streams",
        settings: (count) => ({
            groups: { origin: { size: { max: 100 } } },
            streams: times(count / 100, (i) => ({ port: 6000 + i, protocol: "TCP", to: "origin" })),
        }),
        passes: [500],
        fails: [600],
    },
    "nodes of a group": {
        key: "groups.edge.size.max",
        settings: (max) => edge({ size: { max } }),
        passes: [2, 100],
        fails: [101],
    },
    "minutes of a drain: 100 times the heartbeat": {
        key: "groups.edge.drain.maxMinutes",
        settings: (maxMinutes) => edge({ drain: { maxMinutes } }),
        passes: [5, 1500],
        fails: [1501],
    },
    "TTL of node names": {
        key: "registrar.ttlSeconds",
        settings: (ttlSeconds) => ({ registrar: { ttlSeconds } }),
        passes: [1, 300],
        fails: [0, 301],
    },
    "nodes that a warm pool prepares": {
        example: "media-pool",
        key: "groups.pool.warmPool.maxPrepared",
        settings: (maxPrepared) => pool({ warmPool: { maxPrepared } }),
        passes: [6, 100],
        fails: [0, 101],
    },
    "names of a certificate": {
        key: "certificate.names",
        // Beside domain.name.
        settings: (count) => ({ certificate: { names: times(count - 1, (i) => `n${i}.example.com`) } }),
        passes: [10],
        fails: [11],
    },
    "letters of the first name of a certificate": {
        key: "domain.name",
        settings: (length) => ({ domain: { name: `a.${"b".repeat(length - 14)}.example.com` } }),
        passes: [64],
        fails: [65],
    },
};

describe("The limits of AWS", () => {
    for (const [what, { example = "ant-media", key, settings, passes, fails }] of Object.entries(limits)) {
        for (const value of passes) {
            it(`${what}: ${value} passes`, () => assert.deepEqual(refusedKeys(example, settings(value)), []));
        }
        for (const value of fails) {
            it(`${what}: ${value} does not`, () => {
                const keys = refusedKeys(example, settings(value));
                assert.deepEqual([...new Set(keys)], [key]);
            });
        }
    }

    it("hold the heartbeats of all hooks: from 30 to 7200 s, and 48 hours in all", async () => {
        for (const maxMinutes of [5, 15, 120, 1500]) {
            const plan = await examplePlan("ant-media", { preview: true }, edge({ drain: { maxMinutes } }));
            for (const { inputs } of ofType(plan, "hook")) {
                const { heartbeatTimeout } = inputs;
                assert.ok(heartbeatTimeout >= 30 && heartbeatTimeout <= 7200, String(heartbeatTimeout));
                if (!inputs.lifecycleTransition.endsWith("TERMINATING")) continue;
                const longest = Math.min(48 * 3600, 100 * heartbeatTimeout);
                assert.ok(JSON.parse(inputs.notificationMetadata).maxMinutes * 60 <= longest);
            }
        }
    });

    it("hold the warm pool: all fields, never an unlimited one", async () => {
        const plan = await examplePlan("media-pool", { preview: true });
        const [group] = Object.values(inputsOf(plan, "group", ["warmPool"])) as {
            warmPool: { maxGroupPreparedCapacity: number };
        }[];
        assert.ok((group?.warmPool.maxGroupPreparedCapacity ?? -1) >= 1);
    });

    it("hold IPv4 for UDP: an NLB has no IPv6 addresses, whatever the ALB has", async () => {
        const network = {
            vpcId: "vpc-0123456789abcdef0",
            publicSubnetIds: ["subnet-0aaaaaaaaaaaaaa01", "subnet-0aaaaaaaaaaaaaa02"],
            privateSubnetIds: ["subnet-0bbbbbbbbbbbbbb01", "subnet-0bbbbbbbbbbbbbb02"],
        };
        const access = { clients: ["0.0.0.0/0", "::/0"] };
        const changes = merge({ network, access }, { balancer: { ipAddressType: "dualstack" } }) as Settings;
        const { alb, nlb } = inputsOf(await examplePlan("ant-media", { preview: true }, changes), "balancer", [
            "ipAddressType",
        ]);
        assert.deepEqual([alb?.ipAddressType, nlb?.ipAddressType ?? "ipv4"], ["dualstack", "ipv4"]);
    });

    it("have one listener for TCP and UDP on one port", async () => {
        const streams = [{ port: 8890, protocol: "TCP_UDP", to: "origin" }];
        const plan = await examplePlan("ant-media", { preview: true }, { streams });
        assert.deepEqual(
            ofType(plan, "listener")
                .filter(({ inputs }) => inputs.port === 8890)
                .map(({ inputs }) => inputs.protocol),
            ["TCP_UDP"],
        );
    });
});
