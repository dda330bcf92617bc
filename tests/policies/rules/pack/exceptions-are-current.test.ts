import * as assert from "node:assert/strict";
import type { Severity } from "@pulumi/policy";
import { defineRule } from "../../../../policies/define-rule";
import { exceptionsAreCurrent } from "../../../../policies/rules/pack/exceptions-are-current";
import {
    fixResource,
    judge,
    judgePack,
    type PolicyResource,
    type PolicySettings,
    unknown,
    urnOf,
} from "../../../support/policy-requests";
import { exceptionFor } from "../../../support/rule-fixtures";

const stack: PolicyResource = { type: "pulumi:pulumi:Stack", name: "media-cluster-test" };
const volume = (name: string, props: object): PolicyResource => ({ type: "aws:ebs/volume:Volume", name, props });
const plain = volume("plain", { encrypted: false, type: "gp3" });
const [plainUrn, otherUrn] = [urnOf(plain), urnOf(volume("other", {}))];

/** A rule about volumes as programs make them, judged one by one or over the whole stack. */
function volumeRule(name: string, severity: Severity, phase: "resource" | "stack") {
    const about = {
        id: "X1",
        name,
        area: "compute",
        description: "Volumes are encrypted.",
        severity,
        equivalents: [],
        why: "Disks get lost.",
        remediation: "Encrypt them.",
        link: "https://example.com/",
        messages: { encrypted: "The {label} must be encrypted.", type: "The {label} must be of the type gp3." },
        parameters: {},
    } as const;
    const kinds = ["volume"] as const;
    if (phase === "stack") {
        return defineRule({
            ...about,
            stack: {
                kinds,
                check: (_stack, _parameters, findings) => (subject) =>
                    findings.require(subject, "encrypted", () => subject.props.encrypted === true),
            },
        });
    }
    return defineRule({
        ...about,
        resource: {
            kinds,
            check(subject, _parameters, findings) {
                findings.require(subject, "encrypted", () => subject.props.encrypted === true);
                findings.require(subject, "type", () => subject.props.type === "gp3");
            },
            fix: ({ props }, _parameters, changes) => changes.set(props, "encrypted", true),
        },
    });
}

const byResource = volumeRule("volumes-encrypted", "high", "resource");
const byStack = volumeRule("stack-encrypted", "high", "stack");
const critical = volumeRule("volumes-critical", "critical", "resource");
const pack = [byResource, byStack, critical, exceptionsAreCurrent];
const disabled: PolicySettings = { level: "disabled" };
const ofRule = "of the rule volumes-encrypted";
const unused = `The exception 1 ${ofRule} must be removed, because no finding uses it.`;

/** What the rule says of exceptions that one rule about volumes has, while the other rules are off. */
async function said(
    exceptions: readonly object[],
    { rule = byResource, resources = [plain], parameters = {}, level = "mandatory" as "mandatory" | "disabled" } = {},
): Promise<string[]> {
    const others = Object.fromEntries(pack.map(({ name }) => [name, disabled]));
    const findings = await judgePack(pack, [stack, ...resources], {
        ...others,
        [rule.name]: { level, parameters: { exceptions } },
        [exceptionsAreCurrent.name]: { parameters },
    });
    return findings.filter((finding) => finding.rule === exceptionsAreCurrent.name).map(({ text }) => text);
}

