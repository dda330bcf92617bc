import type { ResourceValidationPolicy, Severity, StackValidationPolicy } from "@pulumi/policy";
import type { Area } from "./areas";
import type { Changes } from "./changes";
import type { Findings } from "./findings";
import type { Kind } from "./kinds";
import type { Messages } from "./messages";
import type { ParameterSchemas } from "./parameters";
import type { Stack } from "./stack";
import type { Subject } from "./subject";

/** A rule as it is written down: what it wants and why, and one function for each phase in which it judges. */
export interface RuleDefinition<P extends object> {
    /** Stable identifier for documents and reports, such as `P01`. */
    readonly id: string;
    /** What Pulumi shows and what configuration files use, such as `target-group-health-path`. */
    readonly name: string;
    readonly area: Area;
    /** What must hold in general, as one sentence. */
    readonly description: string;
    readonly severity: Severity;
    /** Level when nothing configures the rule. Default: the level of the pack, advisory. */
    readonly level?: "mandatory";
    /** False when the rule accepts no exceptions. */
    readonly takesExceptions?: false;
    /** Rules with the same idea in other packs, such as `CKV_AWS_261`. */
    readonly equivalents: readonly string[];
    /** What goes wrong without the rule. */
    readonly why: string;
    /** How to make a violation go away. */
    readonly remediation: string;
    /** Page that the rule rests on: of AWS, or of the vendor. */
    readonly link: string;
    /** What the rule says of a resource, by key. */
    readonly messages: Messages;
    readonly parameters: ParameterSchemas<P>;
    readonly resource?: ResourceCheck<P>;
    readonly stack?: StackCheck<P>;
}

/** Judges one resource from its inputs. */
export interface ResourceCheck<P extends object> {
    readonly kinds: readonly Kind[];
    readonly check: (subject: Subject, parameters: P, findings: Findings) => void;
    /** Makes the inputs pass where that can be done without a decision of the user. Runs at level remediate only. */
    readonly fix?: (subject: Subject, parameters: P, changes: Changes) => void;
}

/** Judges resources of a stack from all of its resources. */
export interface StackCheck<P extends object> {
    readonly kinds: readonly Kind[];
    /** Finds the relations it needs once, and returns what judges one resource. */
    readonly check: (stack: Stack, parameters: P, findings: Findings) => (subject: Subject) => void;
}

/** A rule that the pack can run, with everything documents and reports say about it. */
export interface Rule extends Omit<RuleDefinition<never>, "parameters" | "resource" | "stack"> {
    /** JSON schema of each parameter, without the exceptions. */
    readonly parameters: Readonly<Record<string, { readonly default: unknown; readonly description: string }>>;
    /** True when the rule can repair inputs. */
    readonly fixes: boolean;
    readonly policy: ResourceValidationPolicy | StackValidationPolicy;
}
