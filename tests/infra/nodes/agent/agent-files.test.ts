import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AGENT_SCRIPT, agentConfiguration, nodeAgentSetup } from "../../../../infra/nodes/node-agent";

describe("The agent's files", () => {
    const script = readFileSync(AGENT_SCRIPT, "utf8");
    const settings = {
        region: "eu-west-1",
        statusUrl: "http://127.0.0.1:5080/no-auth/status",
        drainMinutes: 15,
        heartbeatSeconds: 900,
        launchHook: "launch-ready",
        drainHook: "terminate-drain",
        reportSessions: true,
    };

    it("say in seconds what the settings say in minutes, and leave out nothing", () => {
        assert.equal(
            agentConfiguration(settings),
            [
                "AWS_REGION='eu-west-1'",
                "STATUS_URL='http://127.0.0.1:5080/no-auth/status'",
                "SESSIONS_URL=''",
                "CORDON_PATH=''",
                "DRAIN_SECONDS='900'",
                "HEARTBEAT_SECONDS='900'",
                "LAUNCH_HOOK='launch-ready'",
                "DRAIN_HOOK='terminate-drain'",
                "REPORT_SESSIONS='true'",
                "",
            ].join("\n"),
        );
    });

    for (const hostile of ["'; touch broken; '", "$(touch broken)", "`touch broken`", "a b", "CONF"]) {
        it(`hold a value as it is: ${hostile}`, () => {
            const folder = mkdtempSync(join(tmpdir(), "agent-conf-"));
            try {
                writeFileSync(join(folder, "agent.conf"), agentConfiguration({ ...settings, sessionsUrl: hostile }));
                const { stdout } = spawnSync("bash", ["-c", '. ./agent.conf; printf %s "$SESSIONS_URL"'], {
                    cwd: folder,
                    encoding: "utf8",
                });

                assert.equal(stdout, hostile);
                assert.equal(existsSync(join(folder, "broken")), false);
            } finally {
                rmSync(folder, { recursive: true });
            }
        });
    }

    it("take no value of two lines, which could end the file", () => {
        assert.throws(() => nodeAgentSetup(script, { ...settings, sessionsUrl: "a\nCONF\ntouch broken" }), {
            message: "The agent's SESSIONS_URL must be one line.",
        });
    });

    it("are written as they are by the set-up's commands", () => {
        const folder = mkdtempSync(join(tmpdir(), "agent-setup-"));
        try {
            const commands = nodeAgentSetup(script, settings)
                .replaceAll("/usr/local/sbin/", `${folder}/`)
                .replaceAll("/etc/media-node", `${folder}/etc`)
                .replaceAll("/etc/systemd/system/", `${folder}/`);
            const { status, stdout } = spawnSync(
                "bash",
                ["-euo", "pipefail", "-c", `systemctl() { echo "$*"; }; ${commands}`],
                {
                    encoding: "utf8",
                },
            );

            assert.equal(status, 0);
            assert.deepEqual(stdout.trim().split("\n"), [
                "daemon-reload",
                "enable media-node-agent",
                "restart media-node-agent",
            ]);
            const written = readFileSync(join(folder, "media-node-agent"), "utf8");
            assert.equal(written, script.replaceAll("/etc/media-node", `${folder}/etc`));
            assert.equal(readFileSync(join(folder, "etc", "agent.conf"), "utf8"), agentConfiguration(settings));
        } finally {
            rmSync(folder, { recursive: true });
        }
    });

    it("are a unit that systemd takes", function () {
        const folder = mkdtempSync(join(tmpdir(), "agent-unit-"));
        try {
            const [, unit = ""] = /<<'UNIT'\n([\s\S]*?)UNIT\n/.exec(nodeAgentSetup(script, settings)) ?? [];
            const file = join(folder, "media-node-agent.service");
            writeFileSync(file, unit.replace("/usr/local/sbin/media-node-agent", "/bin/true"));
            const checked = spawnSync("systemd-analyze", ["verify", file], { encoding: "utf8" });
            if (checked.error) {
                console.log(`      skipped, because systemd-analyze cannot be run here: ${checked.error.message}`);
                this.skip();
            }
            assert.equal(checked.stderr, "");
            assert.equal(checked.status, 0);
        } finally {
            rmSync(folder, { recursive: true });
        }
    });

    it("are without fault for shellcheck", function () {
        const checked = spawnSync("shellcheck", ["--norc", AGENT_SCRIPT], { encoding: "utf8" });
        if (checked.error) {
            console.log(`      skipped, because shellcheck cannot be run here: ${checked.error.message}`);
            this.skip();
        }
        assert.equal(checked.stdout, "");
        assert.equal(checked.status, 0);
    });
});
