import type { AutoScalingScaleInEvent } from "aws-lambda";

/** A node that Auto Scaling suggests. */
export interface Candidate {
    readonly instanceId: string;
    /** Zone and purchase option: nodes and wanted numbers belong together when it is the same. */
    readonly pool: string;
}

/** What Auto Scaling asks for. */
export interface TerminationRequest {
    readonly group: string;
    /** `SCALE_IN`, `INSTANCE_REFRESH`, `MAX_INSTANCE_LIFETIME` or `REBALANCE`; told in logs, never decided by. */
    readonly cause: string;
    /** How many nodes have to go, by zone and purchase option. */
    readonly wanted: ReadonlyMap<string, number>;
    /** Nodes of the pools that have to shrink, each once. */
    readonly candidates: readonly Candidate[];
}

/** The event is not what Auto Scaling documents. */
export class RequestError extends Error {
    override readonly name = "RequestError";
}

/** Reads the event of a custom termination policy. */
export function parseRequest(event: unknown): TerminationRequest {
    const { AutoScalingGroupName: group, CapacityToTerminate, Instances, Cause } = asEvent(event);
    const wanted = new Map<string, number>();
    for (const capacity of CapacityToTerminate) {
        const pool = poolOf(capacity);
        if (!(Number.isInteger(capacity.Capacity) && capacity.Capacity >= 0)) {
            throw new RequestError(`CapacityToTerminate asks for ${capacity.Capacity} nodes.`);
        }
        wanted.set(pool, (wanted.get(pool) ?? 0) + capacity.Capacity);
    }
    const candidates = new Map<string, Candidate>();
    for (const instance of Instances) {
        const pool = poolOf(instance);
        const { InstanceId: instanceId } = instance;
        if (typeof instanceId !== "string") throw new RequestError("An entry of Instances has no InstanceId.");
        if ((wanted.get(pool) ?? 0) > 0) candidates.set(instanceId, { instanceId, pool });
    }
    return { group, cause: String(Cause), wanted, candidates: [...candidates.values()] };
}

function asEvent(event: unknown): AutoScalingScaleInEvent {
    const { AutoScalingGroupName, CapacityToTerminate, Instances } = (event ?? {}) as Partial<AutoScalingScaleInEvent>;
    if (typeof AutoScalingGroupName !== "string" || AutoScalingGroupName === "") {
        throw new RequestError("The event has no AutoScalingGroupName.");
    }
    if (!Array.isArray(CapacityToTerminate)) throw new RequestError("The event has no CapacityToTerminate.");
    if (!Array.isArray(Instances)) throw new RequestError("The event has no Instances.");
    return event as AutoScalingScaleInEvent;
}

function poolOf(entry: { AvailabilityZone?: unknown; InstanceMarketOption?: unknown } | null): string {
    const { AvailabilityZone: zone, InstanceMarketOption: option } = entry ?? {};
    if (typeof zone !== "string" || typeof option !== "string") {
        throw new RequestError("An entry of the event has no AvailabilityZone or no InstanceMarketOption.");
    }
    return `${zone} ${option}`;
}
