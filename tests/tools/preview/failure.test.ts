import * as assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { errorsOf, report, start } from "./previewing";

describe("preview that cannot end well", () => {
    it("shows an exception of the program and how to see whole stacks", async () => {
        const result = await report("throws");

        const [error, ...others] = errorsOf(result);
        assert.equal(result.code, 1);
        assert.equal(result.result, "failed");
        assert.match(error ?? "", /failed with an unhandled exception:\nError: The tape is full\.\n {4}at inner/);
        assert.equal(error?.split("\n    at ").length, 2);
        assert.deepEqual(others, []);
        assert.deepEqual(result.notes, ["Stack traces are short; --full-stacks shows them whole."]);
        // The picture is not complete, so nothing was said about the whole of it.
        assert.equal(
            result.findings.some(({ policyName }) => policyName === "stack-tells"),
            false,
        );
    });

    it("shows whole stacks on demand", async () => {
        const result = await report("throws", "--full-stacks");

        assert.equal((errorsOf(result)[0]?.split("\n    at ").length ?? 0) > 3, true);
        assert.deepEqual(result.notes, []);
    });

    it("shows a mistake of the user without a stack", async () => {
        const result = await report("run-error");

        assert.equal(result.code, 1);
        assert.deepEqual(errorsOf(result), ["groups.edge.cpuTarget is 80; it must be below 75."]);
        assert.deepEqual(result.notes, []);
    });

    it("fails when a promise of the program is rejected", async () => {
        const result = await report("rejects");

        assert.equal(result.code, 1);
        assert.match(errorsOf(result).join(), /Nobody listened\./);
    });

    it("fails when the program leaves before it has registered everything", async () => {
        const result = await report("exits");

        assert.equal(result.code, 1);
        assert.equal(result.result, "failed");
    });

    it("names question and file when nothing is recorded about it", async () => {
        const result = await report("unanswered");

        assert.equal(result.code, 1);
        assert.deepEqual(errorsOf(result), [
            "The program asks AWS through aws:ec2/getAmi:getAmi with the arguments filters, owners, and there is no " +
                "recorded answer, because no recorded image matches them. Add one in tools/aws-model/images.ts.",
        ]);
    });

    it("refuses two resources with one URN and names the place of the second", async () => {
        const result = await report("duplicate");

        assert.equal(result.code, 1);
        assert.deepEqual(errorsOf(result), [
            "index.ts:4: Duplicate resource URN 'urn:pulumi:dev::duplicate::aws:sqs/queue:Queue::twice'; " +
                "resources of one type below one parent need different names.",
        ]);
    });

    it("says why AWS would refuse a resource, and nothing about what hangs on it", async () => {
        const result = await report("refused");

        assert.equal(result.code, 1);
        assert.deepEqual(errorsOf(result), [
            'index.ts:4: The aws:lb/loadBalancer:LoadBalancer resource "balancer-of-the-video-platform" has a problem: ' +
                'The name "balancer-of-the-video-platform" plus a dash and 7 generated characters is longer than the 32 ' +
                "characters that AWS allows; shorten it or set namePrefix.",
        ]);
    });

    it("fails when a rule throws, and names rule and resource", async () => {
        const result = await report("planned", "--policy-pack", "../pack-that-throws");

        assert.equal(result.code, 1);
        const [error] = errorsOf(result);
        assert.match(error ?? "", /^The policy pack failed while judging urn:.*aws:sqs\/queue:Queue::inbox:/);
        assert.match(error ?? "", /policy 'broken-rule'[\s\S]*The rule is broken\./);
    });

    it("fails when the pack does not start, with what the pack said", async () => {
        const result = await report("planned", "--policy-pack", "../pack-that-ends");

        assert.equal(result.code, 1);
        assert.match(errorsOf(result).join("\n"), /ended before it was ready[\s\S]*The pack has no rules\./);
    });

    it("gives up on a program that never ends", async () => {
        const result = await report("hangs", "--deadline", "4");

        assert.equal(result.code, 1);
        assert.match(errorsOf(result).join(), /did not end within 4 seconds/);
    });

    it("leaves no process behind when it is interrupted", async () => {
        const { child, ended } = await start("hangs", ["--policy-pack", "../pack"]);
        const children = await childrenOf(child.pid);

        child.kill("SIGTERM");
        const { code } = await ended;

        assert.equal(code, 143);
        assert.equal(children.length, 2);
        assert.deepEqual(children.filter(isAlive), []);
    });
});

/** Waits until the program and the pack run, and answers their process ids. Linux only, like the product's own tests. */
async function childrenOf(pid: number | undefined): Promise<number[]> {
    for (let attempt = 0; attempt < 200; attempt++) {
        const pids = (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8")).trim().split(" ").filter(Boolean);
        const commands = await Promise.all(pids.map((one) => readFile(`/proc/${one}/cmdline`, "utf8").catch(() => "")));
        const running = pids.filter((_pid, index) => commands[index]?.includes("@pulumi/pulumi/cmd/run"));
        if (running.length === 2) return running.map(Number);
        await wait(25);
    }
    return [];
}

function isAlive(pid: number): boolean {
    try {
        process.kill(pid, 0);
        return true;
    } catch {
        return false;
    }
}
