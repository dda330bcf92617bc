import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

/** A finding that the owners of a stack accept, for a reason and until a day. */
export interface Exception {
    /** Pattern over URNs in which `*` stands for any text. */
    readonly resource: string;
    readonly reason: string;
    /** Team or mail address. */
    readonly owner: string;
    /** Last day on which the exception holds, in UTC: `2027-03-31`. */
    readonly expires: string;
    /** Second approver. */
    readonly approvedBy?: string;
    /** Key of the one message that is accepted. Default: whatever the rule says. */
    readonly finding?: string;
}

/**
 * Schema of a rule's parameter `exceptions`. The engine refuses whatever does not fit, so that a misspelt field never looks
 * like an exception that holds.
 *
 * @param findings keys of the rule's messages
 */
export function exceptionsSchema(findings: readonly string[]): PolicyConfigJSONSchema {
    return {
        type: "array",
        description: "Findings that are accepted, each for a reason and until a day.",
        items: {
            type: "object",
            required: ["resource", "reason", "owner", "expires"],
            additionalProperties: false,
            properties: {
                resource: {
                    type: "string",
                    // The last part names something: `*` alone, or `…::*`, would except whatever comes.
                    pattern: "^([^\\n]*:)?[^:\\n]*[^:*\\s][^:\\n]*$",
                    description: "URN, or a pattern with * whose last part names more than *.",
                },
                reason: {
                    type: "string",
                    // Spaces around it do not count.
                    pattern: "^\\s*\\S[\\s\\S]{18,}\\S\\s*$",
                    description: "Why the finding is accepted, in at least 20 characters.",
                },
                owner: {
                    type: "string",
                    // Reports end the owner's name at a colon.
                    pattern: "^[^:\\n]*[^:\\s][^:\\n]*$",
                    description: "Team or mail address.",
                },
                expires: {
                    type: "string",
                    pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
                    description: "Last day, in UTC: 2027-03-31.",
                },
                approvedBy: { type: "string", pattern: "\\S", description: "Second approver." },
                finding: { type: "string", enum: [...findings], description: "The one message that is accepted." },
            },
        },
    };
}

/** True when a URN fits a pattern in which `*` stands for any text. */
export function matchesUrn(pattern: string, urn: string): boolean {
    // Several stars in a row say no more than one, and would be tried in every combination.
    const escaped = pattern.split(/\*+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
    return new RegExp(`^${escaped.join(".*")}$`, "s").test(urn);
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Today as exceptions write days. */
function today(): string {
    return new Date().toISOString().slice(0, 10);
}

/** Days from today to the last day of the exception; negative once it has ended, NaN when there is no such day. */
export function daysLeft({ expires }: Pick<Exception, "expires">): number {
    const end = new Date(`${expires}T00:00:00Z`);
    if (Number.isNaN(end.getTime()) || end.toISOString().slice(0, 10) !== expires) return Number.NaN;
    return (end.getTime() - Date.parse(`${today()}T00:00:00Z`)) / DAY_MS;
}
