import * as assert from "node:assert/strict";
import { launchTemplatesOf } from "../../../policies/relations/launch-templates";
import { type PolicyResource, unknown } from "../../support/policy-requests";
import { namesOf, stackOf, subjectIn } from "../../support/policy-stack";

const template = (name: string, props: object = {}): PolicyResource => ({
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    name,
    props: { id: `lt-${name}`, name: `${name}-1`, ...props },
});
const group = (props: object, dependsOn: PolicyResource["dependsOn"] = {}): PolicyResource => ({
    type: "aws:autoscaling/group:Group",
    props,
    dependsOn,
});
const mixed = (specification: unknown, ...overrides: unknown[]) => ({
    mixedInstancesPolicy: {
        launchTemplate: {
            launchTemplateSpecification: specification,
            overrides: overrides.map((launchTemplateSpecification) => ({ launchTemplateSpecification })),
        },
    },
});
const vpc: PolicyResource = { type: "aws:ec2/vpc:Vpc", name: "vpc" };
const [main, spare] = [template("main"), template("spare")];
const fresh = template("fresh", { id: unknown, name: unknown });

function templatesOf(of: PolicyResource): string[] {
    const stack = stackOf(main, spare, fresh, vpc, of);
    return namesOf(launchTemplatesOf(stack, subjectIn(stack, of)));
}

describe("launchTemplatesOf", () => {
    it("finds the template of a group by its id or its name", () => {
        assert.deepEqual(templatesOf(group({ launchTemplate: { id: "lt-main" } })), ["main"]);
        assert.deepEqual(templatesOf(group({ launchTemplate: { name: "spare-1" } })), ["spare"]);
    });

    it("finds the templates of mixed instances and of their overrides, each once", () => {
        const byId = mixed({ launchTemplateId: "lt-main" }, { launchTemplateId: "lt-spare" }, null);
        assert.deepEqual(templatesOf(group(byId)), ["main", "spare"]);
        const byName = mixed({ launchTemplateName: "spare-1" }, { launchTemplateName: "main-1" });
        assert.deepEqual(templatesOf(group(byName)), ["spare", "main"]);
        assert.deepEqual(templatesOf(group(mixed({ launchTemplateId: "lt-main" }, { launchTemplateName: "main-1" }))), [
            "main",
        ]);
    });

    it("finds what has no id yet by the dependencies of the property", () => {
        const launchTemplate = { id: unknown, name: unknown };
        assert.deepEqual(templatesOf(group({ launchTemplate }, { launchTemplate: [fresh, vpc] })), ["fresh"]);
        assert.deepEqual(templatesOf(group({ launchTemplate: unknown }, { launchTemplate: [fresh] })), ["fresh"]);
        const policy = mixed({ launchTemplateId: unknown });
        assert.deepEqual(templatesOf(group(policy, { mixedInstancesPolicy: [fresh] })), ["fresh"]);
        const whole = { mixedInstancesPolicy: unknown };
        assert.deepEqual(templatesOf(group(whole, { mixedInstancesPolicy: [fresh] })), ["fresh"]);
    });

    it("looks at what the group has, not at what AWS fills in later", () => {
        const launchTemplate = { id: "lt-main" };
        assert.deepEqual(templatesOf(group({ launchTemplate, mixedInstancesPolicy: unknown })), ["main"]);
        assert.deepEqual(templatesOf(group({ ...mixed({ launchTemplateId: "lt-main" }), launchTemplate: unknown })), [
            "main",
        ]);
    });

    it("finds none outside the stack", () => {
        assert.deepEqual(templatesOf(group({})), []);
        assert.deepEqual(templatesOf(group({ launchTemplate: { id: "lt-elsewhere", name: "main" } })), []);
    });

    it("throws for what is not known yet and depends on no template", () => {
        for (const props of [{ launchTemplate: { id: unknown } }, mixed({ launchTemplateId: unknown })]) {
            assert.throws(() => templatesOf(group(props)));
        }
    });
});
