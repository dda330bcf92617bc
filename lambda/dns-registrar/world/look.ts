import { asError, type Log } from "../../log";
import type { NodeEvent } from "../messages/events";
import type { Retry } from "../pace";
import type { Settings } from "../settings";
import type { KnownNode } from "../store/known-node";
import type { NodeTable } from "../store/node-table";
import { nodeLabel } from "../zone/names";
import { isZoneGone, type Zone } from "../zone/route53";
import { readRecords, type ZoneReading } from "../zone/zone-records";
import type { Groups } from "./auto-scaling";
import type { Instances } from "./ec2";
import { verdictOn } from "./lifecycle";
import type { GroupState, InstanceFacts, Situation } from "./situation";

/** The services as the registrar sees them. */
export interface Services {
    readonly groups: Pick<Groups, "read" | "act">;
    readonly instances: Pick<Instances, "describe" | "goneFrom" | "sound">;
    readonly zone: Pick<Zone, "list" | "change" | "isInSync">;
    readonly table: Pick<NodeTable, "read" | "save">;
}

/** A look at the world, and whether the parts that later decisions rest on could be read. */
export interface Look {
    readonly situation: Situation;
    /** False when the zone could not be listed: nothing can be planned then. */
    readonly zoneRead: boolean;
    /** False when a served group may be missing from the situation. */
    readonly groupsRead: boolean;
    /** False when it could not be read what earlier runs remember. */
    readonly tableRead: boolean;
    /** Record sets that were listed, foreign ones included. */
    readonly listedSets: number;
    /** The zone does not exist any more. */
    readonly zoneGone: boolean;
}

interface Circumstances {
    readonly settings: Settings;
    readonly retry: Retry;
    readonly log: Log;
    /** Milliseconds since 1970. */
    readonly now: number;
}

/**
 * Reads groups, zone and instances. What cannot be read is logged and makes the situation incomplete; it never rejects,
 * because what was read is still good for creating records.
 */
export async function lookAround(
    { groups: groupReader, instances: instanceReader, zone, table }: Services,
    events: readonly NodeEvent[],
    { settings, retry, log, now }: Circumstances,
): Promise<Look> {
    let complete = true;
    let zoneGone = false;
    const collect = async <T>(what: string, answers: AsyncIterable<T>): Promise<{ found: T[]; all: boolean }> => {
        const found: T[] = [];
        try {
            for await (const answer of answers) found.push(answer);
            return { found, all: true };
        } catch (error) {
            complete = false;
            zoneGone ||= isZoneGone(error);
            log.error(`The ${what} could not be read completely; nothing is deleted in this run.`, asError(error));
            return { found, all: false };
        }
    };

    const { found: groups, all: groupsRead } = await collect("served groups", groupReader.read(retry));
    const { found: sets, all: zoneRead } = await collect("zone", zone.list(retry));
    const records = readRecords(sets, settings.nodeDomain, settings.ownerId);

    const { found: entries, all: tableRead } = await remembered(table, retry, log);
    const known = new Map<string, KnownNode>(entries.map((entry) => [entry.label, entry]));

    const listed = new Set(groups.flatMap(({ nodes }) => nodes.map(({ instanceId }) => nodeLabel(instanceId))));
    const vanished = [...records.ours.keys()].filter((label) => !listed.has(label));
    const knownIds = vanished.flatMap((label) => known.get(label)?.instanceId ?? []);
    const ids = [...new Set([...instancesToAsk(groups, events, records), ...knownIds])].sort();
    const described = await collect("instances", instanceReader.describe(ids, retry));
    const instances = new Map<string, InstanceFacts>(described.found);
    const unknownToEc2 = new Set(described.all ? ids.filter((id) => !instances.has(id)) : []);
    if (groups.length > 0 && knownIds.length < vanished.length) {
        // A label does not tell the instance id, so nodes that nobody remembers are found from the other side.
        const names = groups.map(({ name }) => name);
        const { found: gone } = await collect("terminated instances", instanceReader.goneFrom(names, retry));
        for (const [id, facts] of gone) instances.set(id, facts);
    }

    const served = new Set(groups.map(({ name }) => name));
    const terminating = events.filter(({ kind, group }) => kind === "terminate" && served.has(group));
    const situation: Situation = {
        groups,
        instances,
        unknownToEc2,
        known,
        terminating: new Set(terminating.map(({ instanceId }) => instanceId)),
        heldSince: heldSince(terminating),
        records,
        complete,
        now,
    };
    return { situation, zoneRead, groupsRead, tableRead, listedSets: sets.length, zoneGone };
}

/** Entries of the node table. Without them the truth is still whole: only what has to be seen twice is seen for the first time. */
async function remembered(
    table: Services["table"],
    retry: Retry,
    log: Log,
): Promise<{ found: KnownNode[]; all: boolean }> {
    const found: KnownNode[] = [];
    try {
        for await (const entry of table.read(retry)) found.push(entry);
        return { found, all: true };
    } catch (error) {
        log.error("The node table could not be read; nobody is told of nodes in this run.", asError(error));
        return { found: [], all: false };
    }
}

/** When the terminate hooks of the events began to wait, by instance id, in seconds since 1970. */
function heldSince(terminating: readonly NodeEvent[]): ReadonlyMap<string, number> {
    const times = terminating
        .filter(({ hook, at }) => hook !== undefined && at !== undefined)
        .map(({ instanceId, at }) => [instanceId, Math.floor(Date.parse(at ?? "") / 1000)] as const);
    // The latest, when several messages name one node.
    return new Map(times.filter(([, seconds]) => Number.isFinite(seconds)).sort(([, a], [, b]) => a - b));
}

/** Nodes that need an address, nodes that have a record, and the instances of events that a record is about. */
function instancesToAsk(groups: readonly GroupState[], events: readonly NodeEvent[], { ours }: ZoneReading): string[] {
    const ids = new Set<string>();
    for (const { instanceId, lifecycleState } of groups.flatMap(({ nodes }) => nodes)) {
        if (verdictOn(lifecycleState) === "publish" || ours.has(nodeLabel(instanceId))) ids.add(instanceId);
    }
    for (const { instanceId } of events) if (ours.has(nodeLabel(instanceId))) ids.add(instanceId);
    return [...ids];
}
