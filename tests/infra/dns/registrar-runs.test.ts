import * as assert from "node:assert/strict";
import { farewellRun, reconcileRun, scheduleRuns } from "../../../infra/dns/registrar-runs";
import { tagsOf } from "../../support/config";
import { modes, only, run } from "../../support/program";

const INVOCATION = "aws:lambda/invocation:Invocation";
const SCHEDULE = "aws:scheduler/schedule:Schedule";

const schedule = (everyMinutes: number) => () =>
    scheduleRuns(
        "often",
        { account: "123456789012", functionArn: "arn:aws:lambda:function", everyMinutes, tagsOf },
        {},
    );

describe("scheduleRuns", () => {
    for (const { mode, preview } of modes) {
        it(`calls the function as often as it is told, and again when that fails (${mode})`, async () => {
            const { resources } = await run(schedule(5), { preview });

            const { inputs, dependsOn, sources } = only(resources, SCHEDULE);
            const { target, ...fixed } = inputs;
            assert.deepEqual(fixed, {
                description: "Compares all node records with all nodes, so that a lost event costs minutes at most",
                scheduleExpression: "rate(5 minutes)",
                flexibleTimeWindow: { mode: "OFF" },
            });
            const { roleArn: _, input, ...delivery } = target;
            assert.deepEqual(delivery, {
                arn: "arn:aws:lambda:function",
                retryPolicy: { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 300 },
            });
            assert.deepEqual(JSON.parse(input), { source: "mc.registrar", mode: "reconcile", reason: "schedule" });
            assert.deepEqual(sources.target, ["often"]);
            // The role and its permission.
            assert.deepEqual(dependsOn, ["often", "often"]);
        });

        it(`may call this function alone (${mode})`, async () => {
            const { resources } = await run(schedule(5), { preview });

            assert.deepEqual(only(resources, "aws:iam/rolePolicy:RolePolicy").inputs.policy, {
                Version: "2012-10-17",
                Statement: [{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: "arn:aws:lambda:function" }],
            });
        });

        it(`speaks of one minute as AWS wants it (${mode})`, async () => {
            const { resources } = await run(schedule(1), { preview });

            assert.equal(only(resources, SCHEDULE).inputs.scheduleExpression, "rate(1 minute)");
        });
    }
});

describe("farewellRun", () => {
    for (const { mode, preview } of modes) {
        it(`does nothing as long as it is there, and calls the function once more when it goes (${mode})`, async () => {
            const { resources } = await run(() => farewellRun("bye", "registrar-1", {}), { preview });

            const { input, ...fixed } = only(resources, INVOCATION).inputs;
            assert.deepEqual(fixed, { functionName: "registrar-1", lifecycleScope: "CRUD", terraformKey: "tf" });
            assert.deepEqual(JSON.parse(input), { source: "mc.registrar", mode: "farewell", reason: "deployment" });
        });
    }
});

describe("reconcileRun", () => {
    for (const { mode, preview } of modes) {
        it(`compares once, and again when something it depends on is another (${mode})`, async () => {
            const { resources } = await run(() => reconcileRun("end", "registrar-1", { edge: "edge-1 7" }, {}), {
                preview,
            });

            const { input, ...fixed } = only(resources, INVOCATION).inputs;
            // Without a scope the function is not called when the run is deleted.
            assert.deepEqual(fixed, { functionName: "registrar-1", triggers: { edge: "edge-1 7" } });
            assert.deepEqual(JSON.parse(input), { source: "mc.registrar", mode: "reconcile", reason: "deployment" });
        });
    }
});
