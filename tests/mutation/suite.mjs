import { TestStatus } from "@stryker-mutator/api/test-runner";
import Mocha from "mocha";

/** The tests of one file, to be run as often as needed. */
export class Suite {
    #mocha;

    /** @param beforeEach is told the title of each test */
    constructor(file, rootHooks, beforeEach) {
        // The base of all reporters prints nothing. Stryker limits the time, by what the tests need without a mutant.
        this.#mocha = new Mocha({ reporter: Mocha.reporters.Base, rootHooks, bail: true, timeout: 0 });
        this.#mocha.cleanReferencesAfterRun(false).lazyLoadFiles(true);
        this.#mocha.suite.beforeEach(function () {
            beforeEach(this.currentTest.fullTitle());
        });
        this.#mocha.addFile(file);
        this.#mocha.loadFiles();
    }

    titles() {
        const titles = [];
        this.#mocha.suite.eachTest((test) => titles.push(test.fullTitle()));
        return titles;
    }

    /** Runs all tests, or those with these titles, until one fails. */
    async run(titles) {
        // All that mocha does with a pattern is to test titles; a set is faster than a pattern of a thousand titles.
        this.#mocha.options.grep = titles && { test: (title) => titles.has(title) };
        const tests = [];
        let begin = performance.now();
        const add = (title, outcome) => {
            const now = performance.now();
            tests.push({ id: title, name: title, timeSpentMs: now - begin, ...outcome });
            begin = now;
        };
        await new Promise((resolve) => {
            const runner = this.#mocha.run(resolve);
            runner.on("pass", (test) => add(test.fullTitle(), { status: TestStatus.Success }));
            runner.on("fail", (failed, { message }) => {
                // A hook fails on behalf of the test around which it runs.
                const title = failed.ctx?.currentTest?.fullTitle() ?? failed.fullTitle();
                add(title, { status: TestStatus.Failed, failureMessage: message || "It says nothing." });
            });
        });
        return tests;
    }
}
