import * as assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import type { Condition } from "../../policies/condition";
import { ExceptionBook } from "../../policies/exceptions/exception-book";
import { Findings } from "../../policies/findings";
import { unknown } from "../support/policy-requests";
import { subject } from "../support/subjects";

const messages = { small: "The {label} must be large.", slow: "The {label} must be fast." };
const props = unknownCheckingProxy({ size: unknown, iops: unknown });
const volume = (name: string) => subject("aws:ebs/volume:Volume", {}, name);
const fails: Condition = () => false;
const holds: Condition = () => true;
const waits: Condition = () => Number(props.size) > 1;

/** What the findings report: text, URN and level, the last two where they are given. */
function delivered(findings: Findings, withUrn = false) {
    const reported: unknown[] = [];
    const report = (finding: unknown, urn?: string) => reported.push(urn === undefined ? finding : [finding, urn]);
    findings.deliver(report, new ExceptionBook("example", "high"), withUrn);
    return reported;
}

describe("Findings", () => {
    it("hold a violation where a required condition fails or a forbidden one holds", () => {
        const findings = new Findings(messages);

        findings.require(volume("a"), "small", holds);
        findings.require(volume("b"), "small", fails);
        findings.forbid(volume("c"), "slow", fails);
        findings.forbid(volume("d"), "slow", holds);

        assert.deepEqual(delivered(findings), ['The volume "b" must be large.', 'The volume "d" must be fast.']);
    });

    it("say the same of a resource once", () => {
        const findings = new Findings(messages);

        for (const name of ["a", "b", "a"]) findings.require(volume(name), "small", fails);

        assert.deepEqual(delivered(findings), ['The volume "a" must be large.', 'The volume "b" must be large.']);
    });

    it("keep the order in which a resource's violations were found", () => {
        const findings = new Findings(messages);

        for (const key of ["small", "slow"]) findings.require(volume("a"), key, fails);

        assert.deepEqual(delivered(findings), ['The volume "a" must be large.', 'The volume "a" must be fast.']);
    });

    it("gather what a resource waits for, after the violations and as advisory", () => {
        const findings = new Findings(messages);

        findings.require(volume("b"), "small", waits);
        findings.require(volume("b"), "slow", () => Number(props.iops) > 1);
        findings.unknown(volume("a"), "its image");
        findings.require(volume("c"), "small", fails);

        const waiting = (label: string, urn: string, causes: string) => ({
            message: `Not yet known: the ${label} can be judged once ${causes}.`,
            urn,
            enforcementLevel: "advisory",
        });
        assert.deepEqual(delivered(findings, true), [
            ['The volume "c" must be large.', volume("c").urn],
            waiting('volume "a"', volume("a").urn, "its image has a value"),
            waiting('volume "b"', volume("b").urn, "iops and size have values"),
        ]);
    });

    describe("do not apply", () => {
        const judgements: [name: string, judge: (findings: Findings) => void][] = [
            ["a condition that holds", (findings) => findings.require(volume("a"), "small", holds)],
            ["a condition that waits", (findings) => findings.require(volume("a"), "small", waits)],
            ["what is not known", (findings) => findings.unknown(volume("a"), "its image")],
        ];
        for (const [name, judge] of judgements) {
            it(`unless they hold ${name}`, () => {
                const findings = new Findings(messages);
                findings.notApplicable("There is none.");

                assert.equal(findings.notApplicableBecause, "There is none.");
                judge(findings);
                assert.equal(findings.notApplicableBecause, undefined);
            });
        }

        it("only where somebody says why", () => {
            assert.equal(new Findings(messages).notApplicableBecause, undefined);
        });
    });
});
