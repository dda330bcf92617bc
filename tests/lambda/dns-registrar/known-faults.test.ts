import * as assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { knownFaults, type TestReference } from "./known-faults";

const tests = join(__dirname, "..", "..");

/** Whether the file has a string of exactly this text: the title of a test, or of a fixture that tests are made of. */
function exists([file, title]: TestReference): boolean {
    const path = join(tests, file);
    if (!existsSync(path)) return false;
    const parts = title.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`(["\`])${parts.join("\\$\\{[^}]+\\}")}\\1`).test(readFileSync(path, "utf8"));
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
