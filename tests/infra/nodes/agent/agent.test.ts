import * as assert from "node:assert/strict";
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { NodeAgentSettings } from "../../../../infra/nodes/node-agent";
import { notInstalled, pythonProgram } from "../../../support/python/programs";
import { FakeNode, groupName, instanceId } from "./node";

const ready = "CompleteLifecycleAction launch-ready";
const drained = "CompleteLifecycleAction terminate-drain";
const beat = "RecordLifecycleActionHeartbeat terminate-drain";

describe("The agent of a node, under bash with the real AWS command line", function () {
    this.timeout(60_000);
    let node: FakeNode;

    before(function () {
        if (pythonProgram("aws") !== undefined) return;
        console.log(`      skipped, because ${notInstalled}`);
        this.skip();
    });
    beforeEach(async () => {
        node = new FakeNode();
        await node.start();
    });
    afterEach(() => node.stop());

    async function serve(settings: Partial<NodeAgentSettings> = {}): Promise<void> {
        node.startAgent(settings);
        await node.untilSaid("phase: serving");
    }

    it("completes the launch hook once the status page answers 200, with the instance and its group", async () => {
        node.statusCode = 503;
        node.startAgent();
        await node.untilSaid("not ready: the status page answers 503");
        assert.equal(node.calls.length, 0);

        node.statusCode = 200;
        await node.untilSaid("phase: serving");

        assert.equal(node.calls.length, 1);
        assert.deepEqual(Object.fromEntries(node.calls.at(0)?.parameters ?? []), {
            Action: "CompleteLifecycleAction",
            Version: "2011-01-01",
            AutoScalingGroupName: groupName,
            LifecycleHookName: "launch-ready",
            InstanceId: instanceId,
            LifecycleActionResult: "CONTINUE",
        });
    });

    for (const code of [204, 301, 410]) {
        it(`does not take ${code} for ready`, async () => {
            node.statusCode = code;
            node.startAgent();

            await node.untilSaid(`not ready: the status page answers ${code}`);

            assert.deepEqual(node.calls, []);
        });
    }

    it("takes a hook that somebody else completed as completed", async () => {
        node.refusal = {
            code: "ValidationError",
            message: `No active Lifecycle Action found with instance ID ${instanceId}`,
        };

        await serve();

        assert.equal(node.made(ready), 1);
    });

    it("tries again when AWS refuses, and says why", async () => {
        node.refusal = { code: "AccessDenied", message: "not authorized" };
        node.startAgent();
        await node.untilSaid("complete-lifecycle-action failed");
        assert.match(node.output, /AccessDenied/);
        assert.doesNotMatch(node.output, /phase: serving/);

        node.refusal = undefined;
        await node.untilSaid("phase: serving");
    });

    it("does nothing while the metadata service is down, and goes on when it is back", async () => {
        node.metadataUp = false;
        node.startAgent();
        await node.untilSaid("the metadata service does not answer");

        node.metadataUp = true;
        await node.untilSaid("phase: serving");
        node.metadataUp = false;
        await node.until("it is said again", () => node.output.split("does not answer").length > 2);

        assert.deepEqual([node.isCordoned, node.calls.length], [false, 1]);
    });

    it("cordons, keeps the hook waiting while there are sessions, and completes it when they have ended", async () => {
        await serve();
        node.sessions = '{"sessions": 2}';
        node.targetState = "Terminated";

        await node.untilMade(beat, 2);
        assert.deepEqual([node.isCordoned, node.made(drained)], [true, 0]);

        node.sessions = '{"sessions": 0}';
        await node.untilSaid("phase: drained");

        assert.deepEqual([node.isCordoned, node.made(drained)], [true, 1]);
        const call = node.calls.find(
            ({ operation, parameters }) =>
                operation === "CompleteLifecycleAction" && parameters.get("LifecycleHookName") === "terminate-drain",
        );
        assert.deepEqual(
            ["AutoScalingGroupName", "InstanceId", "LifecycleActionResult"].map((key) => call?.parameters.get(key)),
            [groupName, instanceId, "CONTINUE"],
        );
    });

    it("is never cordoned while it is in service", async () => {
        await serve();

        for (const state of ["Standby", "Detached", "InService"]) {
            node.targetState = state;
            await new Promise((resolve) => setTimeout(resolve, 300));
            assert.equal(node.isCordoned, false);
        }
    });

    it("counts as busy until the sessions page says 0, in whatever way it says something else", async () => {
        await serve();
        node.sessions = "3\n";
        node.targetState = "Terminated";
        const unreadable = "sessions cannot be read, so the node counts as busy";
        for (const [body, said] of [
            ["3\n", "3 sessions left"],
            ['{"number":1}', "1 sessions left"],
            [undefined, unreadable],
            ['{"cpu": 7, "sessions" : 12}', "12 sessions left"],
            ['{"users": 0}', unreadable],
            ["2", "2 sessions left"],
            ["<html>0</html>", unreadable],
            ["4", "4 sessions left"],
            ["", unreadable],
        ] as const) {
            node.output = "";
            node.sessions = body;
            await node.untilSaid(said);
        }
        assert.equal(node.made(drained), 0);
        node.sessions = '{"number":0}';
        await node.untilMade(drained);
    });

    it("completes the hook at the limit, whatever sessions there are", async () => {
        await serve({ drainMinutes: 0.05 });
        node.sessions = "5";
        node.targetState = "Terminated";

        await node.untilSaid("phase: drained");

        assert.match(node.output, /the time of the drain is over/);
        assert.equal(node.made(drained), 1);
    });

    it("waits for the limit when nobody tells the number of sessions", async () => {
        await serve({ drainMinutes: 0.05, sessionsUrl: "" });
        node.targetState = "Terminated";
        const began = Date.now();

        await node.untilSaid("phase: drained");

        assert.ok(Date.now() - began >= 2000);
    });

    it("goes on with the same drain after it was started anew, and counts its time from the beginning", async () => {
        await serve({ drainMinutes: 0.1 });
        node.sessions = "5";
        node.targetState = "Terminated";
        await node.untilMade(beat);
        const began = Number(readFileSync(join(node.folder, "state", "phase"), "utf8").split(" ")[1]);

        await node.killAgent();
        node.output = "";
        node.startAgent({ drainMinutes: 0.1 });
        await node.untilSaid("phase: drained");

        assert.equal(node.made(drained), 1);
        assert.equal(node.isCordoned, true);
        const took = Date.now() / 1000 - began;
        assert.ok(took >= 6 && took < 16, `${took} s`);
        assert.equal(node.made(ready), 1);
    });

    it("keeps trying to extend a drain while AWS is down, and completes it when AWS is back", async () => {
        await serve();
        node.sessions = "1";
        node.targetState = "Terminated";
        await node.untilMade(beat);
        node.refusal = { code: "ServiceUnavailable", message: "down" };
        await node.untilSaid("record-lifecycle-action-heartbeat failed");

        node.sessions = "0";
        await node.untilSaid("complete-lifecycle-action failed");
        node.refusal = undefined;
        await node.untilSaid("phase: drained");

        assert.ok(node.made(drained) >= 2);
    });

    it("answers the launch hook on its way into the pool, without a drain", async () => {
        node.targetState = "Warmed:Stopped";
        node.startAgent();

        await node.untilSaid("phase: pooled");

        assert.deepEqual([node.made(ready), node.made(drained), node.isCordoned], [1, 0, false]);
    });

    it("answers the launch hook again when it leaves the pool, after a stop or without one", async () => {
        node.targetState = "Warmed:Running";
        node.startAgent();
        await node.untilSaid("phase: pooled");

        node.targetState = "InService";
        await node.untilSaid("phase: serving");
        assert.equal(node.made(ready), 2);

        await node.killAgent();
        node.boot("second");
        node.output = "";
        node.startAgent();
        await node.untilSaid("phase: serving");
        assert.equal(node.made(ready), 3);
    });

    it("drains on its way back to the pool, and serves again after the next start", async () => {
        await serve();
        node.targetState = "Warmed:Stopped";
        await node.untilSaid("phase: pooled");
        assert.deepEqual([node.made(drained), node.isCordoned], [1, true]);

        await node.killAgent();
        node.boot("second");
        node.targetState = "InService";
        node.output = "";
        node.startAgent();
        await node.untilSaid("phase: serving");

        assert.equal(node.isCordoned, false);
        assert.ok(existsSync(node.statusPage));
        assert.equal(node.made(ready), 2);
    });

    it("waits for sessions although nobody could answer the launch hook, which continues by itself", async () => {
        node.refusal = { code: "ServiceUnavailable", message: "down" };
        node.startAgent();
        await node.untilSaid("complete-lifecycle-action failed");
        node.sessions = "5";
        node.targetState = "Terminated";
        await node.untilSaid("5 sessions left");
        node.refusal = undefined;

        await node.untilMade(beat);

        assert.deepEqual([node.isCordoned, node.made(drained)], [true, 0]);
    });

    it("answers at once when the pool that a node went back to lets it go", async () => {
        await serve();
        node.targetState = "Warmed:Running";
        await node.untilSaid("phase: pooled");

        node.targetState = "Warmed:Terminated";
        await node.untilMade(drained, 2);
    });

    it("is cordoned again by an agent that was ended in the middle of that", async () => {
        await serve();
        node.sessions = "5";
        node.targetState = "Terminated";
        await node.untilSaid("phase: draining");
        await node.killAgent();
        rmSync(join(node.folder, "run", "draining"));
        renameSync(`${node.statusPage}.cordoned`, node.statusPage);

        node.startAgent();
        await node.until("it is cordoned", () => node.isCordoned);
    });

    for (const [target, phase] of [
        ["Terminated", "drained"],
        ["Warmed:Stopped", "pooled"],
    ] as const) {
        it(`answers the drain hook of a node on its way to ${target} that restarts, because its sessions are gone`, async () => {
            await serve();
            node.sessions = "5";
            node.targetState = target;
            await node.untilSaid("phase: draining");
            await node.killAgent();
            node.boot("second");

            node.startAgent();
            await node.untilSaid(`phase: ${phase}`);

            assert.deepEqual([node.made(ready), node.made(drained)], [1, 1]);
        });
    }

    it("serves again when a node in service restarts", async () => {
        await serve();
        await node.killAgent();
        node.boot("second");
        node.output = "";

        node.startAgent();
        await node.untilSaid("phase: serving");

        assert.deepEqual([node.made(ready), node.isCordoned], [2, false]);
    });

    it("decides nothing about a drain while the metadata service is down", async () => {
        await serve();
        node.sessions = "5";
        node.targetState = "Terminated";
        await node.untilSaid("5 sessions left");
        node.metadataUp = false;
        await node.untilSaid("the metadata service does not answer");
        node.sessions = "0";
        const calls = node.made(drained);

        node.metadataUp = true;
        await node.untilSaid("phase: drained");

        assert.deepEqual([calls, node.made(drained)], [0, 1]);
    });

    it("does not wait when a node ends that never served", async () => {
        node.statusCode = 503;
        node.startAgent({ sessionsUrl: "" });
        await node.untilSaid("not ready");

        node.targetState = "Terminated";
        await node.untilSaid("phase: drained");

        assert.deepEqual([node.made(ready), node.made(drained)], [0, 1]);
    });

    it("reports its sessions while it serves, and only then", async () => {
        node.sessions = "7";
        await serve({ reportSessions: true });
        await node.untilMade("PutMetricData", 2);

        const call = node.calls.find(({ operation }) => operation === "PutMetricData");
        assert.deepEqual(JSON.parse(call?.parameters.get("json") ?? ""), {
            Namespace: "MediaCluster/Nodes",
            MetricData: [
                {
                    MetricName: "Sessions",
                    Dimensions: [
                        { Name: "AutoScalingGroupName", Value: groupName },
                        { Name: "InstanceId", Value: instanceId },
                    ],
                    Value: 7,
                    Unit: "Count",
                },
                {
                    MetricName: "Sessions",
                    Dimensions: [{ Name: "AutoScalingGroupName", Value: groupName }],
                    Value: 7,
                    Unit: "Count",
                },
            ],
        });
        node.targetState = "Terminated";
        await node.untilSaid("phase: draining");
        const reported = node.made("PutMetricData");
        await node.untilMade(beat);
        assert.equal(node.made("PutMetricData"), reported);
    });

    it("ends at once when it is told to", async () => {
        await serve();

        assert.equal(await node.killAgent("SIGTERM"), 0);
    });
});
