import * as assert from "node:assert/strict";
import { TerminationPolicy } from "../../../infra/groups/termination-policy";
import { tagsOf } from "../../support/config";
import { modes, only, run } from "../../support/program";

function policy(): TerminationPolicy {
    return new TerminationPolicy("emptiest", { account: "123456789012", logRetentionDays: 30, tagsOf });
}

describe("TerminationPolicy", () => {
    for (const { mode, preview } of modes) {
        it(`is a function that answers in time and reads metrics, nothing else (${mode})`, async () => {
            const { resources } = await run(policy, { preview });

            const { timeout, memorySize, reservedConcurrentExecutions, environment } = only(
                resources,
                "aws:lambda/function:Function",
            ).inputs;
            assert.deepEqual([timeout, memorySize, reservedConcurrentExecutions], [2, 256, undefined]);
            assert.deepEqual(environment.variables, {
                CLUSTER: "media-cluster-test",
                POWERTOOLS_SERVICE_NAME: "termination-policy",
                POWERTOOLS_METRICS_NAMESPACE: "MediaCluster",
            });
            const { Statement } = only(resources, "aws:iam/rolePolicy:RolePolicy").inputs.policy;
            assert.deepEqual(
                Statement.map(({ Action }: { Action: unknown }) => Action),
                [
                    "cloudwatch:GetMetricData",
                    ["logs:CreateLogStream", "logs:PutLogEvents"],
                    ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
                ],
            );
        });

        it(`may be called by Auto Scaling's own role of this account (${mode})`, async () => {
            const { resources } = await run(policy, { preview });

            const { action, principal } = only(resources, "aws:lambda/permission:Permission").inputs;
            assert.deepEqual(
                [action, principal],
                [
                    "lambda:InvokeFunction",
                    "arn:aws:iam::123456789012:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
                ],
            );
        });
    }
});
