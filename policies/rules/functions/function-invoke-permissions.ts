import { all, any, not } from "../../condition";
import { defineRule } from "../../define-rule";
import { isSet } from "../../properties";

/** P53. An invoke permission without a source lets a service call for whoever asks it to, in any account. */
export const functionInvokePermissions = defineRule<object>({
    id: "P53",
    name: "function-invoke-permissions",
    area: "functions",
    description: "Functions must be called by named accounts and resources only.",
    severity: "critical",
    equivalents: ["CKV_AWS_301", "CKV_AWS_364", "AWS-0067", "CP:permission-source"],
    why: "A service acts for every account: without source and account a stranger's topic can call the function.",
    remediation: "Set sourceArn and sourceAccount of the permission, and AWS_IAM as authorisation of function URLs.",
    link: "https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-services.html",
    messages: {
        source: "The {label} must name the account and resource that may call.",
        url: "The {label} must accept signed requests only.",
    },
    parameters: {},
    resource: {
        kinds: ["invoke permission", "function URL"],
        check(subject, _parameters, findings) {
            const { kind, props } = subject;
            if (kind === "function URL") {
                return findings.require(subject, "url", () => props.authorizationType === "AWS_IAM");
            }
            const isForService = () => isService(props.principal);
            const namesSource = all(
                () => isSet(() => props.sourceArn),
                () => isSet(() => props.sourceAccount),
            );
            findings.forbid(subject, "source", () => props.principal === "*");
            findings.require(subject, "source", any(not(isForService), namesSource));
            findings.forbid(subject, "url", () => props.functionUrlAuthType === "NONE");
        },
    },
});

function isService(principal: unknown): boolean {
    return /\.amazonaws\.com(\.cn)?$/.test(String(principal));
}
