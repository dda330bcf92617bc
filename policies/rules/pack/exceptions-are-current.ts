import { defineRule } from "../../define-rule";
import { daysLeft, type Exception } from "../../exceptions/exception";
import { type ExceptionBook, exceptionBooks } from "../../exceptions/exception-book";
import type { Findings } from "../../findings";
import type { Subject } from "../../subject";

interface Demands {
    maxDays: number;
    requireSecondApprover: boolean;
}

/** P69. Runs last: only then is it known which exceptions have been of use. */
export const exceptionsAreCurrent = defineRule<Demands>({
    id: "P69",
    name: "exceptions-are-current",
    area: "pack",
    description: "Exceptions must be approved, in force, of use, and soon over.",
    severity: "high",
    takesExceptions: false,
    equivalents: [],
    why: "An exception that nobody looks at again switches a rule off for good.",
    remediation: "Remove the exception from the policy configuration, or have it approved again with a new end date.",
    link: "https://www.pulumi.com/docs/insights/policy/policy-packs/configuration/",
    messages: {
        ended: "The exception {number} of the rule {rule} must be removed, because its end date has passed.",
        unused: "The exception {number} of the rule {rule} must be removed, because no finding uses it.",
        long: "The exception {number} of the rule {rule} must end within {days} days.",
        day: "The exception {number} of the rule {rule} must end on a day that exists.",
        approver: "The exception {number} of the rule {rule} must name a second approver.",
        alone: "The exception {number} of the rule {rule} must be approved by somebody else than its owner.",
    },
    parameters: {
        maxDays: { type: "integer", minimum: 1, default: 180, description: "Longest time to the end date, in days." },
        requireSecondApprover: {
            type: "boolean",
            default: false,
            description: "Whether exceptions of critical rules need a second approver.",
        },
    },
    stack: {
        kinds: ["stack"],
        check: (_stack, demands, findings) => (stack) => {
            findings.notApplicable("No rule has an exception.");
            for (const book of exceptionBooks) judgeBook(stack, book, demands, findings);
        },
    },
});

function judgeBook(stack: Subject, book: ExceptionBook, demands: Demands, findings: Findings): void {
    const { maxDays: days, requireSecondApprover } = demands;
    for (const [index, { exception, isUsed }] of book.entries.entries()) {
        const values = { number: index + 1, rule: book.rule, days };
        const demand = (key: string, holds: boolean) => findings.require(stack, key, () => holds, values);
        const left = daysLeft(exception);
        demand("day", !Number.isNaN(left));
        demand("ended", !(left < 0));
        demand("long", !(left > days));
        // One that has ended covers nothing, so that nothing can be said of its use.
        demand("unused", isUsed || !(left >= 0));
        demand("alone", !approvesItself(exception));
        const needsApprover = requireSecondApprover && book.severity === "critical";
        demand("approver", !needsApprover || exception.approvedBy !== undefined);
    }
}

function approvesItself({ owner, approvedBy }: Exception): boolean {
    return approvedBy !== undefined && approvedBy.trim().toLowerCase() === owner.trim().toLowerCase();
}
