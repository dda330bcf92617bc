import { shortType } from "../engine/urn";
import type { ReportedResource } from "./report";

/** One line of the plan: the lines that lead to it, type, name, plan. */
export interface TreeRow {
    readonly sign: string;
    readonly type: string;
    readonly name: string;
    readonly plan: string;
    /** Whether the resource comes from the preview's own model. */
    readonly modelled: boolean;
}

/**
 * The resources as a tree, children below their parents. Default providers are left out. Siblings stand in the order of
 * their types and names, because the order in which a program registers them differs from run to run.
 */
export function treeRows(resources: readonly ReportedResource[]): TreeRow[] {
    const shown = resources.filter(({ implicit }) => !implicit);
    const [stack] = shown;
    const childrenOf = new Map<string, ReportedResource[]>();
    for (const resource of shown) {
        if (resource === stack) continue;
        // What has no parent stands below the stack, as in Pulumi.
        const parent = resource.parent || stack?.urn || "";
        childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), resource]);
    }
    const rows: TreeRow[] = [];
    const visit = (resource: ReportedResource, lead: string, below: string) => {
        rows.push(rowOf(resource, lead));
        const children = (childrenOf.get(resource.urn) ?? []).sort(byTypeAndName);
        for (const [index, child] of children.entries()) {
            const last = index === children.length - 1;
            visit(child, `${below}${last ? "└─ " : "├─ "}`, `${below}${last ? "   " : "│  "}`);
        }
    };
    if (stack) visit(stack, "", "");
    return rows;
}

function byTypeAndName(a: ReportedResource, b: ReportedResource): number {
    return compare(a.type, b.type) || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
    if (a === b) return 0;
    return a < b ? -1 : 1;
}

function rowOf({ type, name, operation, modelled }: ReportedResource, lead: string): TreeRow {
    const sign = operation === "create" ? "+" : ">";
    return { sign, type: lead + shortType(type), name, plan: operation, modelled };
}
