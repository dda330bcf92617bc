import { create } from "xmlbuilder2";
import { nameOf } from "../engine/urn";
import type { PreviewReport, ReportedFinding, ReportedRule } from "./report";

/**
 * The verdicts as JUnit XML: one suite per area of the catalogue, one case per rule and resource. A mandatory finding is a
 * failure; what is accepted, not known yet or not applicable is skipped with its reason; an advisory finding passes and tells
 * what it says.
 */
export function junitReport(report: PreviewReport): string {
    const suites = suitesOf(report);
    const document = create({ version: "1.0", encoding: "UTF-8" }).ele("testsuites", {
        name: `${report.project}/${report.stack}`,
        ...countsOf(suites.flatMap(({ cases }) => cases)),
    });
    for (const { name, cases } of suites) {
        const suite = document.ele("testsuite", { name, ...countsOf(cases) });
        for (const one of cases) {
            const { classname, name: title, file, failure, skipped, output } = one;
            const element = suite.ele("testcase", { classname, name: title, ...(file !== undefined && { file }) });
            if (failure !== undefined) {
                element.ele("failure", { type: "mandatory", message: firstLine(failure) }).txt(printable(failure));
            }
            if (skipped !== undefined) element.ele("skipped", { message: printable(skipped) });
            if (output !== undefined) element.ele("system-out").txt(printable(output));
        }
    }
    return `${document.end({ prettyPrint: true, indent: "    " })}\n`;
}

interface Suite {
    readonly name: string;
    readonly cases: readonly Case[];
}

interface Case {
    readonly classname: string;
    readonly name: string;
    readonly file?: string | undefined;
    readonly failure?: string;
    readonly skipped?: string;
    readonly output?: string;
}

function suitesOf(report: PreviewReport): Suite[] {
    const suites = new Map<string, Case[]>();
    for (const { name: pack, rules } of report.policyPacks) {
        for (const rule of rules) {
            const name = rule.area === "" ? pack : `${pack}.${rule.area}`;
            suites.set(name, [...(suites.get(name) ?? []), ...casesOf(rule, pack, `${name}.${rule.name}`, report)]);
        }
    }
    return [...suites].map(([name, cases]) => ({ name, cases }));
}

function casesOf(rule: ReportedRule, pack: string, classname: string, report: PreviewReport): Case[] {
    const label = rule.ruleId === rule.name ? rule.name : `${rule.ruleId} ${rule.name}`;
    const whole = { classname, name: label };
    if (rule.level === "disabled") return [{ ...whole, skipped: "The policy configuration disables the rule." }];
    const findings = report.findings.filter((one) => one.policyPackName === pack && one.policyName === rule.name);
    const evaluation = report.evaluations.find(({ policyName }) => policyName === rule.name);
    const passed = (evaluation?.passed ?? []).map((urn) => ({ classname, name: `${label}: ${nameOf(urn)}` }));
    const cases = [...findings.map((finding) => caseOf(`${label}: `, classname, finding)), ...passed];
    if (cases.length > 0) return cases;
    return [{ ...whole, skipped: evaluation?.notApplicable ?? "The rule was not run." }];
}

function caseOf(label: string, classname: string, finding: ReportedFinding): Case {
    const { resourceUrn, message, enforcementLevel, verdict, exception, file, line } = finding;
    const place = file === undefined ? "" : `\nat ${file}:${line}`;
    const base = { classname, name: label + nameOf(resourceUrn), file };
    const text = `${message}${place}\n${resourceUrn}`;
    if (enforcementLevel === "mandatory") return { ...base, failure: text };
    if (exception) {
        const { expires, owner, reason } = exception;
        return { ...base, skipped: `Excepted until ${expires} by ${owner}: ${reason} ${message}` };
    }
    if (verdict === "unknown") return { ...base, skipped: message };
    return { ...base, output: `${enforcementLevel}: ${text}` };
}

function countsOf(cases: readonly Case[]): Record<string, number> {
    const count = (field: "failure" | "skipped") => cases.filter((one) => one[field] !== undefined).length;
    return { tests: cases.length, failures: count("failure"), errors: 0, skipped: count("skipped") };
}

function firstLine(text: string): string {
    return printable(text.split("\n", 1)[0] ?? "");
}

/** Without the control characters that XML cannot hold. */
function printable(text: string): string {
    return text.replace(/[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "");
}
