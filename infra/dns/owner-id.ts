import { createHash } from "node:crypto";

/**
 * Mark by which a registrar knows its own records: 8 hex digits that no two stacks share.
 *
 * @param identity Organisation, project and stack.
 */
export function ownerIdOf(...identity: readonly string[]): string {
    return createHash("sha256")
        .update([...identity, "registrar"].join("/"))
        .digest("hex")
        .slice(0, 8);
}
