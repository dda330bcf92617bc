import type { KnownNode } from "../store/known-node";
import type { ZoneReading } from "../zone/zone-records";

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
    /** The lifecycle hooks that this program made; other tools complete their own. */
    readonly hooks: readonly Hook[];
}

/** A lifecycle hook of a served group. */
export interface Hook {
    readonly name: string;
    readonly on: "launch" | "terminate";
    /** Seconds until the hook gives up waiting; each heartbeat begins them anew. */
    readonly heartbeatSeconds: number;
    /** Seconds a node may take in all to finish its sessions. */
    readonly limitSeconds: number;
    /** False when nobody counts the node's sessions, so that every drain takes all its time. */
    readonly endsWithSessions: boolean;
}

/** What EC2 says about an instance. */
export interface InstanceFacts {
    /** The instance is shutting down or terminated. */
    readonly gone: boolean;
    /** IPv4 address of the configured kind, absent while there is none. */
    readonly address?: string;
    /** IPv6 address, where the node has one. */
    readonly ipv6?: string;
    readonly publicIp?: string;
    readonly privateIp?: string;
    readonly availabilityZone?: string;
    readonly instanceType?: string;
}

/** Everything one decision is made from: the truth, the records, and how much of the truth could be read. */
export interface Situation {
    readonly groups: readonly GroupState[];
    /** By instance id. */
    readonly instances: ReadonlyMap<string, InstanceFacts>;
    /** Instance ids that EC2 was asked for and does not know: new ones for some seconds, and those that ended over an hour ago. */
    readonly unknownToEc2: ReadonlySet<string>;
    /** What earlier runs remember, by label. Empty when it could not be read, or was lost: everything here can be found out again. */
    readonly known: ReadonlyMap<string, KnownNode>;
    /** Instance ids that an event of this run said are terminating. */
    readonly terminating: ReadonlySet<string>;
    /** When a terminate hook began to hold an instance, by id, in seconds since 1970, as an event of this run said. */
    readonly heldSince: ReadonlyMap<string, number>;
    readonly records: ZoneReading;
    /** False when any page of any answer is missing: nothing is deleted then. */
    readonly complete: boolean;
    /** Milliseconds since 1970. */
    readonly now: number;
}
