import * as assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";

/** Compares a text with a reviewed file. `UPDATE_GOLDEN=1 npm test` writes the files anew. */
export function assertGolden(file: string, text: string): void {
    if (process.env.UPDATE_GOLDEN) {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
        return;
    }
    const shown = relative(process.cwd(), file);
    if (!existsSync(file)) assert.fail(`There is no ${shown}; write it with UPDATE_GOLDEN=1 npm test, and review it.`);
    assert.equal(text, readFileSync(file, "utf8"), `${shown} differs; if that is right, run UPDATE_GOLDEN=1 npm test.`);
}
