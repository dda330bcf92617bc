import { type StatedException, type Verdict, verdictOf } from "../../../policies/verdicts";
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
    /** `unknown`: the rule could not judge before the deployment; `excepted`: accepted by the owners of the stack. */
    readonly verdict: Verdict["kind"];
    /** Properties without a value, of an unknown verdict. */
    readonly waitsFor?: readonly string[];
    readonly exception?: StatedException;
}

/** One fix that a rule applied to the inputs of a resource. */
export interface Remediation {
    readonly resourceUrn: string;
    readonly policyName: string;
    readonly policyPackName: string;
    readonly policyPackVersion: string;
    readonly description: string;
}

/** What became of a rule beside its findings. */
export interface Evaluation {
    readonly policyName: string;
    /** URNs of the resources in which the rule found nothing to say; of the stack for rules about relations. */
    readonly passed: readonly string[];
    /** Why the rule applied to nothing; absent when it applied to something. */
    readonly notApplicable?: string;
}

export type Located<T> = T & Partial<Position>;

const levels: readonly Level[] = ["mandatory", "remediate", "advisory", "disabled"];
const verdicts: readonly Verdict["kind"][] = ["violation", "excepted", "unknown"];
const severities: readonly Severity[] = ["critical", "high", "medium", "low", ""];

/** Adds to what a pack reports which kind of verdict the text of the finding states. */
export function withVerdict(finding: Omit<Finding, "verdict" | "waitsFor" | "exception">): Finding {
    const verdict = verdictOf(finding.message);
    switch (verdict.kind) {
        case "unknown":
            return { ...finding, verdict: "unknown", waitsFor: verdict.causes };
        case "excepted":
            return { ...finding, message: verdict.message, verdict: "excepted", exception: verdict.exception };
        default:
            return { ...finding, verdict: "violation" };
    }
}

/**
 * By level, verdict, severity, rule and URN, so that two previews print the same text.
 *
 * @param first rules that come before all others, in this order
 */
export function byImportance(first: readonly string[]): (a: Finding, b: Finding) => number {
    const rank = ({ policyName }: Finding) => (first.includes(policyName) ? first.indexOf(policyName) : first.length);
    return (a, b) =>
        rank(a) - rank(b) ||
        levels.indexOf(a.enforcementLevel) - levels.indexOf(b.enforcementLevel) ||
        verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) ||
        severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
        compare(a.policyName, b.policyName) ||
        compare(a.resourceUrn, b.resourceUrn) ||
        compare(a.message, b.message);
}

function compare(a: string, b: string): number {
    if (a === b) return 0;
    return a < b ? -1 : 1;
}
