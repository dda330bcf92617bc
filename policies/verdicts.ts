import type { Exception } from "./exceptions/exception";

/**
 * The texts of findings that are no plain violations. The engine knows findings only as text, so reports read back from
 * the text what the finding is.
 */

const NOT_YET_KNOWN = "Not yet known: ";

/** Owners have no colon, and the messages of rules no line like that of the reason. */
const EXCEPTED =
    /^Excepted until (?<expires>\d{4}-\d{2}-\d{2}) by (?<owner>[^:]+): (?<message>.*?)\nReason: (?<reason>.*)/s;

/** What a finding says, taken apart. */
export type Verdict =
    | { readonly kind: "violation" }
    /** @property causes properties that have no value yet */
    | { readonly kind: "unknown"; readonly causes: readonly string[] }
    /** @property message what the rule would say without the exception */
    | { readonly kind: "excepted"; readonly message: string; readonly exception: StatedException };

/** What a finding tells of the exception that covers it. */
export type StatedException = Pick<Exception, "reason" | "owner" | "expires">;

/** @param label the resource as it stands inside a sentence @param causes properties that have no value yet */
export function notYetKnown(label: string, causes: Iterable<string>): string {
    const sorted = [...causes].sort();
    const have = sorted.length === 1 ? "has a value" : "have values";
    return `${NOT_YET_KNOWN}the ${label} can be judged once ${sorted.join(" and ")} ${have}.`;
}

export function excepted(message: string, { reason, owner, expires }: StatedException): string {
    return `Excepted until ${expires} by ${owner}: ${message}\nReason: ${reason}`;
}

/** Reads back what the functions above, or the SDK in their place, have written. */
export function verdictOf(text: string): Verdict {
    const causes = /^Not yet known: .* can be judged once (.+) (?:has a value|have values)\.$/s.exec(text)?.[1];
    if (causes !== undefined) return { kind: "unknown", causes: causes.split(/ and (?=(?:[^"]*"[^"]*")*[^"]*$)/) };
    // The SDK's own words, for packs that do not catch unknown values themselves.
    if (text.startsWith(NOT_YET_KNOWN) || /^can't run (policy|remediation) '/.test(text))
        return { kind: "unknown", causes: [] };
    // Each part of the text that fits has a value.
    const parts = EXCEPTED.exec(text)?.groups as (StatedException & { readonly message: string }) | undefined;
    if (parts === undefined) return { kind: "violation" };
    const { message, ...exception } = parts;
    return { kind: "excepted", message, exception };
}