describe("P69 exceptions-are-current", () => {
    it("applies to nothing without exceptions, and takes none itself", async () => {
        assert.equal((await judge(exceptionsAreCurrent, [stack])).verdict, "not applicable");
        const { parameters } = exceptionsAreCurrent;
        assert.deepEqual(Object.keys(parameters), ["maxDays", "requireSecondApprover"]);
        assert.equal(exceptionsAreCurrent.policy.configSchema?.properties.exceptions, undefined);
    });

    it("says nothing of an exception that is in use", async () => {
        for (const rule of [byResource, byStack, critical]) {
            assert.deepEqual(await said([exceptionFor(plainUrn, 30)], { rule }), []);
        }
    });

    it("reports to the stack, at its own level", async () => {
        const findings = await judgePack([byResource, exceptionsAreCurrent], [stack], {
            [byResource.name]: { parameters: { exceptions: [exceptionFor(plainUrn, 30)] } },
            [exceptionsAreCurrent.name]: { level: "advisory" },
        });

        assert.deepEqual(findings, [
            { rule: exceptionsAreCurrent.name, level: "advisory", text: unused, urn: urnOf(stack) },
        ]);
    });

    describe("the end of an exception", () => {
        const ended = `The exception 1 ${ofRule} must be removed, because its end date has passed.`;

        it("may be today, and not yesterday", async () => {
            assert.deepEqual(await said([exceptionFor(plainUrn, 0)]), []);
            assert.deepEqual(await said([exceptionFor(plainUrn, -1)]), [ended]);
        });

        it("lets the finding return at its full level", async () => {
            const settings = { [byResource.name]: { parameters: { exceptions: [exceptionFor(plainUrn, -1)] } } };

            assert.deepEqual(await judgePack([byResource, exceptionsAreCurrent], [stack, plain], settings), [
                {
                    rule: byResource.name,
                    level: "mandatory",
                    text: 'The volume "plain" must be encrypted.',
                    urn: plainUrn,
                },
                { rule: exceptionsAreCurrent.name, level: "mandatory", text: ended, urn: urnOf(stack) },
            ]);
        });

        it("may be 180 days ahead, or as many as the configuration says", async () => {
            const long = (days: number) => `The exception 1 ${ofRule} must end within ${days} days.`;

            assert.deepEqual(await said([exceptionFor(plainUrn, 180)]), []);
            assert.deepEqual(await said([exceptionFor(plainUrn, 181)]), [long(180)]);
            const parameters = { maxDays: 7 };
            assert.deepEqual(await said([exceptionFor(plainUrn, 7)], { parameters }), []);
            assert.deepEqual(await said([exceptionFor(plainUrn, 8)], { parameters }), [long(7)]);
        });

        it("must be a day that exists", async () => {
            const exception = { ...exceptionFor(plainUrn, 30), expires: "2027-02-31" };

            assert.deepEqual(await said([exception]), [`The exception 1 ${ofRule} must end on a day that exists.`]);
        });
    });

    describe("the use of an exception", () => {
        it("is needed, by a finding about its resource with its message", async () => {
            assert.deepEqual(await said([exceptionFor(otherUrn, 30)]), [unused]);
            assert.deepEqual(await said([exceptionFor(otherUrn, 0)]), [unused]);
            assert.deepEqual(await said([exceptionFor(plainUrn, 30)], { resources: [] }), [unused]);
            assert.deepEqual(await said([{ ...exceptionFor(plainUrn, 30), finding: "type" }]), [unused]);
            assert.deepEqual(await said([{ ...exceptionFor(plainUrn, 30), finding: "encrypted" }]), []);
            assert.deepEqual(await said([exceptionFor("*::aws:ebs/volume:Volume::pl*n", 30)]), []);
            const sound = volume("plain", { encrypted: true, type: "gp3" });
            assert.deepEqual(await said([exceptionFor(plainUrn, 30)], { resources: [sound] }), [unused]);
        });

        it("is needed in rules about the stack as well", async () => {
            const text = "The exception 1 of the rule stack-encrypted must be removed, because no finding uses it.";

            assert.deepEqual(await said([exceptionFor(otherUrn, 30)], { rule: byStack }), [text]);
            assert.deepEqual(await said([exceptionFor(otherUrn, 30)], { rule: byStack, resources: [] }), [text]);
        });

        it("is open while the verdict is not known yet", async () => {
            const veiled = volume("plain", { encrypted: unknown, type: "gp3" });

            assert.deepEqual(await said([exceptionFor(plainUrn, 30)], { resources: [veiled] }), []);
            assert.deepEqual(await said([exceptionFor(plainUrn, 30)], { rule: byStack, resources: [veiled] }), []);
            assert.deepEqual(await said([exceptionFor(otherUrn, 30)], { resources: [veiled] }), [unused]);
        });

        it("does not matter for a rule that is disabled", async () => {
            for (const rule of [byResource, byStack]) {
                assert.deepEqual(await said([exceptionFor(otherUrn, -1)], { rule, level: "disabled" }), []);
            }
        });

        it("is counted for each exception by its number", async () => {
            const exceptions = [exceptionFor(plainUrn, 30), exceptionFor(otherUrn, 30), exceptionFor(otherUrn, -1)];

            assert.deepEqual(await said(exceptions), [
                `The exception 2 ${ofRule} must be removed, because no finding uses it.`,
                `The exception 3 ${ofRule} must be removed, because its end date has passed.`,
            ]);
        });
    });

    describe("the approval of an exception", () => {
        const exception = exceptionFor(plainUrn, 30);
        const strict = { rule: critical, parameters: { requireSecondApprover: true } };
        const approver = "The exception 1 of the rule volumes-critical must name a second approver.";
        const alone = `The exception 1 ${ofRule} must be approved by somebody else than its owner.`;

        it("needs a second approver for critical rules, where the configuration says so", async () => {
            assert.deepEqual(await said([exception], strict), [approver]);
            assert.deepEqual(await said([{ ...exception, approvedBy: "security" }], strict), []);
            assert.deepEqual(await said([exception], { ...strict, rule: byResource }), []);
            assert.deepEqual(await said([exception], { rule: critical }), []);
        });

        it("is not one's own business, in whichever spelling", async () => {
            assert.deepEqual(await said([{ ...exception, approvedBy: "video-platform" }]), [alone]);
            assert.deepEqual(await said([{ ...exception, approvedBy: " Video-Platform " }]), [alone]);
            assert.deepEqual(await said([{ ...exception, owner: "VIDEO-platform ", approvedBy: "video-platform" }]), [
                alone,
            ]);
            assert.deepEqual(await said([{ ...exception, approvedBy: "video-platforms" }]), []);
        });
    });

    it("says everything that is wrong with an exception at once", async () => {
        const exception = { ...exceptionFor(otherUrn, 200), approvedBy: "video-platform" };

        assert.deepEqual(await said([exception]), [
            `The exception 1 ${ofRule} must end within 180 days.`,
            unused,
            `The exception 1 ${ofRule} must be approved by somebody else than its owner.`,
        ]);
    });
});

describe("a fix", () => {
    const settings = (exception: object) => ({ parameters: { exceptions: [exception] } });

    it("leaves alone a resource that an exception is about, whichever message it names", async () => {
        assert.equal(await fixResource(byResource, plain, settings(exceptionFor(plainUrn, 0))), undefined);
        const limited = { ...exceptionFor(plainUrn, 30), finding: "type" };
        assert.equal(await fixResource(byResource, plain, settings(limited)), undefined);
    });

    it("is made when the exception has ended, or is about another resource", async () => {
        const fixed = { encrypted: true, type: "gp3" };

        assert.deepEqual(await fixResource(byResource, plain, settings(exceptionFor(plainUrn, -1))), fixed);
        assert.deepEqual(await fixResource(byResource, plain, settings(exceptionFor(otherUrn, 30))), fixed);
    });
});
