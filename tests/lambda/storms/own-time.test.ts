import * as assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const ownTime = join(__dirname, "own-time.cjs");

/** Runs a script in a process with a time of its own, which begins at 1,000,000; returns what it prints. */
async function printed(script: string): Promise<string[]> {
    const program = ["--require", ownTime, "--eval", script];
    const { stdout } = await run(process.execPath, program, { env: { OWN_TIME: "1000000" }, timeout: 10_000 });
    return stdout.trim().split("\n");
}

describe("the own time of a function's process", () => {
    it("goes on to the next timer at once, in order, while nothing else happens", async () => {
        const lines = await printed(`
            const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
            const say = (what) => console.log(what, Math.round((Date.now() - 1000000) / 1000), new Date().getUTCMinutes());
            Promise.all([sleep(90000).then(() => say("late")), sleep(60000).then(() => say("early"))])
                .then(() => sleep(3600000)).then(() => say("hour"));
            clearTimeout(setTimeout(() => say("never"), 30000));`);
        assert.deepEqual(lines, ["early 60 17", "late 90 18", "hour 3690 18"]);
    });

    it("does not skip the time of a request, except of one that is never answered", async () => {
        const server = createServer((request, response) => {
            if (request.url === "/never") response.writeProcessing();
            else setTimeout(() => response.end(), 50);
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        try {
            const ask = (path: string) =>
                printed(`
                    const limit = setTimeout(() => { console.log("limit", Date.now() >= 1060000); process.exit(); }, 60000);
                    require("node:http").request("${url}${path}", (answer) => {
                        answer.resume().on("end", () => { clearTimeout(limit); console.log("answered", Date.now() < 1030000); });
                    }).end();`);
            assert.deepEqual(await ask("/soon"), ["answered true"]);
            assert.deepEqual(await ask("/never"), ["limit true"]);
        } finally {
            server.closeAllConnections();
            await new Promise((resolve) => server.close(resolve));
        }
    });
});
