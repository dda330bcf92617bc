import * as assert from "node:assert/strict";
import { isDnsPolicy, isPowerfulPolicy } from "../../../policies/parse/managed-policy";

const own = "arn:aws:iam::aws:policy/";

describe("managed policies", () => {
    const cases: [arn: unknown, isPowerful: boolean, isDns: boolean][] = [
        [`${own}AdministratorAccess`, true, true],
        [`${own}PowerUserAccess`, true, true],
        [`${own}AmazonRoute53FullAccess`, true, true],
        [`${own}AmazonRoute53AutoNamingFullAccess`, true, true],
        [`${own}AmazonS3FullAccess`, true, false],
        [`${own}AWSLambda_FullAccess`, true, false],
        [`${own}CloudWatchFullAccessV2`, true, false],
        [`${own}CloudWatchFullAccessV12`, true, false],
        [`${own}job-function/AdministratorAccess`, true, true],
        ["arn:aws-us-gov:iam::aws:policy/AdministratorAccess", true, true],
        ["arn:aws-cn:iam::aws:policy/AmazonRoute53FullAccess", true, true],
        [`${own}AmazonRoute53ReadOnlyAccess`, false, false],
        [`${own}AmazonSSMManagedInstanceCore`, false, false],
        [`${own}AdministratorAccess-Amplify`, false, false],
        [`${own}AmazonS3FullAccessVx`, false, false],
        [`${own}FullAccessDenied`, false, false],
        [`${own}MyAdministratorAccess`, false, false],
        ["arn:aws:iam::123456789012:policy/AdministratorAccess", false, false],
        [`x${own}AdministratorAccess`, false, false],
        [undefined, false, false],
    ];
    for (const [arn, isPowerful, isDns] of cases) {
        it(`${String(arn)} is ${isPowerful ? "" : "not "}powerful, and ${isDns ? "" : "not "}for DNS`, () =>
            assert.deepEqual([isPowerfulPolicy(arn), isDnsPolicy(arn)], [isPowerful, isDns]));
    }
});
