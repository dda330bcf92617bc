import { createHash } from "node:crypto";

/**
 * Mark by which a registrar knows its own records and groups: 8 hex digits that no two stacks share. Stacks of the same name in
 * backends that know nothing of each other differ in their domain.
 *
 * @param identity Organisation, project, stack and domain of the node names.
 */
export function ownerIdOf(...identity: readonly string[]): string {
    return createHash("sha256")
        .update([...identity, "registrar"].join("/"))
        .digest("hex")
        .slice(0, 8);
}
