import { stripVTControlCharacters } from "node:util";
import { failureMessage } from "../engine/failure-message";
import type { PlannedStack } from "../engine/planned-stack";
import type { Registration } from "../engine/registration";
import type { Secrets } from "../engine/secrets";
import { masked } from "../engine/values";
import { ProgramError } from "../errors";
import { byImportance, type Finding, isUndecided, type Located } from "../policies/findings";
import type { Judge } from "../policies/judge";
import type { PackInfo } from "../policies/policy-config";
import type { Running } from "../running";
import type { Counts, Diagnostic, PreviewReport, ReportedResource } from "./report";

/** What a preview leaves behind. */
export interface Remains {
    readonly running: Running;
    /** Whether the program kept only one frame of its stacks. */
    readonly shortStacks: boolean;
    readonly planned: PlannedStack;
    readonly judge: Judge;
    readonly diagnostics: readonly Diagnostic[];
    readonly secrets: Secrets;
    /** What made the preview fail, if it did. */
    readonly failure: unknown;
    readonly info: PackInfo | undefined;
}

/** Puts the report together; no secret leaves this function. */
export function buildReport(remains: Remains): PreviewReport {
    const { running, planned, judge, secrets, info } = remains;
    const { project, packChoice, notes } = running;
    const located = <T extends { readonly resourceUrn: string }>(item: T): Located<T> => {
        const position = planned.find(item.resourceUrn)?.position;
        // What concerns the stack as a whole belongs to the project file.
        const about = item.resourceUrn === planned.stackUrn ? { file: "Pulumi.yaml", line: 1 } : position;
        return { ...item, ...about };
    };
    const findings = judge.findings.map((finding) => located<Finding>(finding)).sort(byImportance);
    const remediations = judge.remediations.map(located);
    const resources = planned.registrations.map(reported);
    const outputs = masked(planned.find(planned.stackUrn)?.outputs ?? {}) as Record<string, unknown>;
    const messages = messagesOf(remains);
    const counts = countsOf(resources, findings, remediations.length);
    const failed = remains.failure !== undefined || messages.some(({ severity }) => severity === "error");
    const crashed = messages.some(({ message }) => message.includes("failed with an unhandled exception"));
    const advice = crashed && remains.shortStacks ? ["Stack traces are short; --full-stacks shows them whole."] : [];
    const verdict = counts.mandatory > 0 ? "violated" : "passed";
    return secrets.hide({
        version: 1 as const,
        project: project.name,
        stack: project.stack,
        result: failed ? "failed" : verdict,
        resources,
        outputs,
        policyPacks: info && packChoice ? [{ name: info.name, version: info.version, path: packChoice.shown }] : [],
        findings,
        remediations,
        counts,
        diagnostics: messages,
        notes: [...notes, ...advice],
    });
}

/** What the processes printed, what the program reported, and why the preview failed. */
function messagesOf({ running, diagnostics, failure }: Remains): Diagnostic[] {
    const printed = [running.programLines, running.packLines].filter((lines) => lines.length > 0);
    const reason = failure === undefined || failure instanceof ProgramError ? undefined : failureMessage(failure);
    // The program repeats our own refusals in its words.
    const reported = diagnostics.filter(({ message }) => reason === undefined || !message.includes(reason));
    const messages: Diagnostic[] = [
        ...printed.map((lines) => ({ severity: "info" as const, message: lines.join("\n"), urn: "" })),
        ...reported,
        ...(reason === undefined ? [] : [{ severity: "error" as const, message: reason, urn: "" }]),
    ];
    return messages.map((one) => ({ ...one, message: stripVTControlCharacters(one.message) }));
}

function reported({
    urn,
    type,
    name,
    parent,
    read,
    implicit,
    modelled,
    inputs,
    position,
}: Registration): ReportedResource {
    const operation = read ? "read" : "create";
    const shown = masked(inputs) as Record<string, unknown>;
    return { urn, type, name, parent, operation, implicit, modelled, inputs: shown, ...position };
}

function countsOf(resources: readonly ReportedResource[], findings: readonly Finding[], remediated: number): Counts {
    const planned = resources.filter(({ implicit }) => !implicit);
    const decided = findings.filter((finding) => !isUndecided(finding));
    const count = (level: Finding["enforcementLevel"]) =>
        decided.filter((one) => one.enforcementLevel === level).length;
    return {
        create: planned.filter(({ operation }) => operation === "create").length,
        read: planned.filter(({ operation }) => operation === "read").length,
        modelled: planned.filter(({ modelled }) => modelled).length,
        mandatory: count("mandatory"),
        advisory: count("advisory"),
        undecided: findings.length - decided.length,
        remediated,
    };
}
