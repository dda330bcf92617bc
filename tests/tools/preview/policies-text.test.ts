import * as assert from "node:assert/strict";
import { createColors } from "picocolors";
import { policiesBlock, policySummary } from "../../../tools/preview/output/policies-text";
import { sampleReport } from "./sample-report";

const plain = createColors(false);

describe("the text about policies", () => {
    const [violation, advisory, excepted, open] = sampleReport.findings;
    assert.ok(violation && advisory && excepted && open);

    it("shows violations, then what is accepted with reason and end, then what is not known yet", () => {
        assert.deepEqual(policiesBlock(sampleReport, plain).split("\n"), [
            "Policies:",
            "    ❌ shop-policies@v1.2.3 (local: policies)",
            "        - [mandatory] [severity: high]  queue-open  (aws:sqs:Queue: in<box>)",
            "          What queue-open wants.",
            '          The queue "in<box>" must wait at most 30 seconds.',
            "          at infra/my queue.ts:12",
            "        - [advisory] [severity: low]  stack-tagged  (pulumi:pulumi:Stack: shop-dev)",
            "          What queue-open wants.",
            "          The stack must have an owner.",
            "          at Pulumi.yaml:1",
            "        - [excepted] [severity: high]  queue-open  (aws:sqs:Queue: kept)",
            "          What queue-open wants.",
            '          The queue "in<box>" must wait at most 30 seconds.',
            "          until 2027-03-31 by shop-team: Agreed in spring.",
            "          at infra/my queue.ts:12",
            "        - [not yet known]  keys-rotate  (in<box>) waits for key",
        ]);
        assert.equal(
            policySummary(sampleReport),
            "Policy findings: 1 mandatory, 1 advisory, 1 excepted, 1 not yet known.",
        );
    });

    it("marks a pack by the worst that it found, and calls nothing bad that is accepted or open", () => {
        const markOf = (...findings: typeof sampleReport.findings) =>
            policiesBlock({ ...sampleReport, findings }, plain)
                .split("\n")[1]
                ?.trim()
                .split(" ")[0];

        assert.equal(markOf(violation, advisory), "❌");
        assert.equal(markOf(advisory, excepted), "⚠️");
        assert.equal(markOf(excepted, open), "✅");
        assert.equal(markOf(), "✅");
    });

    it("puts what waits for the same into one line, and what waits for something else into another", () => {
        const other = { ...open, resourceUrn: open.resourceUrn.replace("in<box>", "out") };
        const twin = { ...open, waitsFor: ["alias", "key"] };
        const own = { ...open, waitsFor: [], message: "can't run policy 'keys-rotate'" };
        const strict = { ...open, enforcementLevel: "mandatory" as const };
        const findings = [open, other, twin, own, strict];

        assert.deepEqual(
            policiesBlock({ ...sampleReport, findings }, plain)
                .split("\n")
                .slice(2),
            [
                "        - [not yet known]  keys-rotate  (in<box>, out) waits for key",
                "        - [not yet known]  keys-rotate  (in<box>) waits for alias, key",
                "        - [not yet known]  keys-rotate  (in<box>) can't run policy 'keys-rotate'",
                "        - [not yet known]  keys-rotate  (in<box>) waits for key",
            ],
        );
    });
});
