/**
 * Fails the test during which a promise was rejected and nobody looked.
 *
 * mocha ignores unhandled rejections of code under test, and Pulumi programs reject in the background: a throwing `apply`,
 * a failed mock or a component whose input threw would otherwise pass.
 */
const rejections: unknown[] = [];

process.on("unhandledRejection", (reason) => rejections.push(reason));

export const mochaHooks = {
    async afterEach(): Promise<void> {
        // Node reports a rejection only after the microtasks of the current turn have run.
        await new Promise((resolve) => setImmediate(resolve));
        const [first] = rejections.splice(0);
        if (first !== undefined) {
            throw first instanceof Error ? first : new Error(`A promise was rejected with ${String(first)}.`);
        }
    },
};
