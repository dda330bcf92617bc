import type { CostEstimate } from "../../cost/estimate";
import type { Evaluation, Finding, Level, Located, Remediation, Severity } from "../policies/findings";

/** What `--json` prints. Fields are only ever added within a version. */
export interface PreviewReport {
    readonly version: 1;
    readonly project: string;
    readonly stack: string;
    /** `passed`: no mandatory finding; `violated`: at least one; `failed`: the program or the pack did not run to its end. */
    readonly result: "passed" | "violated" | "failed";
    /** In the order of registration, the stack first. */
    readonly resources: readonly ReportedResource[];
    /** Stack outputs; secrets are `[secret]`, what is known only after the deployment is `[unknown]`. */
    readonly outputs: Readonly<Record<string, unknown>>;
    readonly policyPacks: readonly ReportedPack[];
    /** The fleet standards first, then by level, verdict, severity, rule and URN. */
    readonly findings: readonly ReportedFinding[];
    readonly remediations: readonly Located<Remediation>[];
    /** For each enabled rule, in the order of the pack, where it passed or why it applied to nothing. */
    readonly evaluations: readonly Evaluation[];
    readonly counts: Counts;
    /** What the stack costs, by recorded prices; absent when the preview failed. */
    readonly cost?: CostEstimate;
    readonly diagnostics: readonly Diagnostic[];
    /** What the reader should know about how the preview was made. */
    readonly notes: readonly string[];
}

/** A finding with the identifier of its rule. */
export type ReportedFinding = Located<Finding> & Pick<ReportedRule, "ruleId">;

export interface ReportedResource {
    readonly urn: string;
    readonly type: string;
    readonly name: string;
    /** URN of the parent; empty for the stack and for default providers. */
    readonly parent: string;
    readonly operation: "create" | "read";
    /** True for providers that serve resources without one of their own. */
    readonly implicit: boolean;
    /** True for resources of a remote component, which come from the preview's own model. */
    readonly modelled: boolean;
    /** After the provider's check and remediations, masked like outputs. */
    readonly inputs: Readonly<Record<string, unknown>>;
    /** Where the program registers it, relative to the project; absent where nothing is known. */
    readonly file?: string;
    /** Counted from 1. */
    readonly line?: number;
}

export interface ReportedPack {
    readonly name: string;
    readonly version: string;
    /** Folder relative to the project. */
    readonly path: string;
    /** In the order of the pack. */
    readonly rules: readonly ReportedRule[];
}

export interface ReportedRule {
    readonly name: string;
    /** Stable identifier such as `P01`; the name in packs that have none. */
    readonly ruleId: string;
    /** Part of the catalogue, such as `network`; empty in packs that have none. */
    readonly area: string;
    /** As configured. */
    readonly level: Level;
    readonly severity: Severity;
    readonly description: string;
    readonly remediation: string;
    readonly link: string;
    /** Rules with the same idea in other packs. */
    readonly equivalents: readonly string[];
}

export interface Counts {
    /** Resources to create, default providers not counted, as in Pulumi. */
    readonly create: number;
    readonly read: number;
    readonly modelled: number;
    readonly mandatory: number;
    readonly advisory: number;
    /** Findings that the owners of the stack accept; they are not among the advisory ones. */
    readonly excepted: number;
    /** Findings of rules that could not judge yet; they are not among the advisory ones. */
    readonly undecided: number;
    readonly remediated: number;
}

export interface Diagnostic {
    readonly severity: "info" | "warning" | "error";
    readonly message: string;
    /** Resource that the message is about; empty for the stack. */
    readonly urn: string;
}
