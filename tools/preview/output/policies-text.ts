import { nameOf, shortType, typeOf } from "../engine/urn";
import type { Finding } from "../policies/findings";
import type { Colors } from "./colors";
import type { Counts, PreviewReport, ReportedFinding, ReportedPack } from "./report";

/** The block `Policies:` as the Pulumi CLI prints it: per pack its mark, then fixes, then findings. */
export function policiesBlock(report: PreviewReport, colors: Colors): string {
    if (report.policyPacks.length === 0) return "";
    const packs = report.policyPacks.flatMap((pack) => packLines(pack, report, colors));
    return [colors.bold(colors.magenta("Policies:")), ...packs].join("\n");
}

/** One line with all counts. */
export function policySummary({ counts }: { readonly counts: Counts }): string {
    const parts = [`${counts.mandatory} mandatory`, `${counts.advisory} advisory`];
    if (counts.excepted > 0) parts.push(`${counts.excepted} excepted`);
    if (counts.remediated > 0) parts.push(`${counts.remediated} remediated`);
    if (counts.undecided > 0) parts.push(`${counts.undecided} not yet known`);
    return `Policy findings: ${parts.join(", ")}.`;
}

function packLines(pack: ReportedPack, report: PreviewReport, colors: Colors): string[] {
    const findings = report.findings.filter(({ policyPackName }) => policyPackName === pack.name);
    const unknown = findings.filter(({ verdict }) => verdict === "unknown");
    const head = `    ${markOf(findings)} ${colors.bold(`${pack.name}@v${pack.version}`)} ${colors.dim(`(local: ${pack.path})`)}`;
    return [
        head,
        ...remediationLines(pack, report, colors),
        ...findings.filter((one) => !unknown.includes(one)).flatMap((finding) => findingLines(finding, colors)),
        ...unknownLines(unknown, colors),
    ];
}

function markOf(findings: readonly Finding[]): string {
    if (findings.some(({ enforcementLevel }) => enforcementLevel === "mandatory")) return "❌";
    return findings.some(({ verdict }) => verdict === "violation") ? "⚠️" : "✅";
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

function findingLines(finding: ReportedFinding, colors: Colors): string[] {
    const { enforcementLevel, severity, policyName, resourceUrn, description, message, file, line } = finding;
    const { exception } = finding;
    const paint = enforcementLevel === "mandatory" ? colors.red : colors.yellow;
    const mark = exception ? colors.cyan("[excepted]") : paint(`[${enforcementLevel}]`);
    const marks = [mark, ...(severity === "" ? [] : [`[severity: ${severity}]`])].join(" ");
    const resource = `(${shortType(typeOf(resourceUrn))}: ${nameOf(resourceUrn)})`;
    const place = file === undefined ? [] : [colors.dim(`at ${file}:${line}`)];
    const accepted = exception ? [`until ${exception.expires} by ${exception.owner}: ${exception.reason}`] : [];
    const body = [...description.split("\n"), ...message.split("\n"), ...accepted, ...place].filter(
        (text) => text.trim() !== "",
    );
    return [`        - ${marks}  ${policyName}  ${resource}`, ...body.map((text) => `          ${text}`)];
}

/** One line for each rule and what it waits for: in a first preview there are many, and nobody is to blame for them. */
function unknownLines(findings: readonly ReportedFinding[], colors: Colors): string[] {
    const groups = new Map<string, { readonly finding: ReportedFinding; readonly names: Set<string> }>();
    for (const finding of findings) {
        const { policyName, waitsFor = [], enforcementLevel, message, resourceUrn } = finding;
        // Other packs say in their own words what they wait for.
        const key = [policyName, enforcementLevel, waitsFor.length > 0 ? waitsFor.join() : message].join("\n");
        const group = groups.get(key) ?? { finding, names: new Set() };
        group.names.add(nameOf(resourceUrn));
        groups.set(key, group);
    }
    return [...groups.values()].map(({ finding, names }) => {
        const { policyName, waitsFor = [], enforcementLevel, message } = finding;
        const paint = enforcementLevel === "mandatory" ? colors.red : colors.dim;
        const causes = waitsFor.length > 0 ? `waits for ${waitsFor.join(", ")}` : message;
        return `        - ${paint("[not yet known]")}  ${policyName}  (${[...names].join(", ")}) ${causes}`;
    });
}
