import { stripVTControlCharacters } from "node:util";
import { failureMessage } from "../engine/failure-message";
import type { PlannedStack } from "../engine/planned-stack";
import type { Registration } from "../engine/registration";
import type { Secrets } from "../engine/secrets";
import { masked } from "../engine/values";
import { ProgramError } from "../errors";
import { evaluationsOf } from "../policies/evaluations";
import { byImportance, type Finding, type Located } from "../policies/findings";
import type { Judge } from "../policies/judge";
import type { Observation } from "../policies/observations";
import type { PackInfo, PackRules } from "../policies/policy-config";
import type { Running } from "../running";
import type { Counts, Diagnostic, PreviewReport, ReportedFinding, ReportedResource } from "./report";
import { reportedCost } from "./report-cost";
import { reportedRule } from "./reported-rule";

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
    readonly calls: readonly Observation[];
    /** The pack and its configuration; nothing without a pack, or when it never started. */
    readonly pack: { readonly info: PackInfo; readonly rules: PackRules } | undefined;
    /** Whether a mandatory rule that cannot judge yet fails the preview. */
    readonly strict: boolean;
}

/** Puts the report together; no secret leaves this function. */
export function buildReport(remains: Remains): PreviewReport {
    const { running, planned, judge, secrets, pack } = remains;
    const { project, notes } = running;
    const positions = new Map(remains.calls.map(({ urn, position }) => [urn, position]));
    const located = <T extends { readonly resourceUrn: string }>(item: T): Located<T> => {
        const registration = planned.find(item.resourceUrn);
        // What is registered nowhere, and the stack as a whole, belong to the project file.
        if (registration === undefined || registration.urn === planned.stackUrn) {
            return { ...item, ...(positions.get(item.resourceUrn) ?? { file: "Pulumi.yaml", line: 1 }) };
        }
        return { ...item, ...registration.position };
    };
    const policyPacks = packsOf(remains);
    const rules = policyPacks.flatMap((one) => one.rules);
    const fleet = rules.filter(({ area }) => area === "fleet").map(({ name }) => name);
    const findings = judge.findings
        .map((finding): ReportedFinding => {
            const rule = rules.find(({ name }) => name === finding.policyName);
            const judged = remains.strict ? strictly(finding, rule?.level) : finding;
            return { ...located<Finding>(judged), ruleId: rule?.ruleId ?? finding.policyName };
        })
        .sort(byImportance(fleet));
    const remediations = judge.remediations.map(located);
    const resources = planned.registrations.map(reported);
    const outputs = masked(planned.find(planned.stackUrn)?.outputs ?? {}) as Record<string, unknown>;
    const messages = messagesOf(remains);
    const counts = countsOf(resources, findings, remediations.length);
    const failed = remains.failure !== undefined || messages.some(({ severity }) => severity === "error");
    const crashed = messages.some(({ message }) => message.includes("failed with an unhandled exception"));
    const advice = crashed && remains.shortStacks ? ["Stack traces are short; --full-stacks shows them whole."] : [];
    // Half a plan has half a price.
    const cost = failed ? undefined : reportedCost(planned.registrations, project.configuration.values["aws:region"]);
    const verdict = findings.some(({ enforcementLevel }) => enforcementLevel === "mandatory") ? "violated" : "passed";
    return secrets.hide({
        version: 1 as const,
        project: project.name,
        stack: project.stack,
        result: failed ? "failed" : verdict,
        resources,
        outputs,
        policyPacks,
        findings,
        remediations,
        evaluations: pack ? evaluationsOf(pack.info, pack.rules, judge.resources, judge.stack) : [],
        counts,
        ...(cost && { cost }),
        diagnostics: messages,
        notes: [...notes, ...advice],
    });
}

function packsOf({ pack, running: { packChoice } }: Remains): PreviewReport["policyPacks"] {
    if (!pack || !packChoice) return [];
    const { name, version, rules } = pack.info;
    const reported = rules.map((rule) => reportedRule(rule, pack.rules.get(rule.name)?.level ?? rule.level));
    return [{ name, version, path: packChoice.shown, rules: reported }];
}

/** What a mandatory rule cannot judge counts as if it had failed; an advisory rule stops nothing either way. */
function strictly(finding: Finding, level: Finding["enforcementLevel"] | undefined): Finding {
    const isBinding = level === "mandatory" || level === "remediate";
    return finding.verdict === "unknown" && isBinding ? { ...finding, enforcementLevel: "mandatory" } : finding;
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
    const countOf = (verdict: Finding["verdict"]) => findings.filter((one) => one.verdict === verdict).length;
    const count = (level: Finding["enforcementLevel"]) =>
        findings.filter((one) => one.verdict === "violation" && one.enforcementLevel === level).length;
    return {
        create: planned.filter(({ operation }) => operation === "create").length,
        read: planned.filter(({ operation }) => operation === "read").length,
        modelled: planned.filter(({ modelled }) => modelled).length,
        mandatory: count("mandatory"),
        advisory: count("advisory"),
        excepted: countOf("excepted"),
        undecided: countOf("unknown"),
        remediated,
    };
}
