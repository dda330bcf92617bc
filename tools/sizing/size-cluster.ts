import { type Figures, figures, type SizedGroup, type Step } from "./figures";

/** Most nodes of a group: the `MaxSize` of the vendor's template, and the largest that this program's configuration takes. */
export const MAX_NODES = 100;

/** Fewest nodes of a group: one in each of two zones, so that a lost node leaves one that serves. */
export const MIN_NODES = 2;

/**
 * Average CPU of a full node, in percent: Ant-Media-Server #3529 reports 79 % with 300 viewers on 8 vCPUs, which is the
 * ratio of viewers to vCPUs that the figures for c5.xlarge and c5.4xlarge have. For publishers nothing is known.
 */
export const FULL_NODE_CPU = 80;

/** Average CPU, in percent, at which scaling holds a group: `cpuTarget` of the profile. */
export const TARGET_CPU = 60;

/** Nodes beyond those that hold the target: room for one that is lost, and so that the expected peak is not the maximum. */
export const SPARE_NODES = 1;

/** The largest load that is expected at the same time; whole numbers from 1. */
export interface Load {
    readonly viewers: number;
    readonly publishers: number;
}

export interface GroupSizing {
    readonly instanceType: string;
    /** Publishers or viewers that one node carries, by the vendor's figures. */
    readonly perNode: number;
    /** Nodes that carry the load, each of them full: what the vendor's wizard sets as minimum. */
    readonly needed: number;
    /** As in `groups.<name>.size` of the stack file. */
    readonly size: { readonly min: number; readonly desired: number; readonly max: number };
    /** True when the rule asks for more than 100 nodes as `max`, so that the headroom is smaller. */
    readonly capped: boolean;
}

export type ClusterSizing = Readonly<Record<SizedGroup, GroupSizing>>;

/** Thrown for a load that is no whole number, or more than a group of the largest instances carries. */
export class LoadError extends Error {
    override readonly name = "LoadError";
}

/** Most publishers or viewers that a group carries: the largest instances, as many as a group may have. */
export function largestLoad(group: SizedGroup): number {
    return largestStep(figures[group]).perNode * MAX_NODES;
}

/**
 * Instance types and group sizes of a cluster that carries the load.
 *
 * @throws LoadError when a number is out of range
 */
export function sizeCluster({ viewers, publishers }: Load): ClusterSizing {
    return { origin: sizeGroup("origin", publishers), edge: sizeGroup("edge", viewers) };
}

/** @throws LoadError when the load is out of range */
export function sizeGroup(group: SizedGroup, load: number): GroupSizing {
    refuseOutOfRange(group, load);
    const { instanceType, perNode } = stepFor(figures[group], load);
    const needed = Math.ceil(load / perNode);
    const wanted = Math.max(nodesAtTarget(load, perNode), MIN_NODES) + SPARE_NODES;
    const size = { min: MIN_NODES, desired: Math.max(needed, MIN_NODES), max: Math.min(wanted, MAX_NODES) };
    return { instanceType, perNode, needed, size, capped: wanted > MAX_NODES };
}

function refuseOutOfRange(group: SizedGroup, load: number): void {
    const { clients } = figures[group];
    if (!Number.isInteger(load) || load < 1) {
        throw new LoadError(`The number of ${clients} must be a whole number from 1.`);
    }
    if (load <= largestLoad(group)) return;
    const { instanceType, perNode } = largestStep(figures[group]);
    throw new LoadError(
        `The number of ${clients} must be at most ${largestLoad(group)}, because a group has at most ${MAX_NODES} nodes ` +
            `and a ${instanceType} carries ${perNode}.`,
    );
}

/** The smallest instance type of which the load needs no more nodes than a step may have; else the largest. */
function stepFor(all: Figures, load: number): Step {
    return all.steps.find(({ perNode }) => load <= perNode * all.nodesOfAStep) ?? largestStep(all);
}

function largestStep({ steps }: Figures): Step {
    return steps.reduce((largest, step) => (step.perNode > largest.perNode ? step : largest));
}

/** Nodes that hold the load at the CPU that scaling aims at. */
function nodesAtTarget(load: number, perNode: number): number {
    return Math.ceil((load * FULL_NODE_CPU) / (perNode * TARGET_CPU));
}
