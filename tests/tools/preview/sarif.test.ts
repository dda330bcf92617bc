import * as assert from "node:assert/strict";
import type { Log } from "sarif";
import type { PreviewReport } from "../../../tools/preview/output/report";
import { sarifLog } from "../../../tools/preview/output/sarif";
import { keptUrn, queueUrn, sampleReport, stackUrn } from "./sample-report";
import { faultsOf } from "./sarif-schema";

function runOf(report: PreviewReport): Log["runs"][number] {
    const [run] = sarifLog(report).runs;
    assert.ok(run);
    return run;
}

const resultsOf = (report: PreviewReport) => runOf(report).results ?? [];

describe("the SARIF log", () => {
    it("fits the official schema, which refuses others", () => {
        assert.equal(faultsOf(sarifLog(sampleReport)), "");
        assert.notEqual(faultsOf({ ...sarifLog(sampleReport), version: "2.0.0" }), "");
        const [run] = sarifLog(sampleReport).runs;
        const broken = { ...sarifLog(sampleReport), runs: [{ ...run, results: [{ ruleId: "x" }] }] };
        assert.match(faultsOf(broken), /message/);
    });

    it("describes each rule of the pack", () => {
        const { driver } = runOf(sampleReport).tool;

        assert.deepEqual([driver.name, driver.version, driver.semanticVersion], ["shop-policies", "1.2.3", "1.2.3"]);
        assert.deepEqual(driver.rules?.[0], {
            id: "queue-open",
            name: "QueueOpen",
            shortDescription: { text: "What queue-open wants." },
            fullDescription: { text: "What queue-open wants. Close it." },
            help: { text: "Close it." },
            helpUri: "https://docs.aws.amazon.com/sqs/",
            defaultConfiguration: { enabled: true, level: "error" },
            properties: { tags: ["P01", "messaging", "CKV_AWS_27"], "security-severity": "7.0" },
        });
        assert.deepEqual(
            driver.rules?.map(({ defaultConfiguration }) => defaultConfiguration),
            [
                { enabled: true, level: "error" },
                { enabled: true, level: "note" },
                { enabled: true, level: "error" },
                { enabled: false, level: "note" },
                { enabled: true, level: "error" },
                { enabled: true, level: "error" },
            ],
        );
        assert.deepEqual(
            driver.rules?.map(({ properties }) => properties?.["security-severity"]),
            ["7.0", "1.0", "9.0", "4.0", undefined, "7.0"],
        );
        assert.deepEqual(driver.rules?.[4], {
            id: "foreign",
            name: "Foreign",
            shortDescription: { text: "What foreign wants." },
            fullDescription: { text: "What foreign wants." },
            defaultConfiguration: { enabled: true, level: "error" },
            properties: { tags: ["foreign"] },
        });
    });

    it("points at the place where the program registers the resource", () => {
        const [first] = resultsOf(sampleReport);

        assert.deepEqual(
            { ...first, partialFingerprints: undefined },
            {
                ruleId: "queue-open",
                ruleIndex: 0,
                kind: "fail",
                level: "error",
                message: { text: 'The queue "in<box>" must wait at most 30 seconds.' },
                locations: [
                    {
                        physicalLocation: {
                            artifactLocation: { uri: "infra/my%20queue.ts", uriBaseId: "PROJECT" },
                            region: { startLine: 12 },
                        },
                        logicalLocations: [
                            { name: "in<box>", fullyQualifiedName: queueUrn, kind: "aws:sqs/queue:Queue" },
                        ],
                    },
                ],
                partialFingerprints: undefined,
                properties: {
                    id: "P01",
                    resourceUrn: queueUrn,
                    verdict: "violation",
                    enforcementLevel: "mandatory",
                },
            },
        );
    });

    it("tells violations, accepted and open findings apart", () => {
        const told = resultsOf(sampleReport).map(({ properties, kind, level, suppressions }) => {
            return [properties?.resourceUrn, kind, level, suppressions?.[0]];
        });

        assert.deepEqual(told, [
            [queueUrn, "fail", "error", undefined],
            [stackUrn, "fail", "note", undefined],
            [
                keptUrn,
                "fail",
                "warning",
                {
                    kind: "external",
                    status: "accepted",
                    justification: "Agreed in spring. (shop-team, until 2027-03-31)",
                },
            ],
            [queueUrn, "open", "none", undefined],
        ]);
        assert.deepEqual(resultsOf(sampleReport)[3]?.locations, [
            { logicalLocations: [{ name: "in<box>", fullyQualifiedName: queueUrn, kind: "aws:sqs/queue:Queue" }] },
        ]);
    });

    it("gives the same fault the same fingerprint, whatever line and limit it has now", () => {
        const fingerprints = (change: (one: PreviewReport["findings"][number]) => object) => {
            const findings = sampleReport.findings.map((one) => ({ ...one, ...change(one) }));
            return resultsOf({ ...sampleReport, findings }).map(({ partialFingerprints }) => partialFingerprints);
        };
        const before = fingerprints(() => ({}));

        assert.equal(new Set(before.map((one) => JSON.stringify(one))).size, 4);
        assert.match(String(before[0]?.["ruleResourceMessage/v1"]), /^[0-9a-f]{32}$/);
        assert.deepEqual(
            fingerprints(({ message }) => ({ line: 99, message: message.replace("30", "60") })),
            before,
        );
        assert.notDeepEqual(
            fingerprints(({ resourceUrn }) => ({ resourceUrn: `${resourceUrn}-2` })),
            before,
        );
    });

    it("names the stack, says whether the run was complete, and has a run for each pack", () => {
        const { automationDetails, invocations } = runOf(sampleReport);

        assert.deepEqual(automationDetails, { id: "shop/dev/" });
        assert.deepEqual(invocations, [{ executionSuccessful: true }]);
        assert.deepEqual(runOf({ ...sampleReport, result: "failed" }).invocations, [{ executionSuccessful: false }]);
        assert.deepEqual(sarifLog({ ...sampleReport, policyPacks: [] }).runs, []);
        assert.deepEqual(resultsOf({ ...sampleReport, findings: [] }), []);
    });
});
