import { functionInvokePermissions as rule } from "../../../../policies/rules/functions/function-invoke-permissions";
import { unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const permission = (props: object) => ({
    type: "aws:lambda/permission:Permission",
    props: { action: "lambda:InvokeFunction", function: "registrar", ...props },
});
const url = (authorizationType: unknown) => ({
    type: "aws:lambda/functionUrl:FunctionUrl",
    props: { functionName: "registrar", authorizationType },
});
const source = { sourceArn: "arn:aws:sns:us-east-1:123456789012:events", sourceAccount: "123456789012" };
const service = { principal: "sns.amazonaws.com" };

const unnamed = 'The invoke permission "main" must name the account and resource that may call.';
const refused = (props: object) => ({ resources: [permission(props)], says: [unnamed] });

describeRule(rule, {
    pass: {
        "a service with source and account": { resources: [permission({ ...service, ...source })] },
        "a source and an account that have yet to be made": {
            resources: [permission({ ...service, sourceArn: unknown, sourceAccount: unknown })],
        },
        "another account, which is a source by itself": { resources: [permission({ principal: "123456789012" })] },
        "a role": { resources: [permission({ principal: "arn:aws:iam::123456789012:role/sns.amazonaws.com/caller" })] },
        "a function URL for signed requests": {
            resources: [url("AWS_IAM"), permission({ principal: "123456789012", functionUrlAuthType: "AWS_IAM" })],
        },
    },
    fail: {
        "everybody, even with a source": refused({ principal: "*", ...source }),
        "a service without a source": refused({ ...service, sourceAccount: source.sourceAccount }),
        "a service with an empty source": refused({ ...service, ...source, sourceArn: "" }),
        "a service without an account": refused({ ...service, sourceArn: source.sourceArn }),
        "a service of the partition in China": refused({ principal: "events.amazonaws.com.cn" }),
        "a URL that asks for no signature, by permission": {
            resources: [permission({ principal: "123456789012", functionUrlAuthType: "NONE" })],
            says: ['The invoke permission "main" must accept signed requests only.'],
        },
        "a URL that asks for no signature": {
            resources: [url("NONE")],
            says: ['The function URL "main" must accept signed requests only.'],
        },
    },
    unknown: {
        "a principal that is not known yet": {
            resources: [permission({ principal: unknown })],
            waitsFor: [['invoke permission "main"', "principal"]],
        },
        "the signature of a URL": {
            resources: [url(unknown)],
            waitsFor: [['function URL "main"', "authorizationType"]],
        },
        "the signature of a permission": {
            resources: [permission({ ...service, ...source, functionUrlAuthType: unknown })],
            waitsFor: [['invoke permission "main"', "functionUrlAuthType"]],
        },
    },
    notApplicable: { "other resources": { resources: [{ type: "aws:lambda/function:Function" }] } },
});
