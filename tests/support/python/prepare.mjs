// Installs the Python programs of requirements.txt into a virtual environment beside this file (npm run test:services).
// The tests that need them say so and are skipped without it.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const environment = join(here, "venv");
const stamp = join(environment, "installed.txt");
const requirements = readFileSync(join(here, "requirements.txt"), "utf8");

if (existsSync(stamp) && readFileSync(stamp, "utf8") === requirements) {
    console.log("The Python programs of the tests are installed.");
    process.exit(0);
}

/** Minutes that one step may take. */
const minutes = 5;

function run(command, ...args) {
    const { status, error } = spawnSync(command, args, { stdio: "inherit", timeout: minutes * 60_000 });
    if (status === 0) return;
    rmSync(environment, { recursive: true, force: true });
    console.error(
        `${command} ${args.join(" ")} failed${error ? `: ${error.message}` : ""}. Python 3.9 or newer with venv is needed.`,
    );
    process.exit(1);
}

rmSync(environment, { recursive: true, force: true });
run("python3", "-m", "venv", environment);
run(
    join(environment, "bin", "pip"),
    "install",
    "--quiet",
    "--disable-pip-version-check",
    "-r",
    join(here, "requirements.txt"),
);
writeFileSync(stamp, requirements);
console.log("The Python programs of the tests are installed.");
