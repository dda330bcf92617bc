import { sizedGroups } from "./figures";
import type { ClusterSizing } from "./size-cluster";

/** The part of a stack file that gives the groups these sizes. */
export function stackFragment(sizing: ClusterSizing): string {
    const groups = sizedGroups.flatMap((group) => {
        const { instanceType, size } = sizing[group];
        return [
            `    ${group}:`,
            `      instanceTypes: [${instanceType}]`,
            `      size: { min: ${size.min}, desired: ${size.desired}, max: ${size.max} }`,
        ];
    });
    return ["config:", "  groups:", ...groups].join("\n");
}
