import * as assert from "node:assert/strict";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { junitReport } from "../../../tools/preview/output/junit";
import { keptUrn, queueUrn, sampleReport } from "./sample-report";

interface Case {
    readonly classname: string;
    readonly name: string;
    readonly file?: string;
    readonly failure?: { readonly type: string; readonly message: string; readonly "#text": string };
    readonly skipped?: { readonly message: string };
    readonly "system-out"?: string;
}

interface Suites {
    readonly name: string;
    readonly tests: string;
    readonly failures: string;
    readonly errors: string;
    readonly skipped: string;
    readonly testsuite: readonly (Omit<Suites, "testsuite"> & { readonly testcase: readonly Case[] })[];
}

function parse(xml: string): Suites {
    assert.equal(XMLValidator.validate(xml), true);
    const isArray = (name: string) => name === "testsuite" || name === "testcase";
    const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "", isArray });
    return parser.parse(xml).testsuites;
}

describe("the JUnit report", () => {
    const suites = parse(junitReport(sampleReport));
    const suite = (name: string) => suites.testsuite.find((one) => one.name === name);

    it("has one suite per area, and counts its cases", () => {
        const counts = ({ name, tests, failures, errors, skipped }: Omit<Suites, "testsuite">) => {
            return [name, tests, failures, errors, skipped].join(" ");
        };

        assert.equal(counts(suites), "shop/dev 8 1 0 5");
        assert.deepEqual(suites.testsuite.map(counts), [
            "shop-policies.messaging 4 1 0 2",
            "shop-policies.pack 2 0 0 1",
            "shop-policies 2 0 0 2",
        ]);
    });

    it("fails for a mandatory finding, with its place and resource", () => {
        assert.deepEqual(suite("shop-policies.messaging")?.testcase[0], {
            classname: "shop-policies.messaging.queue-open",
            name: "P01 queue-open: in<box>",
            file: "infra/my queue.ts",
            failure: {
                type: "mandatory",
                message: 'The queue "in<box>" must wait at most 30 seconds.',
                "#text": `The queue "in<box>" must wait at most 30 seconds.\nat infra/my queue.ts:12\n${queueUrn}`,
            },
        });
    });

    it("skips what is accepted or not yet known, with the reason, and lists what passed", () => {
        const cases = suite("shop-policies.messaging")?.testcase.slice(1);

        assert.deepEqual(cases, [
            {
                classname: "shop-policies.messaging.queue-open",
                name: "P01 queue-open: kept",
                file: "infra/my queue.ts",
                skipped: {
                    message:
                        'Excepted until 2027-03-31 by shop-team: Agreed in spring. The queue "in<box>" must wait at most 30 seconds.',
                },
            },
            { classname: "shop-policies.messaging.queue-open", name: "P01 queue-open: good" },
            {
                classname: "shop-policies.messaging.keys-rotate",
                name: "P03 keys-rotate: in<box>",
                skipped: { message: 'Not yet known: the queue "in<box>" can be judged once key has a value.' },
            },
        ]);
        assert.ok(keptUrn.endsWith("kept"));
    });

    it("passes an advisory finding and tells what it says", () => {
        const [advisory, disabled] = suite("shop-policies.pack")?.testcase ?? [];

        assert.equal(advisory?.name, "P02 stack-tagged: shop-dev");
        assert.match(
            String(advisory?.["system-out"]),
            /^advisory: The stack must have an owner\.\nat Pulumi\.yaml:1\n/,
        );
        assert.deepEqual(disabled?.skipped, { message: "The policy configuration disables the rule." });
    });

    it("says of every other rule why it has no verdict", () => {
        assert.deepEqual(suite("shop-policies")?.testcase, [
            {
                classname: "shop-policies.foreign",
                name: "foreign",
                skipped: { message: "The stack has no such resource." },
            },
            {
                classname: "shop-policies.never-run",
                name: "never-run",
                skipped: { message: "The rule was not run." },
            },
        ]);
    });

    it("holds no character that XML cannot hold", () => {
        const [first] = sampleReport.findings;
        assert.ok(first);
        const findings = [{ ...first, message: "A bell \u0007 and a \ud83d\ude00 in <one> & the other." }];

        const [found] = parse(junitReport({ ...sampleReport, findings })).testsuite[0]?.testcase ?? [];

        assert.equal(found?.failure?.message, "A bell  and a \ud83d\ude00 in <one> & the other.");
    });
});
