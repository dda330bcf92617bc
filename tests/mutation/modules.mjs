import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { build } from "esbuild";

const require = createRequire(import.meta.url);

/** Remembers that it serves a pack, and ends the process when the tests' support, loaded again, makes it serve another. */
const POLICY_SDK = dirname(require.resolve("@pulumi/policy"));

/**
 * The modules of the project, compiled once. They can be forgotten and loaded again within one
 * process, in which what they need of other packages, by far the largest part, stays loaded.
 */
export class Modules {
    #folder;
    #guard;
    #texts = new Map();

    constructor(folder) {
        this.#folder = folder;
        this.#guard = join(folder, "tests/support/rejection-guard.ts");
    }

    async compile() {
        const { outputFiles } = await build({
            absWorkingDir: this.#folder,
            entryPoints: this.#typeScriptBelow("."),
            outdir: this.#folder,
            outbase: this.#folder,
            write: false,
            platform: "node",
            format: "cjs",
            target: "node20",
            logLevel: "error",
        });
        for (const { path, text } of outputFiles) this.#texts.set(path.replace(/\.js$/, ".ts"), text);
        require.extensions[".ts"] = (module, file) => module._compile(this.#texts.get(file), file);
    }

    testFiles() {
        return this.#typeScriptBelow("tests/policies").filter((file) => file.endsWith(".test.ts"));
    }

    /** Hooks of every test, as .mocharc.json has them loaded. */
    rootHooks() {
        return require(this.#guard).mochaHooks;
    }

    /** Forgets all modules but the guard, which listens to the process and must not do so twice. */
    forget() {
        for (const module of Object.values(require.cache)) {
            if (this.#isForgettable(module)) delete require.cache[module.filename];
            else module.children = module.children.filter((child) => !this.#isForgettable(child));
        }
    }

    /**
     * Whether a test with these modules is none for mutants: it starts processes, in which no mutant is active, or it runs the
     * whole program, which takes longer than all other tests together.
     */
    isLarge(files) {
        const program = join(this.#folder, "infra/cluster.ts");
        const startsProcesses = (file) => this.#texts.get(file).includes("node:child_process");
        return [...files].some((file) => file === program || startsProcesses(file));
    }

    /** For each loaded module how many imports lie between a test file and it. */
    distancesFrom(testFile) {
        const distances = new Map([[require.cache[testFile], 0]]);
        for (const [module, distance] of distances) {
            for (const child of module.children) {
                if (this.#isOurs(child) && !distances.has(child)) distances.set(child, distance + 1);
            }
        }
        return new Map([...distances].map(([{ filename }, distance]) => [filename, distance]));
    }

    #typeScriptBelow(path) {
        const names = readdirSync(join(this.#folder, path), { recursive: true }).sort();
        const own = names.filter((name) => name.endsWith(".ts") && !name.includes("node_modules"));
        return own.map((name) => join(this.#folder, path, name));
    }

    #isForgettable(module) {
        return this.#isOurs(module) || dirname(module.filename) === POLICY_SDK;
    }

    #isOurs({ filename }) {
        return filename.startsWith(this.#folder + sep) && filename !== this.#guard;
    }
}
