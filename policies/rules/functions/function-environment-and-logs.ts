import { all } from "../../condition";
import { defineRule } from "../../define-rule";
import { assignsSecret, holdsCredential, isSecretLiteral } from "../../parse/secret-patterns";
import { at, isProperties } from "../../properties";
import { FunctionLogs } from "../../relations/function-logs";

/** Days that CloudWatch can keep entries for. */
const retentions: readonly number[] = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** P54. Whoever may look at a function reads its environment, and a log without an end costs for ever. */
export const functionEnvironmentAndLogs = defineRule<{ minDays: number }>({
    id: "P54",
    name: "function-environment-and-logs",
    area: "functions",
    description: "Functions must hold no secrets in their environment, be traced, and log to a group with a retention.",
    severity: "high",
    equivalents: [
        "CKV_AWS_45",
        "CKV_AWS_50",
        "CKV_AWS_66",
        "CKV_AWS_173",
        "CKV_AWS_338",
        "AWS-0066",
        "NIST:CloudWatchLogGroupRetentionPeriod",
    ],
    why: "Variables stand readable in the console and in every backup of the state; a log group that Lambda makes by itself never forgets.",
    remediation:
        "Give the function the ARN of a secret, set tracingConfig.mode to Active, and make its log group with retentionInDays.",
    link: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
    messages: {
        secrets: "The {label} must keep secrets out of its environment.",
        traced: "The {label} must be traced.",
        logs: "The {label} must have a log group with a retention.",
        retention: "The {label} must have a retention of at least {days} days.",
    },
    parameters: {
        minDays: {
            type: "integer",
            minimum: 1,
            maximum: 3653,
            default: 7,
            description: "Shortest retention of log groups, in days.",
        },
    },
    resource: {
        kinds: ["function", "log group"],
        check(subject, { minDays }, findings) {
            const { kind, props } = subject;
            if (kind === "log group") {
                const isEnough = () => Number(props.retentionInDays ?? 0) >= minDays;
                return findings.require(subject, "retention", isEnough, { days: minDays });
            }
            findings.require(subject, "traced", () => at(props, "tracingConfig", "mode") === "Active");
            const variables = () => at(props, "environment", "variables");
            const isFree = (name: string) => () => !isSecret(name, String(at(variables(), name)));
            findings.require(subject, "secrets", () => all(...namesOf(variables()).map(isFree))());
        },
        fix({ kind, props }, { minDays }, changes) {
            if (kind === "log group") {
                const isEnough = (days: unknown) => Number(days ?? 0) >= minDays;
                return changes.set(props, "retentionInDays", shortestRetention(minDays), isEnough);
            }
            const tracing = changes.within(props, "tracingConfig");
            if (tracing) changes.set(tracing, "mode", "Active");
        },
    },
    stack: {
        kinds: ["function"],
        check(stack, _parameters, findings) {
            const logs = new FunctionLogs(stack);
            return (subject) => findings.require(subject, "logs", () => logs.isKept(subject));
        },
    },
});

/** Names of the variables, also of those that have no value yet. The provider keeps notes of its own under `__`. */
function namesOf(variables: unknown): string[] {
    return isProperties(variables) ? Object.keys(variables).filter((name) => !name.startsWith("__")) : [];
}

function isSecret(name: string, value: string): boolean {
    return holdsCredential(value) || assignsSecret(value) || isSecretLiteral(name, value);
}

function shortestRetention(minDays: number): number | undefined {
    return retentions.find((days) => days >= minDays);
}
