import type { ReportViolation } from "@pulumi/policy";
import { type Condition, NotYetKnown, not, settle } from "./condition";
import type { Subject } from "./subject";

/** The offline preview recognises unknown verdicts by these words. */
const NOT_YET_KNOWN = "Not yet known: ";

/** The SDK accepts findings with a level of their own; its declaration says text only. */
type ReportFinding = (finding: {
    readonly message: string;
    readonly urn?: string | undefined;
    readonly enforcementLevel: "advisory" | "mandatory";
}) => void;

/** What a rule found out: violations, what it could not know yet, or that it does not apply. */
export class Findings {
    private readonly violations = new Map<string, { readonly urn: string; readonly message: string }>();
    private readonly unknowns = new Map<string, { readonly label: string; readonly causes: Set<string> }>();
    private judged = 0;
    private reason: string | undefined;

    /** Records the message as a violation unless the condition holds. */
    require(subject: Subject, message: string, condition: Condition): void {
        this.judged += 1;
        const outcome = settle(condition);
        if (outcome instanceof NotYetKnown) this.unknown(subject, ...outcome.causes);
        else if (!outcome) this.violations.set(`${subject.urn}\n${message}`, { urn: subject.urn, message });
    }

    /** Records the message as a violation if the condition holds. */
    forbid(subject: Subject, message: string, condition: Condition): void {
        this.require(subject, message, not(condition));
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

    /** Reports violations, then what is not known yet, each in the order of URNs. */
    deliver(report: ReportViolation, withUrn: boolean): void {
        const violations = [...this.violations.values()].sort((a, b) => compare(a.urn, b.urn));
        for (const { urn, message } of violations) report(message, withUrn ? urn : undefined);
        const unknowns = [...this.unknowns].sort(([a], [b]) => compare(a, b));
        for (const [urn, { label, causes }] of unknowns) {
            reportNotYetKnown(report, `the ${label} can be judged once ${listed(causes)}.`, withUrn ? urn : undefined);
        }
    }
}

/** In a preview much is unknown and nobody is to blame; in an update a rule that could not judge must not let it pass. */
function reportNotYetKnown(report: ReportViolation, text: string, urn: string | undefined): void {
    const dryRun = process.env.PULUMI_NODEJS_DRY_RUN;
    const enforcementLevel = dryRun === undefined || dryRun === "true" ? "advisory" : "mandatory";
    // Without an explicit level the SDK would use the rule's.
    (report as unknown as ReportFinding)({ message: `${NOT_YET_KNOWN}${text}`, urn, enforcementLevel });
}

function listed(causes: ReadonlySet<string>): string {
    const sorted = [...causes].sort(compare);
    return `${sorted.join(" and ")} ${sorted.length === 1 ? "has a value" : "have values"}`;
}

function compare(a: string, b: string): number {
    if (a === b) return 0;
    return a < b ? -1 : 1;
}
