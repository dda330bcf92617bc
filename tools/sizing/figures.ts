/** The groups that are sized, in the order of the stack file. */
export const sizedGroups = ["origin", "edge"] as const;

export type SizedGroup = (typeof sizedGroups)[number];

/** An instance type and what one node of it carries. */
export interface Step {
    readonly instanceType: string;
    readonly vcpus: number;
    /** Publishers of an origin node, viewers of an edge node. */
    readonly perNode: number;
}

export interface Figures {
    /** Whom the nodes carry. */
    readonly clients: "publishers" | "viewers";
    /** From the smallest instance type to the largest. */
    readonly steps: readonly Step[];
    /** Nodes above which the next instance type is taken; the last one has no next. */
    readonly nodesOfAStep: number;
}

/**
 * What Ant Media's own sizing carries. Source: `cloudformation/aws-streaming-wizard/index.php` in ant-media/Scripts (commit
 * d323939a), with the same figures in `aws-agressive-autoscale-lambda.py`. vCPUs: the AWS list of instance types.
 */
export const figures: Readonly<Record<SizedGroup, Figures>> = {
    origin: {
        clients: "publishers",
        steps: [
            { instanceType: "c5.xlarge", vcpus: 4, perNode: 40 },
            { instanceType: "c5.4xlarge", vcpus: 16, perNode: 160 },
            { instanceType: "c5.9xlarge", vcpus: 36, perNode: 360 },
        ],
        nodesOfAStep: 3,
    },
    edge: {
        clients: "viewers",
        steps: [
            { instanceType: "c5.xlarge", vcpus: 4, perNode: 150 },
            { instanceType: "c5.4xlarge", vcpus: 16, perNode: 600 },
            { instanceType: "c5.9xlarge", vcpus: 36, perNode: 1050 },
        ],
        nodesOfAStep: 10,
    },
};
