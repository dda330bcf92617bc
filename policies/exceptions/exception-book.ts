import type { Severity } from "@pulumi/policy";
import { daysLeft, type Exception, matchesUrn } from "./exception";

/** The exceptions of one rule, and which of them have been of use in this run. */
export class ExceptionBook {
    private declared: readonly Exception[] = [];
    private readonly used = new Set<Exception>();

    constructor(
        readonly rule: string,
        readonly severity: Severity,
    ) {}

    /** Takes what the rule's configuration holds. Configuration does not change during a run. */
    declare(exceptions: readonly Exception[] = []): void {
        if (exceptions === this.declared) return;
        this.declared = exceptions;
        this.used.clear();
    }

    /** In the order of the configuration. Empty for a rule that has not run, because it is disabled. */
    get entries(): readonly { readonly exception: Exception; readonly isUsed: boolean }[] {
        return this.declared.map((exception) => ({ exception, isUsed: this.used.has(exception) }));
    }

    /** The exception that covers a message about a resource today. It has been of use then. */
    covering(urn: string, finding: string): Exception | undefined {
        const found = this.about(urn).find((entry) => entry.finding === undefined || entry.finding === finding);
        if (found) this.used.add(found);
        return found;
    }

    /** Counts exceptions for a resource as useful whose verdict is not known yet: it may be the one they are for. */
    keepFor(urn: string): void {
        for (const exception of this.about(urn)) this.used.add(exception);
    }

    /** True when the owners want something about the resource to stay as it is. */
    concerns(urn: string): boolean {
        return this.about(urn).length > 0;
    }

    private about(urn: string): Exception[] {
        return this.declared.filter((entry) => daysLeft(entry) >= 0 && matchesUrn(entry.resource, urn));
    }
}

/** The books of all rules of the pack, for the rule that judges exceptions. */
export const exceptionBooks: ExceptionBook[] = [];
