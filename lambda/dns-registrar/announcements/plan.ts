import type { QueuedAnnouncement } from "../../announcement";
import type { FailureEvent } from "../messages/events";
import type { KnownFacts, KnownNode } from "../store/known-node";
import { type Hold, holdsOf } from "../world/holds";
import { verdictOn } from "../world/lifecycle";
import type { InstanceFacts, NodeState, Situation } from "../world/situation";
import { nodeLabel } from "../zone/names";
import type { PublishedName, WithdrawnName } from "../zone/published";
import { announcementOf, type Cluster, failureAnnouncement } from "./compose";

/** An announcement that is due, and what to remember before it goes and once it is in the queue. */
export interface DueAnnouncement {
    readonly queued: QueuedAnnouncement;
    /** The entry of the node before it goes; absent for ends, which are told until the node is forgotten. */
    readonly before?: KnownNode;
    /** The entry of the node afterwards; absent when there is nothing to remember any more. */
    readonly after?: KnownNode;
    readonly label: string;
}

/** What a run found and did, as far as announcements rest on it. */
export interface AnnouncementGrounds {
    readonly situation: Situation;
    /** Entries of the node table after the run's changes, by label. */
    readonly known: ReadonlyMap<string, KnownNode>;
    readonly published: ReadonlyMap<string, PublishedName>;
    readonly withdrawn: readonly WithdrawnName[];
    /** Ids of changes that every name server answers with. */
    readonly inSync: ReadonlySet<string>;
    /** Labels whose name was withdrawn because the drain's time was over. */
    readonly overdue: ReadonlySet<string>;
}

/**
 * What the application has to be told: the difference between what it was told last and what is so now. Pure.
 *
 * Each node gets at most one announcement per run. What cannot be sent, or whose note gets lost, is due again in the next run
 * under the same key. A node that comes back before its end was told is announced as created with a higher generation, which
 * says the same.
 */
export function dueAnnouncements(grounds: AnnouncementGrounds, cluster: Cluster): DueAnnouncement[] {
    const { known, published, withdrawn, situation } = grounds;
    const nodes = new Map(
        situation.groups.flatMap(({ nodes }) => nodes).map((node) => [nodeLabel(node.instanceId), node]),
    );
    const holds = holdsOf(situation);
    const due: DueAnnouncement[] = [];
    for (const label of [...new Set([...known.keys(), ...published.keys()])].sort()) {
        const node = nodes.get(label);
        const name = published.get(label);
        const entry = known.get(label);
        if (name === undefined) {
            const ended = entry && endOf(entry, node, grounds, cluster);
            if (ended) due.push(ended);
        } else if (node !== undefined) {
            const hold = holds.get(node.instanceId);
            const announced = aboutName({ name, node, hold, entry: entry ?? { label } }, grounds, cluster);
            if (announced) due.push(announced);
        }
    }
    // Names whose publication nobody remembers, because the table was lost: at least their end is told.
    for (const { label, generation } of withdrawn) {
        const entry = known.get(label);
        if (entry?.generation !== undefined) continue;
        const subject = { ...entry, label, generation, revision: 1, reason: "gone" };
        due.push({ label, queued: announcementOf("node.deleted", subject, cluster), ...(entry && { after: entry }) });
    }
    return due;
}

/** Announcements of failed launches and terminations, which are no matter of records. */
export function failureAnnouncements(failures: readonly FailureEvent[], cluster: Cluster): QueuedAnnouncement[] {
    return failures.map((failure) => failureAnnouncement(failure, cluster));
}

interface Named {
    readonly name: PublishedName;
    readonly node: NodeState;
    readonly hold: Hold | undefined;
    readonly entry: KnownNode;
}

/** What is due about a node that has a name. */
function aboutName({ name, node, hold, entry }: Named, grounds: AnnouncementGrounds, cluster: Cluster) {
    const { label, generation } = name;
    const isSame = entry.generation === generation;
    const { announced, telling, revision = 0 } = isSame ? entry : {};
    const serves = node.lifecycleState === "InService";
    const facts = factsOf(name, grounds.situation.instances.get(node.instanceId), entry);
    const tell = (type: "node.created" | "node.updated" | "node.draining", reason: string): DueAnnouncement => {
        const state = type === "node.draining" ? "draining" : "created";
        // The same again is told under the same key; something else under another, whatever became of what went before.
        const turn = telling === undefined || telling === state ? revision : revision + 1;
        return {
            label,
            queued: announcementOf(
                type,
                { ...entry, facts, label, generation, revision: turn, reason, ...(hold && { hold }) },
                cluster,
            ),
            before: { ...entry, generation, telling: state, ...(turn > 0 && { revision: turn }) },
            after: { ...withoutTelling(entry), facts, generation, announced: state, revision: turn + 1 },
        };
    };
    if (serves && !isInSync(name, entry, grounds)) return undefined;
    if (serves) {
        if (announced === undefined && telling !== "draining") return tell("node.created", "in-service");
        if (announced === "draining" || telling !== undefined) return tell("node.updated", "in-service");
        return hasMoved(name, entry) ? tell("node.updated", "address") : undefined;
    }
    const drains = verdictOn(node.lifecycleState) === "keep";
    if (drains && (announced !== "draining" || telling !== undefined)) return tell("node.draining", drainReason(node));
    return undefined;
}

/** What is due about a node that had a name and has none. */
function endOf(entry: KnownNode, node: NodeState | undefined, { overdue }: AnnouncementGrounds, cluster: Cluster) {
    const { label, generation, announced, revision = 0 } = entry;
    if (generation === undefined) return undefined;
    const reason = overdue.has(label) ? "deadline" : announced === "draining" ? "scale-in" : "gone";
    const queued = announcementOf("node.deleted", { ...entry, label, generation, revision, reason }, cluster);
    const {
        announced: _told,
        generation: _generation,
        changeId: _change,
        revision: _revision,
        facts: _facts,
        ...rest
    } = withoutTelling(entry);
    return { label, queued, ...(node && { after: rest }) };
}

function withoutTelling({ telling: _telling, ...entry }: KnownNode): KnownNode {
    return entry;
}

/** A name that stood before this run is in sync when its change is; one whose change nobody remembers is older than a run. */
function isInSync({ changeId }: PublishedName, entry: KnownNode, { inSync }: AnnouncementGrounds): boolean {
    const id = changeId ?? (entry.announced === undefined ? entry.changeId : undefined);
    return id === undefined || inSync.has(id);
}

function hasMoved({ address, ipv6 }: PublishedName, { facts }: KnownNode): boolean {
    return facts !== undefined && (facts.address !== address || facts.ipv6 !== ipv6);
}

/** What is announced: EC2's facts of now, beside the addresses that the name shows. */
function factsOf(
    { address, ipv6 }: PublishedName,
    instance: InstanceFacts | undefined,
    { facts = {} }: KnownNode,
): KnownFacts {
    const { publicIp, privateIp, availabilityZone, instanceType } = instance ?? facts;
    return { address, ipv6, publicIp, privateIp, availabilityZone, instanceType, warmStart: facts.warmStart };
}

function drainReason({ lifecycleState }: NodeState): string {
    if (lifecycleState.endsWith("Standby")) return "standby";
    return lifecycleState.endsWith(":Retained") ? "retained" : "scale-in";
}
