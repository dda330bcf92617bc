import type { Storm } from "./storm";

/**
 * A storm of 1,000 nodes takes most of a minute, nearly all of it in moto, and each crash more than a second: all of them come
 * with `npm run test:storms`.
 */
export const withLargeStorms = process.env.STORMS === "all";

/** What is left out otherwise, in words. */
export const leftOut = "1,000 nodes, and every second place of a crash, take too long for here: npm run test:storms";

/** Every second one of all, beginning with the second, unless all are wanted. */
export function someOf<T>(all: readonly T[]): readonly T[] {
    return withLargeStorms ? all : all.filter((_, index) => index % 2 === 1);
}

/** Numbers of nodes. */
export const sizes = withLargeStorms ? [10, 100, 1000] : [10, 100];

/** Prints what a storm took until all its events were served. Counts are asserted where they matter, times never. */
export function print(storm: Storm, what: string): void {
    const seconds = ((performance.now() - storm.begun.here) / 1000).toFixed(1);
    const own = ((storm.registrar.now() - storm.begun.own) / 1000).toFixed(0);
    console.log(`      ${what}: ${own} s on the function's clock, ${seconds} s here; ${storm.summary()}`);
}
