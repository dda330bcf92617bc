import * as assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { knownFaults, type TestReference } from "./known-faults";

const tests = join(__dirname, "..", "..");

/** Whether the file has a string of exactly this text, which is the title of a test or a part that a title is made with. */
function exists([file, title]: TestReference): boolean {
    const path = join(tests, file);
    if (!existsSync(path)) return false;
    const text = readFileSync(path, "utf8");
    return text.includes(`"${title}"`) || text.includes(`\`${title}\``);
}

describe("the faults that other projects for the same task had", () => {
    it("are 63", () => {
        assert.equal(knownFaults.length, 63);
    });

    for (const [index, { source, holds, tests: references }] of knownFaults.entries()) {
        it(`have a test: number ${index + 1}, ${source}: ${holds}`, () => {
            assert.deepEqual(
                references.filter((reference) => !exists(reference)),
                [],
            );
        });
    }
});
