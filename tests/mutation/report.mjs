import { basename, dirname, relative } from "node:path";

/** Found by a test, and found by none. Mutants in prose are neither. */
const killed = ["Killed", "Timeout"];
const survived = ["Survived", "NoCoverage"];

/** What Stryker's results say of the files below the folder. */
export class Report {
    #mutants;

    constructor(results, folder) {
        this.#mutants = results
            .filter(({ status }) => [...killed, ...survived].includes(status))
            .map((mutant) => ({ ...mutant, file: relative(folder, mutant.fileName) }))
            .sort((a, b) => compare(a.file, b.file) || Number(a.id) - Number(b.id));
    }

    /** Share of the mutants that the tests kill, in percent. */
    get score() {
        return scoreOf(this.#mutants);
    }

    /** Every surviving mutant with its place and what stands there instead. */
    survivors() {
        return this.#mutants
            .filter(({ status }) => survived.includes(status))
            .map(({ file, location: { start }, mutatorName, replacement, status }) => {
                const text = replacement.replace(/\s+/g, " ").slice(0, 90);
                const untested = status === "NoCoverage" ? " (no test runs it)" : "";
                return `${file}:${start.line}:${start.column} ${mutatorName}: ${text}${untested}`;
            });
    }

    /** The score of each folder, and below it of each file in which a mutant survives. */
    table() {
        return [...grouped(this.#mutants, ({ file }) => dirname(file))].flatMap(([folder, mutants]) => [
            row(`${folder}/`, mutants),
            ...[...grouped(mutants, ({ file }) => basename(file))]
                .filter(([, ofFile]) => scoreOf(ofFile) < 100)
                .map(([name, ofFile]) => row(`    ${name}`, ofFile)),
        ]);
    }

    total() {
        return `Mutation score of policies/: ${percent(this.#mutants)} (${shareOf(this.#mutants)} mutants killed)`;
    }
}

function row(name, mutants) {
    return `${name.padEnd(44)}${percent(mutants).padStart(8)}  ${shareOf(mutants)}`;
}

function killedOf(mutants) {
    return mutants.filter(({ status }) => killed.includes(status)).length;
}

function scoreOf(mutants) {
    return mutants.length === 0 ? 0 : (100 * killedOf(mutants)) / mutants.length;
}

function percent(mutants) {
    return `${scoreOf(mutants).toFixed(1)} %`;
}

function shareOf(mutants) {
    return `${killedOf(mutants)} of ${mutants.length}`;
}

function grouped(items, keyOf) {
    const groups = new Map();
    for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
    return groups;
}

function compare(a, b) {
    if (a === b) return 0;
    return a < b ? -1 : 1;
}
