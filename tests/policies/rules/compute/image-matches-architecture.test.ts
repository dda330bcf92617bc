import * as assert from "node:assert/strict";
import { imageMatchesArchitecture as rule } from "../../../../policies/rules/compute/image-matches-architecture";
import { judgeStack, type PolicyResource, unknown, urnOf } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const tagged = (architecture: string) => ({ tags: { "media:image-arch": architecture } });
const template = (props: object, name = "main"): PolicyResource => ({
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    name,
    props: { imageId: "ami-1", ...props },
});
const specification = { launchTemplateId: unknown };
const group = (overrides: unknown, ...templates: PolicyResource[]): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    name: "group",
    props: { mixedInstancesPolicy: { launchTemplate: { launchTemplateSpecification: specification, overrides } } },
    dependsOn: { mixedInstancesPolicy: templates },
});
/** A group that names its template by id, and depends on these as well. */
const naming = (launchTemplateId: string, overrides: unknown, name: string, ...templates: PolicyResource[]) => ({
    ...group(overrides, ...templates),
    name,
    props: {
        mixedInstancesPolicy: { launchTemplate: { launchTemplateSpecification: { launchTemplateId }, overrides } },
    },
});
const server = (props: object): PolicyResource => ({ type: "aws:ec2/instance:Instance", props });
const x86 = template({ id: "lt-1", ...tagged("x86_64") });
const arm = template({ id: "lt-2", ...tagged("arm64") }, "arm");
const armSpecification = { launchTemplateId: "lt-2" };
const images = { parameters: { images: { "ami-1": "arm64" } } };
const text = 'The launch template "main" must use an image of the same architecture as its instance types.';
const waiting = (cause: string, label = 'launch template "main"') =>
    `Not yet known: the ${label} can be judged once ${cause} has a value.`;

