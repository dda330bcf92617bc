import type { PreviewReport, ReportedFinding, ReportedRule } from "../../../tools/preview/output/report";

const rule = (name: string, fields: Partial<ReportedRule>): ReportedRule => ({
    ruleId: name,
    name,
    area: "",
    level: "mandatory",
    severity: "high",
    description: `What ${name} wants.`,
    remediation: "",
    link: "",
    equivalents: [],
    ...fields,
});

const urn = (type: string, name: string) => `urn:pulumi:dev::shop::${type}::${name}`;
export const queueUrn = urn("aws:sqs/queue:Queue", "in<box>");
export const stackUrn = urn("pulumi:pulumi:Stack", "shop-dev");
export const keptUrn = urn("aws:sqs/queue:Queue", "kept");

const finding = (fields: Partial<ReportedFinding>): ReportedFinding => ({
    resourceUrn: queueUrn,
    policyName: "queue-open",
    policyPackName: "shop-policies",
    policyPackVersion: "1.2.3",
    enforcementLevel: "mandatory",
    severity: "high",
    description: "What queue-open wants.",
    message: 'The queue "in<box>" must wait at most 30 seconds.',
    verdict: "violation",
    ruleId: "P01",
    file: "infra/my queue.ts",
    line: 12,
    ...fields,
});

/** A report with every kind of finding, and a rule of every kind of outcome. */
export const sampleReport: PreviewReport = {
    version: 1,
    project: "shop",
    stack: "dev",
    result: "violated",
    resources: [],
    outputs: {},
    policyPacks: [
        {
            name: "shop-policies",
            version: "1.2.3",
            path: "policies",
            rules: [
                rule("queue-open", {
                    ruleId: "P01",
                    area: "messaging",
                    remediation: "Close it.",
                    link: "https://docs.aws.amazon.com/sqs/",
                    equivalents: ["CKV_AWS_27"],
                }),
                rule("stack-tagged", { ruleId: "P02", area: "pack", level: "advisory", severity: "low" }),
                rule("keys-rotate", { ruleId: "P03", area: "messaging", severity: "critical" }),
                rule("zones-signed", { ruleId: "P04", area: "pack", level: "disabled", severity: "medium" }),
                rule("foreign", { level: "remediate", severity: "" }),
                rule("never-run", {}),
            ],
        },
    ],
    findings: [
        finding({}),
        finding({
            policyName: "stack-tagged",
            ruleId: "P02",
            enforcementLevel: "advisory",
            severity: "low",
            message: "The stack must have an owner.",
            resourceUrn: stackUrn,
            file: "Pulumi.yaml",
            line: 1,
        }),
        finding({
            enforcementLevel: "advisory",
            verdict: "excepted",
            resourceUrn: keptUrn,
            exception: { reason: "Agreed in spring.", owner: "shop-team", expires: "2027-03-31" },
        }),
        finding({
            policyName: "keys-rotate",
            ruleId: "P03",
            enforcementLevel: "advisory",
            severity: "critical",
            verdict: "unknown",
            message: 'Not yet known: the queue "in<box>" can be judged once key has a value.',
            waitsFor: ["key"],
            file: undefined as never,
            line: undefined as never,
        }),
    ],
    remediations: [],
    evaluations: [
        { policyName: "queue-open", passed: [urn("aws:sqs/queue:Queue", "good")] },
        { policyName: "stack-tagged", passed: [] },
        { policyName: "keys-rotate", passed: [] },
        { policyName: "foreign", passed: [], notApplicable: "The stack has no such resource." },
    ],
    counts: {
        create: 2,
        read: 0,
        modelled: 0,
        mandatory: 1,
        advisory: 1,
        excepted: 1,
        undecided: 1,
        remediated: 0,
    },
    diagnostics: [],
    notes: [],
};
