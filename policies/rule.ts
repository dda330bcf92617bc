import type {
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
} from "@pulumi/policy";
import { Changes } from "./changes";
import { Findings } from "./findings";
import type { Kind } from "./kinds";
import { completeParameters, type ParameterSchemas } from "./parameters";
import { known, unknownPath } from "./properties";
import { Stack } from "./stack";
import { type Subject, subjectOf } from "./subject";

/** A rule as it is written down: what it wants and why, and one function for each phase in which it judges. */
export interface RuleDefinition<P extends object> {
    /** Stable identifier for documents and reports, such as `P01`. */
    readonly id: string;
    /** What Pulumi shows and what configuration files use, such as `target-group-health-path`. */
    readonly name: string;
    /** What must hold in general, as one sentence. */
    readonly description: string;
    readonly severity: Severity;
    /** Level when nothing configures the rule. Default: the level of the pack, advisory. */
    readonly level?: "mandatory";
    /** Rules with the same idea in other packs, such as `CKV_AWS_261`. */
    readonly equivalents: readonly string[];
    /** What goes wrong without the rule. */
    readonly why: string;
    /** How to make a violation go away. */
    readonly remediation: string;
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
    /** JSON schema of each parameter. */
    readonly parameters: Readonly<Record<string, { readonly default: unknown; readonly description: string }>>;
    readonly policy: ResourceValidationPolicy | StackValidationPolicy;
}

/**
 * Turns a definition into a policy of the SDK that knows four verdicts: pass, violation, not applicable, and not yet known.
 * The last one never becomes a pass, and never the SDK's "can't run" advisory that hides which value is missing.
 */
export function defineRule<P extends object>(definition: RuleDefinition<P>): Rule {
    const { resource, stack, ...about } = definition;
    const { id, name, description, severity, level, equivalents, why, remediation, parameters } = about;
    const policy = {
        name,
        description,
        severity,
        displayName: `${id} ${name}`,
        tags: [id, ...equivalents],
        remediationSteps: `${why} ${remediation}`,
        configSchema: { properties: { ...parameters } },
        ...(level && { enforcementLevel: level }),
        ...(resource && { validateResource: validateResource(resource, parameters) }),
        ...(resource?.fix && { remediateResource: remediateResource(resource.kinds, resource.fix, parameters) }),
        ...(stack && { validateStack: validateStack(stack, parameters) }),
    };
    return { ...about, policy };
}

function validateResource<P extends object>({ kinds, check }: ResourceCheck<P>, schemas: ParameterSchemas<P>) {
    return (args: ResourceValidationArgs, report: ReportViolation): void => {
        const subject = subjectAmong(kinds, args);
        const findings = new Findings();
        const parameters = completeParameters(schemas, args.getConfig<Partial<P>>());
        judge(subject, findings, () => check(subject, parameters, findings));
        findings.deliver(report, false);
        if (findings.notApplicableBecause !== undefined) args.notApplicable(findings.notApplicableBecause);
    };
}

function validateStack<P extends object>({ kinds, check }: StackCheck<P>, schemas: ParameterSchemas<P>) {
    return (args: StackValidationArgs, report: ReportViolation): void => {
        const stack = new Stack(args.resources);
        const findings = new Findings();
        findings.notApplicable(`The stack has no resource of the kind ${kinds.join(", ")}.`);
        const checkSubject = check(stack, completeParameters(schemas, args.getConfig<Partial<P>>()), findings);
        for (const subject of stack.ofKind(...kinds)) judge(subject, findings, () => checkSubject(subject));
        findings.deliver(report, true);
        if (findings.notApplicableBecause !== undefined) args.notApplicable(findings.notApplicableBecause);
    };
}

/** Keeps what was found before a check read a value that is not known yet. */
function judge(subject: Subject, findings: Findings, check: () => void): void {
    try {
        check();
    } catch (error) {
        const path = unknownPath(error);
        if (path === undefined) throw error;
        findings.unknown(subject, path);
    }
}

function remediateResource<P extends object>(
    kinds: readonly Kind[],
    fix: (subject: Subject, parameters: P, changes: Changes) => void,
    schemas: ParameterSchemas<P>,
) {
    return (args: ResourceValidationArgs): Record<string, unknown> | undefined => {
        const subject = subjectAmong(kinds, args);
        const changes = new Changes();
        // What the fix cannot know yet, the check that follows reports.
        known(() => fix(subject, completeParameters(schemas, args.getConfig<Partial<P>>()), changes));
        return changes.made ? args.props : undefined;
    };
}

/** The resource, or the verdict "not applicable" when it is of another kind. */
function subjectAmong(kinds: readonly Kind[], args: ResourceValidationArgs): Subject {
    const subject = subjectOf(args);
    if (subject && kinds.includes(subject.kind)) return subject;
    return args.notApplicable(`The rule is about resources of the kind ${kinds.join(", ")}.`);
}
