import type { ReportViolation, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { Changes } from "./changes";
import { type Exception, exceptionsSchema } from "./exceptions/exception";
import { ExceptionBook, exceptionBooks } from "./exceptions/exception-book";
import { Findings } from "./findings";
import { type Kind, kindOf, OBSERVED_TAG, observedKinds } from "./kinds";
import { completeParameters, type ParameterSchemas } from "./parameters";
import { known, unknownPath } from "./properties";
import type { ResourceCheck, Rule, RuleDefinition, StackCheck } from "./rule";
import { Stack } from "./stack";
import { type Subject, subjectOf } from "./subject";

/** What every function of a rule's policy needs beside its check. */
interface Frame<P extends object> {
    readonly definition: RuleDefinition<P>;
    readonly book: ExceptionBook;
}

/** Configuration of a rule as the SDK hands it out. */
type Configuration<P> = Partial<P> & { readonly exceptions?: readonly Exception[] };

/**
 * Turns a definition into a policy of the SDK that knows five verdicts: pass, violation, excepted violation, not applicable,
 * and not yet known. The last one never becomes a pass, and never the SDK's "can't run" advisory that hides which value is
 * missing.
 */
export function defineRule<P extends object>(definition: RuleDefinition<P>): Rule {
    const { resource, stack, ...about } = definition;
    const { id, name, area, description, severity, level, equivalents, why, remediation, link, messages } = about;
    const { parameters, takesExceptions = true } = about;
    const frame = { definition, book: new ExceptionBook(name, severity) };
    exceptionBooks.push(frame.book);
    const observes = [...(resource?.kinds ?? []), ...(stack?.kinds ?? [])].some((kind) => observedKinds.includes(kind));
    const policy = {
        name,
        description,
        severity,
        displayName: `${id} ${name}`,
        tags: [id, `area:${area}`, ...(observes ? [OBSERVED_TAG] : []), ...equivalents],
        remediationSteps: `${why} ${remediation}`,
        url: link,
        configSchema: {
            properties: {
                ...parameters,
                ...(takesExceptions && { exceptions: exceptionsSchema(Object.keys(messages)) }),
            },
        },
        ...(level && { enforcementLevel: level }),
        ...(resource && { validateResource: validateResource(resource, frame) }),
        ...(resource?.fix && { remediateResource: remediateResource(resource.kinds, resource.fix, frame) }),
        ...(stack && { validateStack: validateStack(stack, frame) }),
    };
    return { ...about, fixes: resource?.fix !== undefined, policy };
}

function validateResource<P extends object>({ kinds, check }: ResourceCheck<P>, { definition, book }: Frame<P>) {
    return (args: ResourceValidationArgs, report: ReportViolation): void => {
        // The stack comes first of all resources: from then on it is known which exceptions there are, used or not.
        if (kindOf(args.type) === "stack") book.declare(configurationOf<P>(args).exceptions);
        const subject = subjectAmong(kinds, args);
        const findings = new Findings(definition.messages);
        const parameters = prepare(args, definition.parameters, book);
        judge(subject, findings, () => check(subject, parameters, findings));
        findings.deliver(report, book, false);
        if (findings.notApplicableBecause !== undefined) args.notApplicable(findings.notApplicableBecause);
    };
}

function validateStack<P extends object>({ kinds, check }: StackCheck<P>, { definition, book }: Frame<P>) {
    return (args: StackValidationArgs, report: ReportViolation): void => {
        const stack = new Stack(args.resources);
        const findings = new Findings(definition.messages);
        findings.notApplicable(`The stack has no resource of the kind ${kinds.join(", ")}.`);
        const checkSubject = check(stack, prepare(args, definition.parameters, book), findings);
        for (const subject of stack.ofKind(...kinds)) judge(subject, findings, () => checkSubject(subject));
        findings.deliver(report, book, true);
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
    { definition, book }: Frame<P>,
) {
    return (args: ResourceValidationArgs): Record<string, unknown> | undefined => {
        const subject = subjectAmong(kinds, args);
        const changes = new Changes();
        const parameters = prepare(args, definition.parameters, book);
        if (book.concerns(subject.urn)) return undefined;
        // What the fix cannot know yet, the check that follows reports.
        known(() => fix(subject, parameters, changes));
        return changes.made ? args.props : undefined;
    };
}

/** Opens the book with the configured exceptions, and completes the parameters. */
function prepare<P extends object>(
    args: ResourceValidationArgs | StackValidationArgs,
    schemas: ParameterSchemas<P>,
    book: ExceptionBook,
): P {
    const configuration = configurationOf<P>(args);
    book.declare(configuration.exceptions);
    return completeParameters(schemas, configuration);
}

function configurationOf<P extends object>(args: ResourceValidationArgs | StackValidationArgs): Configuration<P> {
    return args.getConfig<Configuration<P>>();
}

/** The resource, or the verdict "not applicable" when it is of another kind. */
function subjectAmong(kinds: readonly Kind[], args: ResourceValidationArgs): Subject {
    const kind = kindOf(args.type);
    const subject = kind && kinds.includes(kind) ? subjectOf(args) : undefined;
    if (subject) return subject;
    // The SDK has this verdict thrown. It is that of most rules on most resources, and nobody sees where it comes from.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
        return args.notApplicable(`The rule is about resources of the kind ${kinds.join(", ")}.`);
    } finally {
        Error.stackTraceLimit = stackTraceLimit;
    }
}
