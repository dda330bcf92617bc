import { createHash } from "node:crypto";
import type { Log, ReportingDescriptor, Result, ToolComponent } from "sarif";
import { nameOf, typeOf } from "../engine/urn";
import type { PreviewReport, ReportedFinding, ReportedPack, ReportedRule } from "./report";

/** Where the format is defined. */
const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** Numbers by which code scanning services sort findings: https://docs.github.com/en/code-security/code-scanning */
const securitySeverities: Readonly<Record<string, string>> = {
    critical: "9.0",
    high: "7.0",
    medium: "4.0",
    low: "1.0",
};

/**
 * The findings as a SARIF 2.1.0 log, one run per pack: each with its rule, the place where the program registers the resource,
 * the resource's URN and a fingerprint by which two logs can be compared. Accepted findings are suppressed, those that cannot
 * be judged yet are of the kind `open`.
 */
export function sarifLog(report: PreviewReport): Log {
    return { $schema: SCHEMA, version: "2.1.0", runs: report.policyPacks.map((pack) => runOf(pack, report)) };
}

function runOf(pack: ReportedPack, report: PreviewReport): Log["runs"][number] {
    const findings = report.findings.filter(({ policyPackName }) => policyPackName === pack.name);
    return {
        tool: { driver: driverOf(pack) },
        automationDetails: { id: `${report.project}/${report.stack}/` },
        invocations: [{ executionSuccessful: report.result !== "failed" }],
        originalUriBaseIds: { PROJECT: { description: { text: "Folder of the Pulumi project." } } },
        columnKind: "utf16CodeUnits",
        results: findings.map((finding) => resultOf(finding, pack.rules)),
    };
}

function driverOf({ name, version, rules }: ReportedPack): ToolComponent {
    return { name, version, semanticVersion: version, rules: rules.map(descriptorOf) };
}

function descriptorOf(rule: ReportedRule): ReportingDescriptor {
    const { name, ruleId, area, level, severity, description, remediation, link, equivalents } = rule;
    const securitySeverity = securitySeverities[severity];
    return {
        id: name,
        name: name.replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase()),
        shortDescription: { text: description },
        fullDescription: { text: remediation === "" ? description : `${description} ${remediation}` },
        ...(remediation !== "" && { help: { text: remediation } }),
        ...(link !== "" && { helpUri: link }),
        defaultConfiguration: { enabled: level !== "disabled", level: levelOf(level, severity) },
        properties: {
            tags: [ruleId, ...(area === "" ? [] : [area]), ...equivalents],
            ...(securitySeverity !== undefined && { "security-severity": securitySeverity }),
        },
    };
}

function resultOf(finding: ReportedFinding, rules: readonly ReportedRule[]): Result {
    const { policyName, message, verdict, enforcementLevel, severity, exception, resourceUrn, ruleId } = finding;
    const isOpen = verdict === "unknown";
    return {
        ruleId: policyName,
        ruleIndex: rules.findIndex(({ name }) => name === policyName),
        // The format has no level for what is neither right nor wrong yet.
        kind: isOpen ? "open" : "fail",
        level: isOpen ? "none" : levelOf(enforcementLevel, severity),
        message: { text: message },
        locations: [locationOf(finding)],
        partialFingerprints: { "ruleResourceMessage/v1": fingerprintOf(finding) },
        ...(exception && {
            suppressions: [
                {
                    kind: "external",
                    status: "accepted",
                    justification: `${exception.reason} (${exception.owner}, until ${exception.expires})`,
                },
            ],
        }),
        properties: { id: ruleId, resourceUrn, verdict, enforcementLevel },
    };
}

function levelOf(level: ReportedFinding["enforcementLevel"], severity: string): "error" | "warning" | "note" {
    if (level === "mandatory" || level === "remediate") return "error";
    return severity === "critical" || severity === "high" ? "warning" : "note";
}

function locationOf({ resourceUrn, file, line }: ReportedFinding): NonNullable<Result["locations"]>[number] {
    const logical = { name: nameOf(resourceUrn), fullyQualifiedName: resourceUrn, kind: typeOf(resourceUrn) };
    if (file === undefined || line === undefined) return { logicalLocations: [logical] };
    const uri = file.split("/").map(encodeURIComponent).join("/");
    return {
        physicalLocation: { artifactLocation: { uri, uriBaseId: "PROJECT" }, region: { startLine: line } },
        logicalLocations: [logical],
    };
}

/** The same for the same fault: a changed line, limit or end date makes no new one. */
function fingerprintOf({ policyName, resourceUrn, message }: ReportedFinding): string {
    const text = [policyName, resourceUrn, message.replace(/\d+/g, "#")].join("\n");
    return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
