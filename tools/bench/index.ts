import { measureFunctions } from "./functions";
import { measurePolicies } from "./policies";
import { measurePreviews } from "./previews";
import { ALONE, judgeAlone } from "./rules-alone";
import { print } from "./table";

/**
 * `npm run bench`: time and memory of a preview, of its policies, and of the functions that run in AWS. `npm run bench -- policies`
 * measures one of them.
 */

const RUNS = 5;

const parts = { previews: measurePreviews, policies: measurePolicies, functions: measureFunctions };

async function main(names: readonly string[]): Promise<void> {
    const [first, size] = names;
    if (first === ALONE) return judgeAlone(Number(size));
    const chosen = Object.entries(parts).filter(([name]) => names.length === 0 || names.includes(name));
    if (chosen.length === 0) throw new Error(`The parts are ${Object.keys(parts).join(", ")}.`);
    const rows = [];
    for (const [, measure] of chosen) rows.push(...(await measure(RUNS)));
    print(rows, RUNS);
}

main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
