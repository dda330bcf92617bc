import { drainHeartbeat } from "../drain-heartbeat";
import { hibernates } from "../hibernates";
import type { ConfigIssue } from "../issues";
import type { ClusterSettings, WarmPool } from "../schema";
import { targetPlaces } from "./balancing";
import type { Check } from "./check";

/** Zones that a pool spans, so that the loss of one leaves room for its sessions. */
const POOL_ZONES = 3;

export const loadIsFollowedOrLeftToTheApplication: Check = ({ groups }) =>
    Object.entries(groups).flatMap(([name, { role, cpuTarget, metric, size, schedules }]) => {
        const key = `groups.${name}.cpuTarget`;
        if (role === "pool") {
            const given = { [key]: cpuTarget, [`groups.${name}.metric`]: metric?.name };
            return Object.entries(given).flatMap(([own, value]) =>
                value === undefined
                    ? []
                    : [{ key: own, text: `is ${value}; a pool must have none, because its application scales it.` }],
            );
        }
        return cpuTarget === undefined && metric === undefined && schedules.length === 0 && size.min < size.max
            ? [
                  {
                      key,
                      text: "is missing; a group whose size changes needs cpuTarget or metric, or the role must be pool.",
                  },
              ]
            : [];
    });

export const poolsTakeNoTrafficFromBalancers: Check = (settings) =>
    targetPlaces(settings).flatMap(({ key, name }) =>
        settings.groups[name]?.role === "pool"
            ? [{ key, text: `is "${name}"; it must not be a pool, whose sessions live on one node each.` }]
            : [],
    );

export const poolsSpanThreeZones: Check = ({ groups, network }) => {
    const pools = Object.entries(groups).filter(([, { role }]) => role === "pool");
    return pools.flatMap(([name, { publicAddress }]) => {
        const { key, zones } = zonesOf(network, publicAddress);
        return zones === undefined || zones >= POOL_ZONES
            ? []
            : [{ key, text: `has ${zones} zones; it must have three, because the group ${name} is a pool.` }];
    });
};

function zonesOf({ zones, vpcId, ...ids }: ClusterSettings["network"], isPublic: boolean) {
    if (vpcId === undefined) {
        return { key: "network.zones", zones: Array.isArray(zones) ? zones.length : zones };
    }
    const key = isPublic ? "publicSubnetIds" : "privateSubnetIds";
    return { key: `network.${key}`, zones: ids[key]?.length };
}

export const emptinessIsKnownAndAsked: Check = ({ groups }) =>
    Object.entries(groups).flatMap(([name, { role, drain }]) => {
        const key = `groups.${name}.drain.emptiestFirst`;
        if (!drain.emptiestFirst) return [];
        // Auto Scaling never ends protected nodes by itself.
        if (role === "pool") {
            return [{ key, text: "is true; a pool must have it false, because its application ends nodes by name." }];
        }
        return drain.sessionsUrl === undefined
            ? [{ key, text: "is true; drain.sessionsUrl must say where a node tells its sessions." }]
            : [];
    });

/** Nodes report sessions only where they know whom to ask. */
export const followedSessionsAreReported: Check = ({ groups }) =>
    Object.entries(groups).flatMap(([name, { role, metric, drain }]) =>
        role !== "pool" && metric?.namespace === "MediaCluster/Nodes" && drain.sessionsUrl === undefined
            ? [
                  {
                      key: `groups.${name}.metric`,
                      text: "follows what nodes report; drain.sessionsUrl must say where a node tells its sessions.",
                  },
              ]
            : [],
    );

export const deregistrationEndsWithinTheHook: Check = ({ groups }) =>
    Object.entries(groups).flatMap(([name, { balancing, drain }]) => {
        const most = drainHeartbeat(drain);
        const given = balancing?.deregistrationSeconds ?? 0;
        const key = `groups.${name}.balancing.deregistrationSeconds`;
        return given > most
            ? [
                  {
                      key,
                      text: `is ${given}; it must be at most ${most}, which is as long as the drain waits for a sign of life.`,
                  },
              ]
            : [];
    });

