import * as assert from "node:assert/strict";
import type { Settings } from "../../../infra/config/merge";
import { configWith, messagesFor } from "../../support/config";
import { poolConfig, warmPool } from "../groups/pool-settings";

describe("resolveConfig, about pools and drains, refuses", () => {
    const entry = { at: "10:45", timeZone: "Europe/Berlin", state: "Running", min: 1 };
    const pooled = (keys: Settings) => poolConfig({ warmPool: { maxPrepared: 4, ...keys } });
    const edge = (keys: Settings) => ({ groups: { edge: keys } });
    const timeZone = "it must be an IANA time zone such as Europe/Berlin or UTC";
    const time = "it must be a time of day from 00:00 to 23:59, between quotes";
    const drain =
        "it must be a whole number from 5 to 1500, because Auto Scaling lets a hook of 15 minutes wait for 25 hours in all";

    const cases: { what: string; settings: Settings; message: string }[] = [
        {
            what: "a pool that follows its load",
            settings: poolConfig({ cpuTarget: 50 }),
            message: "groups.pool.cpuTarget is 50; a pool must have none, because its application scales it.",
        },
        {
            what: "a group of another role that nobody scales",
            settings: poolConfig({ role: "edge" }),
            message:
                "groups.pool.cpuTarget is missing; a group whose size changes needs cpuTarget or metric, or the role must be pool.",
        },
        {
            what: "a pool as the target of a listener",
            settings: { ...poolConfig(), listeners: [{ port: 443, protocol: "HTTPS", to: "pool" }] },
            message: 'listeners[0].to is "pool"; it must not be a pool, whose sessions live on one node each.',
        },
        {
            what: "a pool as the target of a rule",
            settings: {
                ...poolConfig(),
                listeners: [
                    {
                        port: 443,
                        protocol: "HTTPS",
                        to: "edge",
                        rules: [{ query: { key: "a", value: "b" }, to: "pool" }],
                    },
                ],
            },
            message: 'listeners[0].rules[0].to is "pool"; it must not be a pool, whose sessions live on one node each.',
        },
        {
            what: "a pool in two zones",
            settings: { ...poolConfig(), network: { zones: 2 } },
            message: "network.zones has 2 zones; it must have three, because the group pool is a pool.",
        },
        {
            what: "a pool in two named zones",
            settings: { ...poolConfig(), network: { zones: ["us-east-1a", "us-east-1b"] } },
            message: "network.zones has 2 zones; it must have three, because the group pool is a pool.",
        },
        {
            what: "a pool in two subnets of an existing network",
            settings: {
                ...poolConfig(),
                network: {
                    vpcId: "vpc-0a",
                    publicSubnetIds: ["subnet-0a", "subnet-0b"],
                    privateSubnetIds: ["subnet-0c", "subnet-0d", "subnet-0e"],
                },
            },
            message: "network.publicSubnetIds has 2 zones; it must have three, because the group pool is a pool.",
        },
        {
            what: "a warm pool without an upper limit",
            settings: poolConfig({ warmPool: { min: 1 } }),
            message: "groups.pool.warmPool.maxPrepared is missing; it must be a whole number from 1 to 100.",
        },
        {
            // The provider leaves 0 out, and Auto Scaling takes what is left out for the group's maximum.
            what: "a warm pool for no node",
            settings: pooled({ maxPrepared: 0 }),
            message: "groups.pool.warmPool.maxPrepared is 0; it must be a whole number from 1 to 100.",
        },
        {
            what: "more waiting nodes than may be prepared",
            settings: pooled({ min: 5 }),
            message: "groups.pool.warmPool.min is 5; it must be at most maxPrepared, which is 4.",
        },
        {
            what: "more waiting nodes than may be prepared at some time",
            settings: pooled({ schedule: [{ ...entry, min: 9 }] }),
            message: "groups.pool.warmPool.schedule[0].min is 9; it must be at most maxPrepared, which is 4.",
        },
        {
            what: "a state that Auto Scaling does not know",
            settings: pooled({ state: "Paused" }),
            message: 'groups.pool.warmPool.state is "Paused"; it must be Stopped, Running or Hibernated.',
        },
        {
            what: "a switch without a time zone",
            settings: pooled({ schedule: [{ at: "10:45", state: "Running", min: 1 }] }),
            message: `groups.pool.warmPool.schedule[0].timeZone is missing; ${timeZone}.`,
        },
        {
            what: "a time zone that is none",
            settings: pooled({ schedule: [{ ...entry, timeZone: "Berlin" }] }),
            message: `groups.pool.warmPool.schedule[0].timeZone is "Berlin"; ${timeZone}.`,
        },
        ...["europe/berlin", "+05:30", "Mars/Olympus", "CET "].map((zone) => ({
            what: `the time zone ${zone}`,
            settings: pooled({ schedule: [{ ...entry, timeZone: zone }] }),
            message: `groups.pool.warmPool.schedule[0].timeZone is "${zone}"; ${timeZone}.`,
        })),
        {
            what: "a time that is none",
            settings: pooled({ schedule: [{ ...entry, at: "24:00" }] }),
            message: `groups.pool.warmPool.schedule[0].at is "24:00"; ${time}.`,
        },
        {
            what: "a time that YAML read as a number",
            settings: pooled({ schedule: [{ ...entry, at: 645 }] }),
            message: `groups.pool.warmPool.schedule[0].at is 645; ${time}.`,
        },
        {
            what: "a switch on no day",
            settings: pooled({ schedule: [{ ...entry, days: [] }] }),
            message: "groups.pool.warmPool.schedule[0].days is an empty list; it must name at least one day.",
        },
        {
            what: "two switches at the same time of one day",
            settings: pooled({
                schedule: [
                    { ...entry, days: ["MON", "TUE"] },
                    { ...entry, days: ["TUE"], state: "Stopped" },
                ],
            }),
            message: "groups.pool.warmPool.schedule[1].at is 10:45, like schedule[0]; leave one of the two out.",
        },
        {
            what: "two time zones in one schedule",
            settings: pooled({ schedule: [entry, { ...entry, at: "22:00", timeZone: "Asia/Kolkata" }] }),
            message:
                "groups.pool.warmPool.schedule[1].timeZone is Asia/Kolkata; it must be Europe/Berlin like that of schedule[0].",
        },
        {
            what: "the emptiest node first in a pool",
            settings: poolConfig({ drain: { maxMinutes: 15, emptiestFirst: true, sessionsUrl: "http://127.0.0.1/" } }),
            message:
                "groups.pool.drain.emptiestFirst is true; a pool must have it false, because its application ends nodes by name.",
        },
        {
            what: "balancers that hold connections longer than the drain waits",
            settings: edge({ balancing: { deregistrationSeconds: 301 }, drain: { maxMinutes: 5 } }),
            message:
                "groups.edge.balancing.deregistrationSeconds is 301; it must be at most 300, which is as long as the drain waits for a sign of life.",
        },
        {
            what: "hibernation on a disk without room for memory",
            settings: poolConfig({ disk: { gib: 16 }, warmPool: { state: "Hibernated", maxPrepared: 4 } }),
            message:
                "groups.pool.disk.gib is 16; it must be at least 24 and hold the memory beside the system, because the warm pool hibernates.",
        },
        {
            what: "the emptiest node first without anybody who tells the sessions",
            settings: edge({ drain: { emptiestFirst: true } }),
            message:
                "groups.edge.drain.emptiestFirst is true; drain.sessionsUrl must say where a node tells its sessions.",
        },
        {
            what: "sessions that are told by another host",
            settings: edge({ drain: { sessionsUrl: "http://app.example.com/sessions" } }),
            message:
                'groups.edge.drain.sessionsUrl is "http://app.example.com/sessions"; it must be an address of the node itself such as http://127.0.0.1:8080/sessions.',
        },
        {
            what: "a drain of more than 25 hours",
            settings: edge({ drain: { maxMinutes: 1501 } }),
            message: `groups.edge.drain.maxMinutes is 1501; ${drain}.`,
        },
    ];

    for (const { what, settings, message } of cases) {
        it(what, () => assert.deepEqual(messagesFor(settings), [`media-cluster:${message}`]));
    }

    it("not as many waiting nodes as may be prepared", () => {
        assert.deepEqual(messagesFor(pooled({ min: 4, schedule: [{ ...entry, min: 4 }] })), []);
    });

    it("no pool beside the groups of the profile", () => {
        assert.deepEqual(messagesFor(poolConfig({ warmPool })), []);
    });

    for (const zone of ["UTC", "Etc/UTC", "Asia/Kolkata", "Europe/Kyiv", "America/Argentina/Buenos_Aires"]) {
        it(`not the time zone ${zone}`, () => {
            assert.deepEqual(messagesFor(pooled({ schedule: [{ ...entry, timeZone: zone }] })), []);
        });
    }

    for (const [what, other] of [
        ["another time", { at: "10:46" }],
        ["another day", { days: ["WED"] }],
    ] as const) {
        it(`no second switch at ${what}`, () => {
            const schedule = [
                { ...entry, days: ["MON", "TUE"] },
                { ...entry, days: ["TUE"], ...other },
            ];

            assert.deepEqual(messagesFor(pooled({ schedule })), []);
        });
    }
});

describe("resolveConfig", () => {
    it("lets a warm pool be small, stopped and without reuse unless it is told otherwise", () => {
        const { pool } = configWith(poolConfig({ warmPool: { maxPrepared: 4 } })).groups;

        assert.deepEqual(pool?.warmPool, { state: "Stopped", min: 0, maxPrepared: 4, reuse: false, schedule: [] });
    });
});
