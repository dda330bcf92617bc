import * as assert from "node:assert/strict";
import { BundledFunction, type BundledFunctionArgs } from "../../infra/bundled-function";
import { counts, known, modes, only, run, UNKNOWN } from "../support/program";

const FUNCTION = "aws:lambda/function:Function";
const tags = { "media:role": "dns" };

function bundled(more: Partial<BundledFunctionArgs> = {}): BundledFunction {
    return new BundledFunction("teller", {
        code: "notifier",
        description: "Tells somebody",
        timeoutSeconds: 30,
        environment: { QUEUE_URL: "https://queue.example.com" },
        statements: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: "arn:queue" }],
        logRetentionDays: 30,
        tags,
        ...more,
    });
}

describe("BundledFunction", () => {
    for (const { mode, preview } of modes) {
        it(`is a function, its role and its log (${mode})`, async () => {
            const { resources } = await run(bundled, { preview });

            assert.deepEqual(counts(resources), {
                "media-cluster:functions:BundledFunction": 1,
                "aws:cloudwatch/logGroup:LogGroup": 1,
                "aws:iam/role:Role": 1,
                "aws:iam/rolePolicy:RolePolicy": 1,
                [FUNCTION]: 1,
            });
            const log = only(resources, "aws:cloudwatch/logGroup:LogGroup").inputs;
            assert.deepEqual(log, { retentionInDays: 30, tags });
        });

        it(`runs what was built, on 64-bit ARM, traced, with a log of its own and nobody's secret (${mode})`, async () => {
            const { resources } = await run(bundled, { preview });

            const { inputs, dependsOn, sources } = only(resources, FUNCTION);
            const { code, role, loggingConfig, ...fixed } = inputs;
            assert.deepEqual(fixed, {
                description: "Tells somebody",
                runtime: "nodejs22.x",
                architectures: ["arm64"],
                handler: "index.handler",
                memorySize: 256,
                timeout: 30,
                environment: {
                    variables: {
                        QUEUE_URL: "https://queue.example.com",
                        CLUSTER: "media-cluster-test",
                        POWERTOOLS_SERVICE_NAME: "notifier",
                        POWERTOOLS_METRICS_NAMESPACE: "MediaCluster",
                    },
                },
                tracingConfig: { mode: "Active" },
                tags,
            });
            assert.match(JSON.stringify(code), /"index\.js":.*"path":"lambda\/notifier\/dist\/index\.js"/);
            assert.equal(loggingConfig.logFormat, "JSON");
            assert.deepEqual([sources.role, sources.loggingConfig], [["teller"], ["teller"]]);
            if (preview) assert.deepEqual([role, loggingConfig.logGroup], [UNKNOWN, UNKNOWN]);
            // Log and role, and the role's permissions, without which the first run fails.
            assert.deepEqual(dependsOn, ["teller", "teller", "teller"]);
        });

        it(`may do what it is given, and write its own log and traces (${mode})`, async () => {
            const { resources } = await run(bundled, { preview });

            const { policy } = only(resources, "aws:iam/rolePolicy:RolePolicy").inputs;
            const logs = preview ? UNKNOWN : policy.Statement[1].Resource;
            if (!preview) {
                assert.match(logs, /^arn:aws:logs:us-east-1:123456789012:log-group:teller-[0-9a-f]{7}:\*$/);
            }
            assert.deepEqual(policy, {
                Version: "2012-10-17",
                Statement: [
                    { Effect: "Allow", Action: "sqs:SendMessage", Resource: "arn:queue" },
                    {
                        Sid: "WriteLogs",
                        Effect: "Allow",
                        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
                        Resource: logs,
                    },
                    {
                        Sid: "WriteTraces",
                        Effect: "Allow",
                        Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
                        Resource: "*",
                    },
                ],
            });
            assert.deepEqual(only(resources, "aws:iam/role:Role").inputs.assumeRolePolicy.Statement, [
                { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
            ]);
        });

        it(`keeps executions free where it is asked to (${mode})`, async () => {
            const { resources } = await run(() => bundled({ reservedConcurrency: 4 }), { preview });

            assert.equal(only(resources, FUNCTION).inputs.reservedConcurrentExecutions, 4);
        });
    }

    it("gives away its name and its ARN", async () => {
        const { result } = await run(bundled, { preview: false });

        const name = String(await known(result.functionName));
        assert.match(name, /^teller-[0-9a-f]{7}$/);
        assert.equal(await known(result.arn), `arn:aws:lambda:us-east-1:123456789012:function:${name}`);
    });

    it("says how to build code that is missing", () => {
        assert.throws(() => bundled({ code: "nobody" }), {
            message:
                "The function's code lambda/nobody/dist/index.js is missing. Run `npm run build` in the project's folder.",
        });
    });
});
