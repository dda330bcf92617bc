/** What the hook holds a node for: to be ready, or to finish its sessions. */
export type WaitingFor = "launch" | "drain";

/**
 * What the registrar remembers about a node. A cache: a lost entry costs a second look before a delete, a drain that is
 * counted anew, and announcements that are made again under the same keys.
 */
export interface KnownNode {
    /** Label of the node's name: the key. */
    readonly label: string;
    readonly instanceId?: string;
    /** Auto Scaling group. */
    readonly group?: string;
    /** Creation time in the mark of the last publication, in seconds since 1970. */
    readonly generation?: number;
    /** Route 53's id of the change that published it. */
    readonly changeId?: string;
    /** What the application was told last about this generation. Absent: nothing yet, as far as is known. */
    readonly announced?: "created" | "draining";
    /**
     * What the application is being told: noted before the announcement goes, taken away after it. A run that ended in
     * between may have told it.
     */
    readonly telling?: "created" | "draining";
    /** Announcements of this generation so far. It tells repeated ones of the same type apart. */
    readonly revision?: number;
    readonly facts?: KnownFacts;
    /** True while the node is in the warm pool, and until it is published after that. */
    readonly pooled?: boolean;
    readonly waitingFor?: WaitingFor;
    /** When the hook was first seen to hold the node, in seconds since 1970. */
    readonly waitingSince?: number;
    /** When the registrar last extended the hook's time, in seconds since 1970. */
    readonly extendedAt?: number;
    /** When the record was first seen without a node that needs it, in seconds since 1970. */
    readonly missingSince?: number;
    /** When the node was first seen in service without an address, in seconds since 1970. */
    readonly noAddressSince?: number;
}

/** Facts of EC2 as they were announced last. */
export interface KnownFacts {
    readonly address?: string;
    readonly ipv6?: string;
    readonly publicIp?: string;
    readonly privateIp?: string;
    readonly availabilityZone?: string;
    readonly instanceType?: string;
    readonly warmStart?: boolean;
}
