import type { ReportViolation } from "@pulumi/policy";
import { type Condition, NotYetKnown, not, settle } from "./condition";
import type { ExceptionBook } from "./exceptions/exception-book";
import { type Messages, type MessageValues, messageText } from "./messages";
import type { Subject } from "./subject";
import { excepted, notYetKnown } from "./verdicts";

/** The SDK accepts findings with a level of their own; its declaration says text only. */
type ReportFinding = (finding: {
    readonly message: string;
    readonly urn?: string | undefined;
    readonly enforcementLevel: "advisory";
}) => void;

interface Violation {
    readonly urn: string;
    readonly key: string;
    readonly message: string;
}

/** What a rule found out: violations, what it could not know yet, or that it does not apply. */
export class Findings {
    private readonly violations = new Map<string, Violation>();
    private readonly unknowns = new Map<string, { readonly label: string; readonly causes: Set<string> }>();
    private judged = 0;
    private reason: string | undefined;

    constructor(private readonly messages: Messages) {}

    /** Records the message with this key as a violation unless the condition holds. */
    require(subject: Subject, key: string, condition: Condition, values?: MessageValues): void {
        this.judged += 1;
        const outcome = settle(condition);
        if (outcome instanceof NotYetKnown) this.unknown(subject, ...outcome.causes);
        else if (!outcome) this.violate(subject, key, values);
    }

    /** Records the message with this key as a violation if the condition holds. */
    forbid(subject: Subject, key: string, condition: Condition, values?: MessageValues): void {
        this.require(subject, key, not(condition), values);
    }

    private violate(subject: Subject, key: string, values?: MessageValues): void {
        const { urn } = subject;
        const message = messageText(this.messages, key, subject, values);
        this.violations.set(`${urn}\n${message}`, { urn, key, message });
    }

    /** Records that the subject cannot be judged before the causes, property paths as a rule, have a value. */
    unknown({ urn, label }: Subject, ...causes: readonly string[]): void {
        this.judged += 1;
        const entry = this.unknowns.get(urn) ?? { label, causes: new Set() };
        for (const cause of causes) entry.causes.add(cause);
        this.unknowns.set(urn, entry);
    }

    /** Records why a subject is not for this rule to judge. */
    notApplicable(reason: string): void {
        this.reason = reason;
    }

    /** Why the rule does not apply; undefined when it has judged anything. */
    get notApplicableBecause(): string | undefined {
        return this.judged === 0 ? this.reason : undefined;
    }

    /** Reports violations, excepted or not, then what is not known yet, each in the order of URNs. */
    deliver(report: ReportViolation, book: ExceptionBook, withUrn: boolean): void {
        // What carries no level of its own has the one that the rule is configured with.
        const reportAdvisory = report as unknown as ReportFinding;
        const violations = [...this.violations.values()].sort((a, b) => compare(a.urn, b.urn));
        for (const { urn: about, key, message } of violations) {
            const urn = withUrn ? about : undefined;
            const exception = book.covering(about, key);
            if (exception === undefined) report(message, urn);
            else reportAdvisory({ message: excepted(message, exception), urn, enforcementLevel: "advisory" });
        }
        const unknowns = [...this.unknowns].sort(([a], [b]) => compare(a, b));
        for (const [about, { label, causes }] of unknowns) {
            book.keepFor(about);
            const urn = withUrn ? about : undefined;
            const text = notYetKnown(label, causes);
            if (isPreview()) reportAdvisory({ message: text, urn, enforcementLevel: "advisory" });
            else report(text, urn);
        }
    }
}

/**
 * In a preview much is unknown and nobody is to blame; in an update a rule that could not judge counts like one that failed.
 * Without a word from the engine, as when exported state is analysed, it is a preview.
 */
function isPreview(): boolean {
    return process.env.PULUMI_NODEJS_DRY_RUN !== "false";
}

function compare(a: string, b: string): number {
    if (a === b) return 0;
    return a < b ? -1 : 1;
}