export const warmPoolsAreInOrder: Check = ({ groups }) =>
    Object.entries(groups).flatMap(([name, { warmPool }]) =>
        warmPool
            ? [...sizeIssues(name, warmPool), ...zoneIssues(name, warmPool), ...overlapIssues(name, warmPool)]
            : [],
    );

function sizeIssues(name: string, { min, maxPrepared, schedule }: WarmPool): ConfigIssue[] {
    const minimums = [
        { key: `groups.${name}.warmPool.min`, min },
        ...schedule.map((entry, index) => ({ key: `groups.${name}.warmPool.schedule[${index}].min`, min: entry.min })),
    ];
    return minimums.flatMap(({ key, min: given }) =>
        given > maxPrepared
            ? [{ key, text: `is ${given}; it must be at most maxPrepared, which is ${maxPrepared}.` }]
            : [],
    );
}

/** In two zones the order of switches could change with the season. */
function zoneIssues(name: string, { schedule }: WarmPool): ConfigIssue[] {
    const [first] = schedule;
    return schedule.flatMap(({ timeZone }, index) =>
        first !== undefined && timeZone !== first.timeZone
            ? [
                  {
                      key: `groups.${name}.warmPool.schedule[${index}].timeZone`,
                      text: `is ${timeZone}; it must be ${first.timeZone} like that of schedule[0].`,
                  },
              ]
            : [],
    );
}

/** Two switches in the same minute would leave it to chance which one wins. */
function overlapIssues(name: string, { schedule }: WarmPool): ConfigIssue[] {
    return schedule.flatMap((entry, index) => {
        const same = schedule.findIndex((other) => areAtTheSameTime(entry, other));
        const key = `groups.${name}.warmPool.schedule[${index}].at`;
        return same < index ? [{ key, text: `is ${entry.at}, like schedule[${same}]; leave one of the two out.` }] : [];
    });
}

type Entry = WarmPool["schedule"][number];

function areAtTheSameTime(a: Entry, b: Entry): boolean {
    const shareADay = !a.days || !b.days || a.days.some((day) => b.days?.includes(day));
    return a.at === b.at && shareADay;
}

/** AWS hibernates instances with less memory than this, in GB. */
const HIBERNATION_MEMORY = 150;

/** Memory for each processor, in GB, by the first letter of a family. */
const memoryPerProcessor: Readonly<Record<string, number>> = { c: 2, m: 4, t: 4, r: 8, z: 8, x: 16 };

/** By the names of instance types, of which the sizes up to xlarge are small enough. */
export const hibernationHoldsTheMemory: Check = ({ groups }) =>
    Object.entries(groups).flatMap(([name, { warmPool, instanceTypes }]) =>
        instanceTypes.flatMap((type, index) => {
            const [, family = "", times] = /^([a-z]).*\.(\d+)xlarge$/.exec(type) ?? [];
            const memory = (memoryPerProcessor[family] ?? 0) * 4 * Number(times ?? 0);
            return hibernates(warmPool) && memory >= HIBERNATION_MEMORY
                ? [
                      {
                          key: `groups.${name}.instanceTypes[${index}]`,
                          text: `is "${type}" with ${memory} GB of memory; AWS hibernates less than ${HIBERNATION_MEMORY}.`,
                      },
                  ]
                : [];
        }),
    );

/** Room for a small system and as much memory again, in GiB. */
const HIBERNATION_GIB = 24;

/** AWS hibernates only what it can write to an encrypted root volume: memory and system have to fit. */
export const hibernationHasRoom: Check = ({ groups }) =>
    Object.entries(groups).flatMap(([name, { warmPool, disk }]) =>
        hibernates(warmPool) && disk.gib < HIBERNATION_GIB
            ? [
                  {
                      key: `groups.${name}.disk.gib`,
                      text: `is ${disk.gib}; it must be at least ${HIBERNATION_GIB} and hold the memory beside the system, because the warm pool hibernates.`,
                  },
              ]
            : [],
    );
