import * as assert from "node:assert/strict";
import type { Rule } from "../../policies/rule";
import { fixResource, judge, type PolicyResource, type PolicySettings } from "./policy-requests";

/** Resources that a rule is shown together, and its parameters. */
export interface Fixture {
    readonly resources: readonly PolicyResource[];
    readonly parameters?: object;
}

export interface FailingFixture extends Fixture {
    /** Every message, in the order of the two phases and of URNs. */
    readonly says: readonly string[];
    /** True when the fix of the rule, applied to the first resource, makes all of them pass. */
    readonly isFixed?: boolean;
}

export interface UnknownFixture extends Fixture {
    /** Per resource its label and the properties that have no value yet: `['launch template "main"', "userData"]`. */
    readonly waitsFor: readonly (readonly [label: string, ...causes: string[]])[];
}

export interface RuleFixtures {
    readonly pass: Readonly<Record<string, Fixture>>;
    readonly fail: Readonly<Record<string, FailingFixture>>;
    /** Empty only for rules that read nothing which could be unknown; the reason goes into `neverUnknown`. */
    readonly unknown: Readonly<Record<string, UnknownFixture>>;
    readonly neverUnknown?: string;
    readonly notApplicable?: Readonly<Record<string, Fixture>>;
}

/** Declares the tests that every rule has, from its fixtures. Further tests of the rule go into `more`. */
export function describeRule(rule: Rule, fixtures: RuleFixtures, more: () => void = () => undefined): void {
    const { pass, fail, unknown, notApplicable = {} } = fixtures;
    describe(`${rule.id} ${rule.name}`, () => {
        for (const [name, { resources, ...settings }] of Object.entries(pass)) {
            it(`passes ${name}`, async () => {
                const { verdict, texts } = await judge(rule, resources, settings);

                assert.deepEqual(texts, []);
                assert.equal(verdict, "pass");
            });
        }
        for (const [name, fixture] of Object.entries(fail)) {
            it(`refuses ${name}`, async () => {
                const { findings } = await judge(rule, fixture.resources, settingsOf(fixture));

                assert.deepEqual(
                    findings.map(({ level, text }) => `${level}: ${text}`),
                    fixture.says.map((text) => `mandatory: ${text}`),
                );
            });
            if (fixture.isFixed) it(`fixes ${name}`, () => fixes(rule, fixture));
        }
        for (const [name, { resources, waitsFor, ...settings }] of Object.entries(unknown)) {
            it(`waits for ${name}`, async () => {
                const { findings } = await judge(rule, resources, settings);

                assert.deepEqual(
                    findings.map(({ level, text }) => `${level}: ${text}`),
                    waitsFor.map(([label, ...causes]) => `advisory: Not yet known: ${once(label, causes)}`),
                );
            });
        }
        for (const [name, { resources, ...settings }] of Object.entries(notApplicable)) {
            it(`does not apply to ${name}`, async () => {
                assert.equal((await judge(rule, resources, settings)).verdict, "not applicable");
            });
        }
        if (rule.takesExceptions ?? true) describeExceptions(rule, fail);
        it("has a fixture for each of its messages, and for each kind of verdict", () => {
            const said = Object.values(fail).flatMap(({ says }) => says);
            for (const [key, template] of Object.entries(rule.messages)) {
                assert.ok(said.some(patternOf(template)), `No fixture makes the rule say "${key}".`);
            }
            const isCovered = Object.keys(unknown).length > 0 || fixtures.neverUnknown !== undefined;
            assert.ok(Object.keys(pass).length > 0 && isCovered, "There are no fixtures for pass or unknown.");
            if (rule.fixes) assert.ok(Object.values(fail).some(({ isFixed }) => isFixed));
        });
        more();
    });
}

function describeExceptions(rule: Rule, fail: RuleFixtures["fail"]): void {
    const [name, fixture] = Object.entries(fail)[0] ?? assert.fail(`The rule ${rule.name} has no failing fixture.`);
    const { resources } = fixture;

    it(`reports what an exception covers as advisory, with its reason: ${name}`, async () => {
        const plain = await judge(rule, resources, settingsOf(fixture));
        const urns = new Set(plain.findings.map(({ urn }) => urn));
        const settings = settingsOf(
            fixture,
            [...urns].map((urn) => exceptionFor(urn, 30)),
        );

        const { findings } = await judge(rule, resources, settings);

        assert.deepEqual(
            findings.map(({ level, text, urn }) => ({ level, text, urn })),
            plain.findings.map(({ text, urn }) => ({
                level: "advisory",
                text: `Excepted until ${day(30)} by video-platform: ${text}\nReason: Measured in March and accepted.`,
                urn,
            })),
        );
    });

    it("takes no exception that has ended, is for another resource or for another message", async () => {
        const plain = await judge(rule, resources, settingsOf(fixture));
        const [{ urn = "", text = "" } = {}] = plain.findings;
        const [key] = Object.entries(rule.messages).find(([, template]) => patternOf(template)(text)) ?? [];
        const other = Object.keys(rule.messages).find((each) => each !== key);
        const useless = [
            exceptionFor(urn, -1),
            exceptionFor(`${urn}x`, 30),
            ...(other === undefined ? [] : [{ ...exceptionFor(urn, 30), finding: other }]),
        ];

        const { findings } = await judge(rule, resources, settingsOf(fixture, useless));

        assert.deepEqual(findings, plain.findings);
    });
}

async function fixes(rule: Rule, fixture: FailingFixture): Promise<void> {
    const [resource, ...others] = fixture.resources;
    assert.ok(resource);
    const settings = settingsOf(fixture);
    const fixed = await fixResource(rule, resource, settings);
    assert.ok(fixed, "The fix changed nothing.");
    assert.deepEqual((await judge(rule, [{ ...resource, props: fixed }, ...others], settings)).texts, []);
    assert.equal(await fixResource(rule, { ...resource, props: fixed }, settings), undefined, "It fixed twice.");
    if (rule.takesExceptions === false) return;
    const { urn = "" } = (await judge(rule, fixture.resources, settings)).findings[0] ?? {};
    const kept = await fixResource(rule, resource, settingsOf(fixture, [exceptionFor(urn, 30)]));
    assert.equal(kept, undefined, "The fix changed a resource that is excepted.");
}

function settingsOf({ parameters }: Fixture, exceptions?: readonly object[]): PolicySettings {
    return { parameters: { ...parameters, ...(exceptions && { exceptions }) } };
}

/** An exception that holds for this many days more. */
export function exceptionFor(resource: string, days: number) {
    const reason = "Measured in March and accepted.";
    return { resource, reason, owner: "video-platform", expires: day(days) };
}

/** The day so many days from now, in UTC. */
export function day(days: number): string {
    return new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

function once(label: string, causes: readonly string[]): string {
    const have = causes.length === 1 ? "has a value" : "have values";
    return `the ${label} can be judged once ${causes.join(" and ")} ${have}.`;
}

/** Whether a text is what the template says, whatever stands in its braces. */
function patternOf(template: string): (text: string) => boolean {
    const parts = template.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const pattern = new RegExp(`^${parts.join(".+")}$`);
    return (text) => pattern.test(text);
}
