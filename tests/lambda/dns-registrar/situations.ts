import { type Plan, planChanges } from "../../../lambda/dns-registrar/plan/record-plan";
import type { KnownNode } from "../../../lambda/dns-registrar/store/known-node";
import type { Hook, Situation } from "../../../lambda/dns-registrar/world/situation";
import { formatMark } from "../../../lambda/dns-registrar/zone/mark";
import { groupId, nodeLabel } from "../../../lambda/dns-registrar/zone/names";
import { type RecordSet, readRecords } from "../../../lambda/dns-registrar/zone/zone-records";
import { settings, startOfTests } from "./rig";

export const groupName = "pool-prod-media";
/** Older than every guard asks for, in seconds since 1970. */
export const longAgo = startOfTests / 1000 - 3600;

export function idOf(number: number): string {
    return `i-${number.toString(16).padStart(17, "0")}`;
}

export function nameOf(instanceId: string): string {
    return `${nodeLabel(instanceId)}.nodes.example.com`;
}

export function addressSet(instanceId: string, address: string, fields: Partial<RecordSet> = {}): RecordSet {
    return { name: `${nameOf(instanceId)}.`, type: "A", ttl: 60, values: [address], special: false, ...fields };
}

export interface MarkOptions {
    readonly group?: string;
    readonly owner?: string;
    readonly createdAt?: number;
}

export function markValue({ group = groupName, owner = "3cc518fd", createdAt = longAgo }: MarkOptions = {}): string {
    return formatMark({ owner, group: groupId(group), createdAt });
}

export function markSet(instanceId: string, options: MarkOptions = {}): RecordSet {
    return { name: `${nameOf(instanceId)}.`, type: "TXT", ttl: 60, values: [markValue(options)], special: false };
}

/** Address and mark, as the registrar publishes them. */
export function published(instanceId: string, address = "198.18.0.7", options: MarkOptions = {}): RecordSet[] {
    return [addressSet(instanceId, address), markSet(instanceId, options)];
}

export interface Scene {
    /** Lifecycle state by instance id. */
    readonly nodes?: Readonly<Record<string, string>>;
    /** Desired capacity. Default: the number of nodes in service. */
    readonly desired?: number;
    readonly sets?: readonly RecordSet[];
    /** Address by instance id, or `gone`. Default: 198.18.0.7 for every node. */
    readonly ec2?: Readonly<Record<string, string>>;
    readonly terminating?: readonly string[];
    readonly complete?: boolean;
    /** What earlier runs remember. Default: every name was seen without its node for long. */
    readonly known?: readonly KnownNode[];
    readonly hooks?: readonly Hook[];
    readonly unknownToEc2?: readonly string[];
}

/** The hooks that the program gives every group. */
export const programHooks: readonly Hook[] = [
    { name: "launch-ready", on: "launch", heartbeatSeconds: 600, limitSeconds: 7200, endsWithSessions: true },
    { name: "terminate-drain", on: "terminate", heartbeatSeconds: 900, limitSeconds: 7200, endsWithSessions: true },
];

/** A situation with one group, one hour after everything was published. */
export function situationOf(scene: Scene): Situation {
    const { nodes = {}, sets = [], terminating = [], complete = true } = scene;
    const listed = Object.entries(nodes).map(([instanceId, lifecycleState]) => ({ instanceId, lifecycleState }));
    const inService = listed.filter(({ lifecycleState }) => lifecycleState === "InService").length;
    const ec2 = scene.ec2 ?? Object.fromEntries(listed.map(({ instanceId }) => [instanceId, "198.18.0.7"]));
    const facts = ([id, fact]: [string, string]) =>
        [id, fact === "gone" ? { gone: true } : { gone: false, ...(fact !== "" && { address: fact }) }] as const;
    const records = readRecords(sets, "nodes.example.com", "3cc518fd");
    const known = scene.known ?? [...records.ours.keys()].map((label) => ({ label, missingSince: longAgo }));
    const { hooks = programHooks, unknownToEc2 = [] } = scene;
    return {
        groups: [{ name: groupName, desired: scene.desired ?? inService, nodes: listed, hooks }],
        instances: new Map(Object.entries(ec2).map(facts)),
        unknownToEc2: new Set(unknownToEc2),
        known: new Map(known.map((entry) => [entry.label, entry])),
        terminating: new Set(terminating),
        heldSince: new Map(),
        records,
        complete,
        now: startOfTests,
    };
}

/** The plan for a scene with a second node in service, which keeps the group from looking empty. */
export function planBeside(node: string, scene: Scene): Plan {
    const other = idOf(2);
    const nodes = { ...scene.nodes, [other]: "InService" };
    const sets = [...(scene.sets ?? []), ...published(other)];
    const ec2 = { [node]: "198.18.0.7", ...scene.ec2, [other]: "198.18.0.7" };
    return planChanges(situationOf({ ...scene, nodes, sets, ec2 }), settings);
}