describeRule(
    rule,
    {
        pass: {
            "an image and types of one architecture": {
                resources: [template({ ...tagged("arm64"), instanceType: "c7g.large" })],
            },
            "a group that names its template by id": {
                resources: [x86, naming("lt-1", [{ instanceType: "c5.large" }], "group")],
            },
            "an override of the group's own template, beside another that it depends on": {
                resources: [x86, arm, naming("lt-1", [{ instanceType: "c5.large" }], "group", x86, arm)],
            },
            "an instance with an image that the configuration knows": {
                resources: [server({ ami: "ami-1", instanceType: "c7g.large" })],
                ...images,
            },
        },
        fail: {
            "an image of another architecture": {
                resources: [template({ ...tagged("arm64"), instanceType: "c5.large" })],
                says: [text],
            },
            "an override of a template that the group names by id": {
                resources: [x86, naming("lt-1", [{ instanceType: "c7g.large" }], "group")],
                says: [text],
            },
            "an override that names its own template by id": {
                resources: [
                    x86,
                    arm,
                    group([{ instanceType: "c5.large", launchTemplateSpecification: armSpecification }], x86, arm),
                ],
                says: [text.replace("main", "arm")],
            },
            "the first of two groups that start a template": {
                resources: [
                    x86,
                    naming("lt-1", [{ instanceType: "c7g.large" }], "a"),
                    naming("lt-1", [{ instanceType: "c5.large" }], "b"),
                ],
                says: [text],
            },
            "the second of two groups that start a template": {
                resources: [
                    x86,
                    naming("lt-1", [{ instanceType: "c5.large" }], "a"),
                    naming("lt-1", [{ instanceType: "c7g.large" }], "b"),
                ],
                says: [text],
            },
            "an instance with an image that the configuration knows, whatever its tag says": {
                resources: [server({ ami: "ami-1", instanceType: "c5.large", ...tagged("x86_64") })],
                ...images,
                says: ['The instance "main" must use an image of the same architecture as its instance types.'],
            },
        },
        unknown: {
            "a template without the tag": {
                resources: [template({ instanceType: "c5.large" })],
                waitsFor: [['launch template "main"', "tags.media:image-arch"]],
            },
        },
        notApplicable: {
            "a stack without servers": { resources: [] },
            "an instance whose template has the image": {
                resources: [server({ launchTemplate: { id: unknown }, instanceType: "c7g.large" })],
            },
        },
    },
    () => {
        it("accepts equal architectures", async () => {
            const x86 = template({ ...tagged("x86_64"), instanceType: "c5.xlarge" });
            const arm = template({ ...tagged("arm64"), instanceType: "c7g.xlarge" }, "arm");

            assert.equal((await judgeStack(rule, [x86, arm])).verdict, "pass");
        });

        it("refuses different ones, also of instances", async () => {
            const wrong = template({ ...tagged("x86_64"), instanceType: "c7g.xlarge" });
            const instance = {
                type: "aws:ec2/instance:Instance",
                props: { ami: unknown, instanceType: "m5a.large", ...tagged("arm64") },
            };

            const { findings } = await judgeStack(rule, [wrong, instance]);

            assert.deepEqual(findings, [
                {
                    level: "mandatory",
                    text: 'The instance "main" must use an image of the same architecture as its instance types.',
                    urn: urnOf(instance),
                },
                { level: "mandatory", text, urn: urnOf(wrong) },
            ]);
        });

        it("judges the overrides of groups that start the template", async () => {
            const main = template({ ...tagged("x86_64"), instanceType: "c5.xlarge" });
            const good = group([{ instanceType: "c5.xlarge" }, { instanceType: "g4dn.xlarge" }], main);
            const bad = group([{ instanceType: "c5.xlarge" }, { instanceType: "c6gn.xlarge" }], main);

            assert.equal((await judgeStack(rule, [good, main])).verdict, "pass");
            assert.deepEqual((await judgeStack(rule, [bad, main])).texts, [text]);
        });

        it("judges requirements that allow types of one architecture only", async () => {
            const requiring = (...allowedInstanceTypes: string[]) =>
                template({ ...tagged("x86_64"), instanceRequirements: { allowedInstanceTypes } });

            assert.equal((await judgeStack(rule, [requiring("c5.*", "c*", "*.large")])).verdict, "pass");
            assert.deepEqual((await judgeStack(rule, [requiring("c5.*", "c7g*")])).texts, [text]);
            assert.deepEqual((await judgeStack(rule, [requiring("c6g.*")])).texts, [text]);
        });

        it("takes the configured architecture of an image over the tag", async () => {
            const main = template({ ...tagged("x86_64"), instanceType: "c7g.xlarge" });

            const { verdict } = await judgeStack(rule, [main], { parameters: { images: { "ami-1": "arm64" } } });

            assert.equal(verdict, "pass");
        });

        it("waits for the tag, the instance type and types it cannot read", async () => {
            const cases: [object, string][] = [
                [{ instanceType: "c5.large" }, "tags.media:image-arch"],
                [{ ...tagged(unknown), instanceType: "c5.large" }, "tags.media:image-arch"],
                [{ ...tagged("arm64"), instanceType: unknown }, "instanceType"],
                [{ ...tagged("arm64"), instanceType: "large" }, "the architecture of instanceType"],
            ];
            for (const [props, cause] of cases) {
                assert.deepEqual((await judgeStack(rule, [template(props)])).texts, [waiting(cause)]);
            }
        });

        it("reports an override that is wrong, whatever another one turns out to be", async () => {
            const main = template({ ...tagged("x86_64"), instanceType: "c5.xlarge" });

            const { texts } = await judgeStack(rule, [
                group([{ instanceType: unknown }, { instanceType: "t4g.micro" }], main),
                main,
            ]);

            assert.deepEqual(texts, [text]);
        });

        it("says when it cannot know yet which of two templates an override starts", async () => {
            const main = template(tagged("x86_64"));
            const arm = template(tagged("arm64"), "arm");
            const overrides = [
                { instanceType: "c7g.large", launchTemplateSpecification: { launchTemplateId: unknown } },
            ];

            const first = await judgeStack(rule, [main, arm, group(overrides, main, arm)]);
            const cause = 'mixedInstancesPolicy of the Auto Scaling group "group"';
            assert.deepEqual(first.texts, [waiting(cause)]);

            const [known, knownArm] = [
                template({ id: "lt-1", ...tagged("x86_64") }),
                template({ id: "lt-2", ...tagged("arm64") }, "arm"),
            ];
            const own = [{ instanceType: "c7g.large", launchTemplateSpecification: { launchTemplateId: "lt-2" } }];
            assert.equal((await judgeStack(rule, [known, knownArm, group(own, known, knownArm)])).verdict, "pass");
        });

        it("does not apply to instances whose template has the image, nor to other stacks", async () => {
            const instance = { type: "aws:ec2/instance:Instance", props: { launchTemplate: { id: unknown } } };

            assert.equal((await judgeStack(rule, [instance])).verdict, "not applicable");
            assert.equal((await judgeStack(rule, [])).verdict, "not applicable");
        });
    },
);
