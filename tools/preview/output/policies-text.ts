import { nameOf, shortType, typeOf } from "../engine/urn";
import type { Finding, Located } from "../policies/findings";
import type { Colors } from "./colors";
import type { Counts, PreviewReport, ReportedPack } from "./report";

/** The block `Policies:` as the Pulumi CLI prints it: per pack its mark, then fixes, then findings. */
export function policiesBlock(report: PreviewReport, colors: Colors): string {
    if (report.policyPacks.length === 0) return "";
    const packs = report.policyPacks.flatMap((pack) => packLines(pack, report, colors));
    return [colors.bold(colors.magenta("Policies:")), ...packs].join("\n");
}

/** One line with all counts. */
export function policySummary({ counts }: { readonly counts: Counts }): string {
    const parts = [`${counts.mandatory} mandatory`, `${counts.advisory} advisory`];
    if (counts.remediated > 0) parts.push(`${counts.remediated} remediated`);
    if (counts.undecided > 0) parts.push(`${counts.undecided} not yet known`);
    return `Policy findings: ${parts.join(", ")}.`;
}

function packLines(pack: ReportedPack, report: PreviewReport, colors: Colors): string[] {
    const findings = report.findings.filter(({ policyPackName }) => policyPackName === pack.name);
    const head = `    ${markOf(findings)} ${colors.bold(`${pack.name}@v${pack.version}`)} ${colors.dim(`(local: ${pack.path})`)}`;
    return [
        head,
        ...remediationLines(pack, report, colors),
        ...findings.flatMap((finding) => findingLines(finding, colors)),
    ];
}

function markOf(findings: readonly Finding[]): string {
    if (findings.some(({ enforcementLevel }) => enforcementLevel === "mandatory")) return "❌";
    return findings.length > 0 ? "⚠️" : "✅";
}

function remediationLines(pack: ReportedPack, { remediations }: PreviewReport, colors: Colors): string[] {
    const counts = new Map<string, number>();
    for (const { policyName } of remediations.filter(({ policyPackName }) => policyPackName === pack.name)) {
        counts.set(policyName, (counts.get(policyName) ?? 0) + 1);
    }
    const sorted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([rule, count]) => {
        return `        - ${colors.cyan("[remediate]")}  ${rule}  (${count} ${count === 1 ? "resource" : "resources"})`;
    });
}

function findingLines(finding: Located<Finding>, colors: Colors): string[] {
    const { enforcementLevel, severity, policyName, resourceUrn, description, message, file, line } = finding;
    const paint = enforcementLevel === "mandatory" ? colors.red : colors.yellow;
    const marks = [paint(`[${enforcementLevel}]`), ...(severity === "" ? [] : [`[severity: ${severity}]`])].join(" ");
    const resource = `(${shortType(typeOf(resourceUrn))}: ${nameOf(resourceUrn)})`;
    const place = file === undefined ? [] : [colors.dim(`at ${file}:${line}`)];
    const body = [...description.split("\n"), ...message.split("\n"), ...place].filter((text) => text.trim() !== "");
    return [`        - ${marks}  ${policyName}  ${resource}`, ...body.map((text) => `          ${text}`)];
}
