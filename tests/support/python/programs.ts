import { existsSync } from "node:fs";
import { join } from "node:path";

const bin = join(__dirname, "venv", "bin");

/** Path of a Python program of the tests, or undefined when `npm run test:services` has not installed it. */
export function pythonProgram(name: "aws" | "moto_server"): string | undefined {
    const path = join(bin, name);
    return existsSync(path) ? path : undefined;
}

/** Reason for a skipped test. */
export const notInstalled = "the Python programs of the tests are not installed (npm run test:services)";
