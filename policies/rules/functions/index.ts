import type { Rule } from "../../rule";
import { dnsFunctionLeastPrivilege } from "./dns-function-least-privilege";
import { dnsFunctionReliability } from "./dns-function-reliability";
import { functionEnvironmentAndLogs } from "./function-environment-and-logs";
import { functionInvokePermissions } from "./function-invoke-permissions";

export const functionsRules: readonly Rule[] = [
    dnsFunctionReliability,
    dnsFunctionLeastPrivilege,
    functionInvokePermissions,
    functionEnvironmentAndLogs,
];
