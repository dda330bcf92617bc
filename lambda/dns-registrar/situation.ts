import type { ZoneReading } from "./zone-records";

/** A node as its group or its warm pool lists it. */
export interface NodeState {
    readonly instanceId: string;
    /** As Auto Scaling spells it, such as `InService` or `Warmed:Stopped`. */
    readonly lifecycleState: string;
}

/** A served Auto Scaling group with the nodes in service and those of its warm pool. */
export interface GroupState {
    readonly name: string;
    /** Desired capacity; 0 while the group is being deleted. */
    readonly desired: number;
    readonly nodes: readonly NodeState[];
}

/** What EC2 says about an instance. */
export interface InstanceFacts {
    /** The instance is shutting down or terminated. */
    readonly gone: boolean;
    /** IPv4 address of the configured kind, absent while there is none. */
    readonly address?: string;
}

/** Everything one decision is made from: the truth, the records, and how much of the truth could be read. */
export interface Situation {
    readonly groups: readonly GroupState[];
    /** By instance id. */
    readonly instances: ReadonlyMap<string, InstanceFacts>;
    /** Instance ids that an event of this run said are terminating. */
    readonly terminating: ReadonlySet<string>;
    readonly records: ZoneReading;
    /** False when any page of any answer is missing: nothing is deleted then. */
    readonly complete: boolean;
    /** Milliseconds since 1970. */
    readonly now: number;
}
