import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AGENT_SCRIPT, agentConfiguration, nodeAgentFiles } from "../../../../infra/nodes/node-agent";
import { compact } from "../../../../infra/nodes/shell";

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

    it("take no value of two lines, which would be two settings", () => {
        assert.throws(() => nodeAgentFiles(script, { ...settings, sessionsUrl: "a\nREPORT_SESSIONS=true" }), {
            message: "The agent's SESSIONS_URL must be one line.",
        });
    });

    it("are the script without its comments, the configuration and the unit", () => {
        const [agent, configuration, unit, ...others] = nodeAgentFiles(script, settings);

        assert.deepEqual(others, []);
        assert.deepEqual(
            [agent?.path, agent?.permissions, configuration?.path, unit?.path],
            [
                "/usr/local/sbin/media-node-agent",
                "0755",
                "/etc/media-node/agent.conf",
                "/etc/systemd/system/media-node-agent.service",
            ],
        );
        assert.equal(configuration?.content, agentConfiguration(settings));
        assert.equal(agent?.content, compact(script));
        assert.match(unit?.content ?? "", /^ExecStart=\/usr\/local\/sbin\/media-node-agent$/m);
    });

    it("are a unit that systemd takes", function () {
        const folder = mkdtempSync(join(tmpdir(), "agent-unit-"));
        try {
            const unit = nodeAgentFiles(script, settings)[2]?.content ?? "";
            assert.match(unit, /ExecStart/);
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
