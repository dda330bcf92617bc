import * as assert from "node:assert/strict";
import { spawn } from "node:child_process";
import type { CostEstimate } from "../../../tools/cost/estimate";
import { reportOf, reportOn } from "../../support/npm-start";
import { type Outcome, outcomeOf } from "../../support/outcome";
import { exampleSettings, root } from "../../support/plan";
import { linesOf } from "./planned";

function cost(...args: string[]): Promise<Outcome> {
    return outcomeOf(spawn("npm", ["run", "--silent", "cost", "--", ...args], { cwd: root }));
}

async function costOf(...args: string[]): Promise<CostEstimate> {
    const { stdout, stderr } = await cost("--json", ...args);
    if (stdout === "") throw new Error(`npm run cost printed nothing: ${stderr}`);
    return JSON.parse(stdout) as CostEstimate;
}

/** Lines but for those that every cluster of Ant Media has a handful of: keys, secrets, zones, alarms and monitoring. */
function large(estimate: CostEstimate): string[] {
    return linesOf(estimate).filter(
        (line) => !/^(KMS keys|Secrets|Hosted zones|Alarms|Detailed monitoring) /.test(line),
    );
}

/** The lines of one group of nodes with disks of 16 GiB and public addresses. */
function nodes(name: string, min: number, desired: number, max: number): string[] {
    const disks = [min, desired, max].map((count) => count * 16).join(" ");
    const shown = [min, desired, max].join(" ");
    return [
        `c5.xlarge instances (${name}): ${shown} 0.17/hour`,
        `gp3 disks (${name}): ${disks} GiB 0.08/month`,
        `Public IPv4 of nodes (${name}): ${shown} 0.005/hour`,
    ];
}

function balancers(stack: string, zones: number): string[] {
    return [
        `ALB (${stack}-alb): 1 0.0225/hour`,
        `LCU, 1 per ALB assumed (${stack}-alb): 1 0.008/hour`,
        `Public IPv4 of the ALB (${stack}-alb): ${zones} 0.005/hour`,
        `NLB (${stack}-nlb): 1 0.0225/hour`,
        `NLCU, 1 per NLB assumed (${stack}-nlb): 1 0.006/hour`,
        `Public IPv4 of the NLB (${stack}-nlb): ${zones} 0.005/hour`,
    ];
}

function gateway(name: string): string[] {
    return [`NAT gateways (${name}): 1 0.045/hour`, `Public IPv4 of NAT gateways (${name}): 1 0.005/hour`];
}

describe("npm run cost", () => {
    it("prints each line of the web application, whose sums can be checked by hand", async () => {
        const { code, stdout, stderr } = await cost("--stack-file", "examples/web-app.yaml");

        assert.deepEqual([code, stderr], [0, ""]);
        const amounts = stdout.split("\n").map((line) => line.split(/ {2,}/));
        const row = (name: string) => amounts.find(([first]) => first === name)?.slice(1);
        assert.deepEqual(row("ALB"), ["web-app-alb", "1", "1", "1", "0.0225/h", "0.0225", "0.540", "16.20", "16.43"]);
        assert.deepEqual(row("LCU, 1 per ALB assumed")?.slice(-3), ["0.192", "5.76", "5.84"]);
        assert.deepEqual(row("Public IPv4 of the ALB")?.slice(1, 5), ["2", "2", "2", "0.005/h"]);
        assert.deepEqual(row("Sum"), ["smallest size", "0.1436", "3.447", "103.40", "104.83"]);
    });

    it("counts dev, with one member of the database and one NAT gateway", async () => {
        const estimate = await costOf();

        assert.deepEqual(large(estimate), [
            ...nodes("dev-edge", 2, 2, 10),
            ...nodes("dev-origin", 1, 1, 10),
            "c5.xlarge instances (dev-mongo-1): 1 0.17/hour",
            "gp3 disks (dev-mongo-1): 16 GiB 0.08/month",
            "gp3 disks (dev-mongo-1): 50 GiB 0.08/month",
            ...balancers("dev", 2),
            ...gateway("dev-network-1"),
        ]);
        // Worked out apart from this program: hourly prices times 730, and prices of a month.
        assert.deepEqual(estimate.sum?.monthMicroUsd, { min: 622_240_000, desired: 622_240_000, max: 2_851_450_000 });
    });

    it("counts prod, with three members of the database, three NAT gateways and three zones", async () => {
        const estimate = await costOf("prod");

        const members = [1, 2, 3].map((number) => `prod-mongo-${number}`);
        assert.deepEqual(large(estimate), [
            ...nodes("prod-edge", 2, 2, 10),
            ...nodes("prod-origin", 2, 2, 10),
            ...members.flatMap((name) => [
                `m5.xlarge instances (${name}): 1 0.192/hour`,
                `gp3 disks (${name}): 16 GiB 0.08/month`,
            ]),
            ...members.map((name) => `gp3 disks (${name}): 50 GiB 0.08/month`),
            ...balancers("prod", 3),
            ...[1, 2, 3].flatMap((number) => gateway(`prod-network-${number}`)),
        ]);
        assert.deepEqual(estimate.sum?.monthMicroUsd, {
            min: 1_147_210_000,
            desired: 1_147_210_000,
            max: 3_245_290_000,
        });
        assert.deepEqual(estimate.remains, [
            "images and the snapshots of their volumes",
            "snapshots of the database's volumes",
        ]);
    });

    it("counts a pool whose schedule lets its warm pool run", async () => {
        const estimate = await costOf("--stack-file", "examples/media-pool.yaml");

        assert.deepEqual(large(estimate), [
            "c5.xlarge instances (media-pool-pool): 3 3 13 0.17/hour",
            "gp3 disks (media-pool-pool): 120 120 400 GiB 0.08/month",
            "gp3 disks (media-pool-pool, warm pool): 120 GiB 0.08/month",
            "Public IPv4 of nodes (media-pool-pool): 3 3 13 0.005/hour",
        ]);
        assert.deepEqual(estimate.sum?.monthMicroUsd, { min: 410_650_000, desired: 410_650_000, max: 1_731_550_000 });
    });

    it("has no amounts for a stack in another Region", async () => {
        const { cost: estimate } = await reportOn(exampleSettings("web-app", { "aws:region": "eu-central-1" }));

        assert.equal(estimate?.region, "eu-central-1");
        assert.deepEqual([estimate?.recorded, estimate?.sum], [undefined, undefined]);
        assert.deepEqual(
            estimate?.lines.filter(({ price }) => price !== undefined),
            [],
        );
    });

    it("has the same in the report of the preview", async () => {
        const stack = ["--stack-file", "examples/streaming-backend.yaml"];
        const [{ cost: reported }, estimate] = await Promise.all([reportOf(...stack), costOf(...stack)]);

        assert.deepEqual(reported, estimate);
        assert.equal(estimate.sum?.usd.thirtyDays, 56.88);
    });

    it("says what is wrong with the stack, and the exit code tells the kind", async () => {
        const unknown = await cost("nowhere");

        assert.equal(unknown.code, 2);
        assert.match(unknown.stderr, /^error: /);
        assert.equal(unknown.stdout, "");
    });
});
