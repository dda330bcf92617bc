import type { TerminationRequest } from "./request";

/**
 * The emptiest nodes of each zone and purchase option, as many as asked, ties by instance id.
 *
 * A node without data is never chosen, because it may be full. No more than asked are named: of a longer list Auto Scaling
 * picks by the policies after this one, which know nothing of sessions. One node counts as one unit of capacity.
 *
 * @param sessions sessions by instance id; only nodes with recent data.
 */
export function chooseEmptiest(
    { wanted, candidates }: Pick<TerminationRequest, "wanted" | "candidates">,
    sessions: ReadonlyMap<string, number>,
): string[] {
    const known = candidates
        .flatMap(({ instanceId, pool }) => {
            const count = sessions.get(instanceId);
            return count === undefined ? [] : [{ instanceId, pool, count }];
        })
        .sort((a, b) => a.count - b.count || (a.instanceId < b.instanceId ? -1 : 1));
    return [...wanted].flatMap(([pool, number]) =>
        known
            .filter((node) => node.pool === pool)
            .slice(0, number)
            .map(({ instanceId }) => instanceId),
    );
}
