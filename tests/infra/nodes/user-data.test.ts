import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { antMediaUserData } from "../../../infra/nodes/ant-media";
import { mongoUserData } from "../../../infra/nodes/mongodb";
import { AGENT_SCRIPT, nodeAgentSetup } from "../../../infra/nodes/node-agent";
import { quoted } from "../../../infra/nodes/shell";
import { assertGolden } from "../../support/golden";

const secretArn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:mongo-AbCdEf";
const hosts = ["mongo-1.db.internal", "mongo-2.db.internal", "mongo-3.db.internal"];

const antMedia = {
    region: "us-east-1",
    uriSecretArn: secretArn,
    databaseHosts: hosts,
    databasePort: 27017,
    statusPath: "/no-auth/status",
    dashboardCidrs: ["203.0.113.0/24", "10.0.0.0/16"],
    agent: nodeAgentSetup(readFileSync(AGENT_SCRIPT, "utf8"), {
        region: "us-east-1",
        statusUrl: "http://127.0.0.1:5080/no-auth/status",
        drainMinutes: 15,
        heartbeatSeconds: 900,
        launchHook: "launch-ready",
        drainHook: "terminate-drain",
        cordonPath: "/usr/local/antmedia/webapps/root/no-auth/status",
        reportSessions: false,
    }),
};
const mongo = {
    region: "us-east-1",
    hosts,
    replicaSet: "rs0",
    secretArn,
    volumeId: "vol-0123456789abcdef0",
    appUser: "media",
};

const scripts = {
    "ant-media.sh": antMediaUserData(antMedia),
    "mongodb-founder.sh": mongoUserData({ ...mongo, host: "mongo-1.db.internal" }),
    "mongodb-member.sh": mongoUserData({ ...mongo, host: "mongo-2.db.internal" }),
};

describe("User data", () => {
    for (const [name, script] of Object.entries(scripts)) {
        it(`is the reviewed script ${name}`, () => assertGolden(join(__dirname, "golden", name), script));

        it(`holds a script that shellcheck finds no fault with: ${name}`, function () {
            const checked = spawnSync("shellcheck", ["--norc", "-"], { input: script, encoding: "utf8" });
            if (checked.error) {
                console.log(`      skipped, because shellcheck cannot be run here: ${checked.error.message}`);
                this.skip();
            }
            assert.equal(checked.stdout, "");
            assert.equal(checked.status, 0);
        });

        it(`fits into the 16 KiB that EC2 takes: ${name}`, () => assert.ok(Buffer.byteLength(script) < 16 * 1024));

        it(`stops at the first error: ${name}`, () =>
            assert.ok(script.startsWith("#!/usr/bin/env bash\nset -euo pipefail\n")));
    }

    it("joins the cluster with a quoted variable that holds the whole URI", () => {
        const [line] = scripts["ant-media.sh"].split("\n").filter((text) => text.includes("change_server_mode.sh"));

        assert.equal(line, './change_server_mode.sh cluster "$uri"');
    });

    it("answers the status page only after everything else has worked, so that a failed node gets no traffic", () => {
        const script = antMediaUserData({ ...antMedia, statusPath: "/status" });

        const page = script.indexOf("'/usr/local/antmedia/webapps/root/status'");
        assert.ok(page > script.indexOf("change_server_mode.sh"));
        assert.ok(script.indexOf("change_server_mode.sh") > script.indexOf("retry 120 database_answers"));
        assert.ok(script.indexOf("systemctl restart media-node-agent") > page);
    });
});

describe("quoted", () => {
    for (const text of ["plain", "two words", "it's", '"$HOME"', "`id`", "a\nb", "", "\\"]) {
        it(`stands for exactly ${JSON.stringify(text)} in a shell`, () => {
            const { stdout } = spawnSync("bash", ["-c", `printf %s ${quoted(text)}`], { encoding: "utf8" });

            assert.equal(stdout, text);
        });
    }
});
