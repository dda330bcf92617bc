import type { Position } from "../engine/source-position";

export type Level = "mandatory" | "advisory" | "remediate" | "disabled";
export type Severity = "critical" | "high" | "medium" | "low" | "";

/** One finding of a rule, with the field names of Pulumi's policy events. */
export interface Finding {
    readonly resourceUrn: string;
    readonly policyName: string;
    readonly policyPackName: string;
    readonly policyPackVersion: string;
    readonly enforcementLevel: Level;
    readonly severity: Severity;
    /** What the rule wants in general. */
    readonly description: string;
    /** What is wrong with this resource. */
    readonly message: string;
}

/** One fix that a rule applied to the inputs of a resource. */
export interface Remediation {
    readonly resourceUrn: string;
    readonly policyName: string;
    readonly policyPackName: string;
    readonly policyPackVersion: string;
    readonly description: string;
}

export type Located<T> = T & Partial<Position>;

const levels: readonly Level[] = ["mandatory", "remediate", "advisory", "disabled"];
const severities: readonly Severity[] = ["critical", "high", "medium", "low", ""];

/** How rules of the project begin a finding that is neither right nor wrong before the deployment. */
const NOT_YET_KNOWN = "Not yet known: ";

/** True for rules that could not judge, because something is only known after the deployment. */
export function isUndecided({ message }: Finding): boolean {
    return message.startsWith(NOT_YET_KNOWN) || /^can't run (policy|remediation) '/.test(message);
}

/** By level, severity, rule and URN, so that two previews print the same text. */
export function byImportance(a: Finding, b: Finding): number {
    return (
        levels.indexOf(a.enforcementLevel) - levels.indexOf(b.enforcementLevel) ||
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        compare(a.policyName, b.policyName) ||
        compare(a.resourceUrn, b.resourceUrn) ||
        compare(a.message, b.message)
    );
}

function compare(a: string, b: string): number {
    if (a === b) return 0;
    return a < b ? -1 : 1;
}
