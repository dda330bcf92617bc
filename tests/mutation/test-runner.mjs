import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
    DryRunStatus,
    determineHitLimitReached,
    TestStatus,
    toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { Modules } from "./modules.mjs";
import { Suite } from "./suite.mjs";

/** Where the mutated code looks up which mutant is active, and leaves what it has covered. */
globalThis.__stryker__ ??= {};
const stryker = globalThis.__stryker__;

/**
 * Runs the tests with the project's own mocha, file by file. Half of the mutants are in code that runs while a module is
 * loaded, as a rule's definition does; Stryker's own runner starts a new process for each of them and runs every test.
 * This one loads the modules again in the same process, and begins with the tests that are nearest to the mutant.
 */
class TestRunner {
    #modules = new Modules(process.cwd());
    #suites = new Map();
    /** What is known of each test file: its tests, and how far away the modules are that it imports. */
    #files = new Map();

    capabilities() {
        return { reloadEnvironment: true };
    }

    async init() {
        await this.#modules.compile();
        for (const file of this.#modules.testFiles()) {
            const titles = this.#suite(file).titles();
            const distances = this.#modules.distancesFrom(file);
            if (!this.#modules.isLarge(distances.keys())) this.#files.set(file, { titles, distances });
        }
    }

    async dryRun() {
        const tests = [];
        for (const file of this.#files.keys()) {
            // What runs before the first test, in no test, counts as loading.
            stryker.currentTestId = undefined;
            tests.push(...(await this.#suite(file).run()).map((test) => ({ ...test, fileName: file })));
        }
        return { status: DryRunStatus.Complete, tests, mutantCoverage: stryker.mutantCoverage };
    }

    async mutantRun({ activeMutant, testFilter, hitLimit, reloadEnvironment, mutantActivation, sandboxFileName }) {
        if (reloadEnvironment) {
            this.#suites.clear();
            this.#modules.forget();
        }
        stryker.hitLimit = hitLimit;
        stryker.hitCount = hitLimit && 0;
        const titles = testFilter && new Set(testFilter);
        const whileLoading = mutantActivation === "static" ? activeMutant.id : undefined;
        const tests = [];
        for (const file of this.#filesFor(sandboxFileName, titles)) {
            tests.push(...(await this.#judge(file, titles, activeMutant.id, whileLoading)));
            if (tests.at(-1)?.status === TestStatus.Failed) break;
        }
        const limit = determineHitLimitReached(stryker.hitCount, stryker.hitLimit);
        return toMutantRunResult(limit ?? { status: DryRunStatus.Complete, tests });
    }

    async #judge(file, titles, mutant, whileLoading) {
        stryker.activeMutant = whileLoading;
        try {
            const suite = this.#suite(file);
            stryker.activeMutant = mutant;
            return await suite.run(titles);
        } catch ({ message }) {
            // A file that cannot be loaded fails all of its tests.
            const [id] = this.#files.get(file).titles;
            return [{ id, name: id, timeSpentMs: 0, status: TestStatus.Failed, failureMessage: message }];
        }
    }

    /** The test files that hold one of the tests, or without tests those that import the module, the nearest first. */
    #filesFor(module, titles) {
        const distance = (file) => this.#files.get(file).distances.get(module) ?? Number.POSITIVE_INFINITY;
        const holdsOne = (file) => this.#files.get(file).titles.some((title) => titles.has(title));
        return [...this.#files.keys()]
            .filter((file) => (titles ? holdsOne(file) : distance(file) < Number.POSITIVE_INFINITY))
            .sort((a, b) => distance(a) - distance(b));
    }

    #suite(file) {
        const existing = this.#suites.get(file);
        if (existing) return existing;
        const suite = new Suite(file, this.#modules.rootHooks(), (title) => {
            stryker.currentTestId = title;
        });
        this.#suites.set(file, suite);
        return suite;
    }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "mocha-by-file", TestRunner)];
