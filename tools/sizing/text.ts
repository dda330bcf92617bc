import { figures, sizedGroups } from "./figures";
import { type ClusterSizing, type Load, MAX_NODES } from "./size-cluster";
import { stackFragment } from "./stack-fragment";

const head = ["group", "carries", "load", "type", "one carries", "needed", "min", "desired", "max"];

/** What the command prints: the numbers, the part of the stack file, and what limits both. */
export function sizingText(load: Load, sizing: ClusterSizing): string {
    const rows = sizedGroups.map((group) => {
        const { instanceType, perNode, needed, size } = sizing[group];
        const { clients } = figures[group];
        const numbers = [perNode, needed, size.min, size.desired, size.max].map(String);
        return [group, clients, String(load[clients]), instanceType, ...numbers];
    });
    const notes = sizedGroups
        .filter((group) => sizing[group].capped)
        .map((group) => `The group ${group} may have ${MAX_NODES} nodes at most, so that its headroom is smaller.\n`);
    return [
        `${aligned([head, ...rows]).join("\n")}\n`,
        ...notes,
        "For the stack file:\n",
        `${stackFragment(sizing)}\n`,
        "The figures are the vendor's, not measured here; docs/sizing.md says what they mean. Test with your own streams.\n",
    ].join("\n");
}

/** Lines with cells of equal width in each column. */
function aligned(rows: readonly (readonly string[])[]): string[] {
    const widths = head.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
    return rows.map((cells) =>
        cells
            .map((cell, column) => cell.padEnd(widths[column] ?? 0))
            .join("  ")
            .trimEnd(),
    );
}
