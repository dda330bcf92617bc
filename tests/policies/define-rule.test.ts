import * as assert from "node:assert/strict";
import type { ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { type Condition, NotYetKnown } from "../../policies/condition";
import { defineRule } from "../../policies/define-rule";
import { exceptionsSchema } from "../../policies/exceptions/exception";
import type { Kind } from "../../policies/kinds";
import { fixResource, judgeResource, judgeStack, secret, unknown, urnOf } from "../support/policy-requests";
import { stackResource } from "../support/subjects";

const about = {
    id: "X1",
    name: "example",
    area: "compute",
    description: "Volumes are large.",
    severity: "high",
    equivalents: ["OTHER-1"],
    why: "Because.",
    remediation: "Do it.",
    link: "https://example.com/",
    messages: { small: "Too small.", smaller: "Too small: {name}.", plain: "Not encrypted.", never: "Never judged." },
} as const;

const parameters = {
    minGib: { type: "integer", default: 8, description: "Smallest volume." },
    byRole: { type: "object", default: { edge: 1, origin: 2 }, description: "By role." },
} as const;

const type = "aws:ebs/volume:Volume";
const volume = (props: object, name = "main") => ({ type, name, props });

/** A rule that hands what it is given to the test. */
function ruleWith(condition: (props: Record<string, unknown>, given: { minGib: number; byRole: object }) => Condition) {
    return defineRule<{ minGib: number; byRole: object }>({
        ...about,
        parameters,
        resource: {
            kinds: ["volume"],
            check: (subject, given, findings) => findings.require(subject, "small", condition(subject.props, given)),
        },
        stack: {
            kinds: ["volume"],
            check: (_stack, given, findings) => (subject) =>
                findings.require(subject, "smaller", condition(subject.props, given)),
        },
    });
}

const large = ruleWith(
    (props, { minGib }) =>
        () =>
            Number(props.size) >= minGib,
);

describe("a rule", () => {
    it("passes, fails, does not apply, or is not yet known", async () => {
        assert.equal((await judgeResource(large, volume({ size: 8 }))).verdict, "pass");
        assert.equal((await judgeResource(large, volume({ size: 7 }))).verdict, "violation");
        assert.equal((await judgeResource(large, { type: "aws:ec2/vpc:Vpc" })).verdict, "not applicable");
        assert.equal((await judgeResource(large, volume({ size: unknown }))).verdict, "unknown");
    });

    it("judges at the configured level, and not at all when disabled", async () => {
        const small = volume({ size: 7 });
        const levelOf = async (level: "advisory" | "mandatory" | "remediate" | "disabled") =>
            (await judgeResource(large, small, { level })).findings.map((finding) => finding.level);

        assert.deepEqual(await levelOf("advisory"), ["advisory"]);
        assert.deepEqual(await levelOf("mandatory"), ["mandatory"]);
        assert.deepEqual(await levelOf("remediate"), ["mandatory"]);
        assert.deepEqual(await levelOf("disabled"), []);
    });

    it("completes its configuration with the defaults of the schema, also inside maps", async () => {
        const seen: unknown[] = [];
        const rule = ruleWith((_props, given) => {
            seen.push(given);
            return () => true;
        });

        await judgeResource(rule, volume({}));
        await judgeResource(rule, volume({}), { parameters: { minGib: 9, byRole: { edge: 7 } } });

        assert.deepEqual(seen, [
            { minGib: 8, byRole: { edge: 1, origin: 2 } },
            { minGib: 9, byRole: { edge: 7, origin: 2 } },
        ]);
    });

    it("keeps what it found when its check reads an unknown value carelessly", async () => {
        const careless = defineRule({
            ...about,
            parameters: {},
            resource: {
                kinds: ["volume"],
                check(subject, _parameters, findings) {
                    findings.require(subject, "plain", () => subject.props.encrypted === true);
                    findings.require(subject, "never", settledEarly(subject.props.size));
                },
            },
        });

        const { texts } = await judgeResource(careless, volume({ encrypted: false, size: unknown }));

        assert.deepEqual(texts, [
            "Not encrypted.",
            'Not yet known: the volume "main" can be judged once size has a value.',
        ]);
    });

    it("does not hide mistakes of its own", async () => {
        const broken = ruleWith(() => () => {
            throw new RangeError("broken");
        });

        await assert.rejects(judgeResource(broken, volume({})), /RangeError: broken/);
    });

    it("tells the SDK everything that it says of itself", () => {
        const { policy, fixes } = large;

        const { validateResource, validateStack, configSchema, ...texts } = policy as ResourceValidationPolicy &
            StackValidationPolicy;
        assert.deepEqual([typeof validateResource, typeof validateStack, fixes], ["function", "function", false]);
        assert.deepEqual(texts, {
            name: "example",
            description: "Volumes are large.",
            severity: "high",
            displayName: "X1 example",
            tags: ["X1", "area:compute", "OTHER-1"],
            remediationSteps: "Because. Do it.",
            url: "https://example.com/",
        });
        const { exceptions, ...others } = configSchema?.properties ?? {};
        assert.deepEqual(others, parameters);
        assert.deepEqual(exceptions, exceptionsSchema(["small", "smaller", "plain", "never"]));
    });

    it("takes a level and no exceptions where it says so, and judges in the phases that it has", () => {
        const { policy } = defineRule({
            ...about,
            level: "mandatory",
            takesExceptions: false,
            parameters: {},
            stack: { kinds: ["volume"], check: () => () => undefined },
        });

        assert.equal(policy.enforcementLevel, "mandatory");
        assert.deepEqual(policy.configSchema, { properties: {} });
        assert.deepEqual(["validateResource" in policy, "remediateResource" in policy], [false, false]);
    });

    for (const phase of ["resource", "stack"] as const) {
        it(`is marked when its ${phase} check looks at what only a preview shows`, () => {
            const kinds: readonly Kind[] = ["volume", "stack output"];
            const checks = {
                resource: { kinds, check: () => undefined },
                stack: { kinds, check: () => () => undefined },
            };

            const { policy } = defineRule({ ...about, parameters: {}, [phase]: checks[phase] });

            assert.deepEqual(policy.tags, ["X1", "area:compute", "judges:preview", "OTHER-1"]);
        });
    }

    it("says why it does not apply", () => {
        const kinds: readonly Kind[] = ["volume", "instance"];
        const { policy } = defineRule({
            ...about,
            parameters: {},
            resource: { kinds, check: () => undefined },
            stack: { kinds, check: () => () => undefined },
        });
        const { validateResource, validateStack } = policy as unknown as Record<string, (args: object) => void>;
        const vpc = stackResource("aws:ec2/vpc:Vpc", "main");
        const notApplicable = (message: string) => {
            throw new Error(message);
        };
        const args = { ...vpc, resources: [vpc], getConfig: () => ({}), notApplicable };
        const { stackTraceLimit } = Error;

        assert.throws(() => validateResource?.(args), {
            message: "The rule is about resources of the kind volume, instance.",
        });
        assert.throws(() => validateStack?.(args), {
            message: "The stack has no resource of the kind volume, instance.",
        });
        assert.equal(Error.stackTraceLimit, stackTraceLimit);
    });

    it("applies when it has judged one resource, and says so when it has judged none", async () => {
        assert.equal((await judgeStack(large, [volume({ size: 8 }), { type: "aws:ec2/vpc:Vpc" }])).verdict, "pass");
        assert.equal((await judgeStack(large, [{ type: "aws:ec2/vpc:Vpc" }])).verdict, "not applicable");
    });

    it("reports a stack by URN in whichever order resources come, violations before what is not known", async () => {
        const resources = [
            volume({ size: 1 }, "c"),
            volume({ size: unknown }, "b"),
            volume({ size: 1 }, "a"),
            volume({ size: unknown }, "d"),
        ];
        const expected = [
            { level: "mandatory", text: "Too small: a.", urn: urnOf(volume({}, "a")) },
            { level: "mandatory", text: "Too small: c.", urn: urnOf(volume({}, "c")) },
            ...["b", "d"].map((name) => ({
                level: "advisory",
                text: `Not yet known: the volume "${name}" can be judged once size has a value.`,
                urn: urnOf(volume({}, name)),
            })),
        ];

        assert.deepEqual((await judgeStack(large, resources)).findings, expected);
        assert.deepEqual((await judgeStack(large, [...resources].reverse())).findings, expected);
    });

    describe("that is not yet known", () => {
        const before = process.env.PULUMI_NODEJS_DRY_RUN;
        afterEach(() => {
            if (before === undefined) delete process.env.PULUMI_NODEJS_DRY_RUN;
            else process.env.PULUMI_NODEJS_DRY_RUN = before;
        });

        const cases: [dryRun: string | undefined, level: string][] = [
            ["true", "advisory"],
            [undefined, "advisory"],
            ["false", "mandatory"],
        ];
        for (const [dryRun, level] of cases) {
            it(`is ${level} when the dry run is ${dryRun ?? "not set"}`, async () => {
                if (dryRun === undefined) delete process.env.PULUMI_NODEJS_DRY_RUN;
                else process.env.PULUMI_NODEJS_DRY_RUN = dryRun;

                const { findings } = await judgeResource(large, volume({ size: unknown }));

                assert.deepEqual(
                    findings.map((finding) => finding.level),
                    [level],
                );
            });
        }

        it("names all values that it waits for, once each", async () => {
            const rule = ruleWith(() => () => new NotYetKnown(["b", "a", "b"]));

            assert.deepEqual((await judgeResource(rule, volume({}))).texts, [
                'Not yet known: the volume "main" can be judged once a and b have values.',
            ]);
        });
    });

    describe("with a fix", () => {
        const fixing = defineRule({
            ...about,
            parameters: {},
            resource: {
                kinds: ["volume"],
                check: (subject, _parameters, findings) =>
                    findings.require(subject, "plain", () => subject.props.encrypted === true),
                fix({ props }, _parameters, changes) {
                    changes.set(props, "encrypted", true);
                    changes.set(props, "type", props.size === 1 ? "gp2" : "gp3");
                },
            },
        });

        it("says that it fixes", () => {
            assert.equal(fixing.fixes, true);
            assert.ok("remediateResource" in fixing.policy);
        });

        it("keeps secrets secret and unknown values unknown", async () => {
            const fixed = await fixResource(
                fixing,
                volume({ encrypted: secret(false), kmsKeyId: unknown, size: 2, type: secret("gp3") }),
            );

            assert.deepEqual(fixed, { encrypted: secret(true), kmsKeyId: unknown, size: 2, type: secret("gp3") });
        });

        it("keeps the changes it made before it read an unknown value", async () => {
            assert.deepEqual(await fixResource(fixing, volume({ size: unknown })), { size: unknown, encrypted: true });
        });

        it("says nothing when nothing is to be changed, or the resource is of another kind", async () => {
            assert.equal(await fixResource(fixing, volume({ encrypted: true, size: 2, type: "gp3" })), undefined);
            assert.equal(await fixResource(fixing, { type: "aws:ec2/vpc:Vpc" }), undefined);
        });
    });
});

/** Stands for a check that reads its values before it asks for a verdict. */
function settledEarly(size: unknown): Condition {
    return () => Number(size) > 0;
}
