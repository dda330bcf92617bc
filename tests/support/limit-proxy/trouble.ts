/**
 * What happens to a request:
 *
 * - `throttle`: refused because there were too many
 * - `fail`: the service fails with 500; `fail-after`: the same, but what was asked for is done
 * - `drop-before`, `drop-after`: the connection ends, before or after what was asked for is done
 * - `hang`: it is not done and there is never an answer
 * - `cut`: the answer ends in its middle
 * - `kill-before`, `kill-after`: the caller's process ends, before or after what was asked for is done
 */
export type TroubleKind =
    | "throttle"
    | "fail"
    | "fail-after"
    | "drop-before"
    | "drop-after"
    | "hang"
    | "cut"
    | "kill-before"
    | "kill-after";

interface Planned {
    readonly kind: TroubleKind;
    /** Requests of the action that go well before. */
    skip: number;
    times: number;
}

/** Troubles that are planned by action, and troubles that chance brings. The same seed brings the same ones. */
export class Troubles {
    private readonly planned = new Map<string, Planned[]>();
    private chance:
        | { readonly random: () => number; readonly share: number; readonly kinds: readonly TroubleKind[] }
        | undefined;

    /** The `nth` request of the action from now on, the first being 1, gets into trouble, and those after it if `times` is more. */
    plan(action: string, kind: TroubleKind, { nth = 1, times = 1 } = {}): void {
        this.planned.set(action, [...(this.planned.get(action) ?? []), { kind, skip: nth - 1, times }]);
    }

    /** From now on a share of all requests, from 0 to 1, gets into one of the troubles. */
    bring(seed: number, share: number, kinds: readonly TroubleKind[]): void {
        this.chance = { random: seeded(seed), share, kinds };
    }

    /** No more troubles. */
    clear(): void {
        this.planned.clear();
        this.chance = undefined;
    }

    /** Planned troubles that did not come about: nobody made that request. */
    left(): string[] {
        return [...this.planned].filter(([, all]) => all.length > 0).map(([action]) => action);
    }

    next(action: string): TroubleKind | undefined {
        const queue = this.planned.get(action) ?? [];
        const [first] = queue;
        if (first === undefined) return this.byChance();
        if (first.skip > 0) {
            first.skip -= 1;
            return this.byChance();
        }
        first.times -= 1;
        if (first.times === 0) queue.shift();
        return first.kind;
    }

    private byChance(): TroubleKind | undefined {
        if (this.chance === undefined) return undefined;
        const { random, share, kinds } = this.chance;
        return random() < share ? kinds[Math.floor(random() * kinds.length)] : undefined;
    }
}

/** Numbers from 0 up to, not including, 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
}
