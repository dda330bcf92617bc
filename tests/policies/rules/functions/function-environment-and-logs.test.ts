import * as assert from "node:assert/strict";
import { functionEnvironmentAndLogs as rule } from "../../../../policies/rules/functions/function-environment-and-logs";
import { fixResource, judge, judgeResource, type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const logs = (props: object = {}, dependsOn: PolicyResource["dependsOn"] = {}): PolicyResource => ({
    type: "aws:cloudwatch/logGroup:LogGroup",
    name: "logs",
    props: { name: "/aws/lambda/registrar-1a2b3c4", retentionInDays: 7, ...props },
    dependsOn,
});
const lambda = (props: object = {}, dependsOn: PolicyResource["dependsOn"] = {}): PolicyResource => ({
    type: "aws:lambda/function:Function",
    props: { name: "registrar-1a2b3c4", tracingConfig: { mode: "Active" }, ...props },
    dependsOn,
});
const withVariables = (variables: object) => ({
    resources: [lambda({ environment: { variables } }), logs()],
});
const leaks = (variables: object) => ({
    ...withVariables(variables),
    says: ['The function "main" must keep secrets out of its environment.'],
});
const unlogged = ['The function "main" must have a log group with a retention.'];
const tooShort = (days: number) => [`The log group "logs" must have a retention of at least ${days} days.`];
const noted = { __defaults: ["x"], __secret: "x" };

describeRule(
    rule,
    {
        pass: {
            "no environment at all": { resources: [lambda(), logs()] },
            "harmless variables": withVariables({ ZONE_ID: "Z0EXAMPLE", RECORD_TTL: "60", ...noted }),
            "where secrets are kept": withVariables({
                DB_SECRET: "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-AbCdEf",
                TOKEN_PARAMETER: "/media/token",
                PASSWORD: "",
            }),
            "a log group that the function names": {
                resources: [
                    lambda({ loggingConfig: { logFormat: "JSON", logGroup: "own" } }),
                    logs({ name: "own", retentionInDays: 8 }),
                ],
            },
            "a log group that has no name yet": {
                resources: [
                    lambda({ loggingConfig: { logGroup: unknown } }, { loggingConfig: [logs()] }),
                    logs({ name: unknown }),
                ],
            },
            "a log group that is called after the function": {
                resources: [lambda({ name: unknown }), logs({ name: unknown }, { name: [lambda()] })],
            },
            "a format of the logs without a group of its own": {
                resources: [lambda({ loggingConfig: { logFormat: "JSON" } }), logs()],
            },
            "a retention by configuration": {
                resources: [logs({ retentionInDays: 90 })],
                parameters: { minDays: 90 },
            },
        },
        fail: {
            "an access-key id": leaks({ KEY: "AKIAIOSFODNN7EXAMPLE" }),
            "a connection string with a password": leaks({ URI: "mongodb://app:hunter2@db.internal/media" }),
            "a password among options": leaks({ OPTIONS: "-Xmx1g -Ddb.password=hunter2" }),
            "a literal under the name of a secret": leaks({ MongoPassword: "hunter2" }),
            "a secret among values that are not known yet": leaks({ A: unknown, TOKEN: "hunter2" }),
            "no tracing": {
                resources: [lambda({ tracingConfig: null }), logs()],
                says: ['The function "main" must be traced.'],
            },
            "tracing by the caller's choice": {
                resources: [lambda({ tracingConfig: { mode: "PassThrough" } }), logs()],
                says: ['The function "main" must be traced.'],
            },
            "no log group": { resources: [lambda()], says: unlogged },
            "the log group of another function": {
                resources: [lambda(), logs({ name: "/aws/lambda/registrar" })],
                says: unlogged,
            },
            "a log group under the function's default name, which it does not use": {
                resources: [lambda({ loggingConfig: { logGroup: "elsewhere" } }), logs()],
                says: unlogged,
            },
            "a log group called after the function, which names another": {
                resources: [
                    lambda({ loggingConfig: { logGroup: "elsewhere" } }),
                    logs({ name: unknown }, { name: [lambda()] }),
                ],
                says: unlogged,
            },
            "logs that are kept for ever": {
                resources: [logs({ retentionInDays: 0 })],
                says: tooShort(7),
                isFixed: true,
            },
            "logs without a retention": {
                resources: [logs({ retentionInDays: null })],
                says: tooShort(7),
                isFixed: true,
            },
            "logs that go too early": { resources: [logs({ retentionInDays: 5 })], says: tooShort(7), isFixed: true },
            "logs that go earlier than configured": {
                resources: [logs({ retentionInDays: 60 })],
                says: tooShort(61),
                parameters: { minDays: 61 },
                isFixed: true,
            },
        },
        unknown: {
            "variables that are not known yet": {
                ...withVariables({ ZONE_ID: unknown }),
                waitsFor: [['function "main"', "environment.variables.ZONE_ID"]],
            },
            "an environment that is not known yet": {
                resources: [lambda({ environment: unknown }), logs()],
                waitsFor: [['function "main"', "environment"]],
            },
            tracing: {
                resources: [lambda({ tracingConfig: { mode: unknown } }), logs()],
                waitsFor: [['function "main"', "tracingConfig.mode"]],
            },
            "a log group from elsewhere": {
                resources: [lambda({ loggingConfig: { logGroup: unknown } }), logs()],
                waitsFor: [['function "main"', "loggingConfig.logGroup"]],
            },
            "the name of the function": {
                resources: [lambda({ name: unknown }), logs()],
                waitsFor: [['function "main"', "name"]],
            },
            "the name of a log group, which may be the one": {
                resources: [lambda(), logs({ name: unknown })],
                waitsFor: [['function "main"', 'name of the log group "logs"']],
            },
            "a retention": {
                resources: [logs({ retentionInDays: unknown })],
                waitsFor: [['log group "logs"', "retentionInDays"]],
            },
        },
        notApplicable: { "other resources": { resources: [{ type: "aws:sqs/queue:Queue" }] } },
    },
    () => {
        const traced = { resources: [lambda({ tracingConfig: null })] };

        it("fixes tracing, and leaves alone what is not known yet", async () => {
            const [resource] = traced.resources;
            assert.ok(resource);
            const fixed = await fixResource(rule, resource);

            assert.deepEqual(fixed?.tracingConfig, { mode: "Active" });
            assert.deepEqual((await judgeResource(rule, { ...resource, props: fixed })).texts, []);
            assert.equal(await fixResource(rule, { ...resource, props: fixed }), undefined);
            assert.equal(await fixResource(rule, lambda({ tracingConfig: unknown })), undefined);
            assert.equal(await fixResource(rule, lambda({ tracingConfig: { mode: unknown } })), undefined);
            assert.equal(await fixResource(rule, logs({ retentionInDays: unknown })), undefined);
        });

        const allowed = [
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
        ];
        it("sets the shortest retention that CloudWatch offers and the configuration allows", async () => {
            for (const [index, days] of allowed.entries()) {
                const shortest = (allowed[index - 1] ?? 0) + 1;
                for (const minDays of [shortest, days]) {
                    const fixed = await fixResource(rule, logs({ retentionInDays: 0 }), { parameters: { minDays } });
                    assert.equal(fixed?.retentionInDays, days);
                }
            }
        });

        it("keeps a retention that is long enough, also one that CloudWatch offers no shorter", async () => {
            assert.equal(await fixResource(rule, logs({ retentionInDays: 7 })), undefined);
            assert.equal(await fixResource(rule, logs({ retentionInDays: 365 })), undefined);
        });

        it("names the function without logs among others", async () => {
            const other = { ...lambda({ name: "other" }), name: "other" };

            assert.deepEqual((await judge(rule, [other, lambda(), logs()])).texts, [
                'The function "other" must have a log group with a retention.',
            ]);
        });
    },
);
