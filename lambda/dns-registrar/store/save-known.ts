import { asError } from "../../log";
import type { RunContext } from "../run-context";
import type { KnownNode } from "./known-node";
import { difference } from "./remember";

type Known = ReadonlyMap<string, KnownNode>;

/** Brings the node table from what it held to what it shall hold. False when that failed, which the log says. */
export async function saveKnown(
    before: Known,
    after: Known,
    { connections, retry, log }: Pick<RunContext, "connections" | "retry" | "log">,
): Promise<boolean> {
    const remembered = difference(before, after);
    if (remembered.write.length + remembered.forget.length === 0) return true;
    try {
        await connections.services.table.save(remembered, retry);
        return true;
    } catch (error) {
        log.error("The node table could not be written; the next run finds out again.", asError(error));
        return false;
    }
}
