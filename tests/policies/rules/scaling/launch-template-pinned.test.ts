import * as assert from "node:assert/strict";
import { launchTemplatePinned as rule } from "../../../../policies/rules/scaling/launch-template-pinned";
import { judgeResource, unknown } from "../../../support/policy-requests";

const group = (props: object) => ({ type: "aws:autoscaling/group:Group", props });
const mixed = (version: unknown, ...overrides: object[]) => ({
    mixedInstancesPolicy: {
        launchTemplate: { launchTemplateSpecification: { launchTemplateId: "lt-1", version }, overrides },
    },
});
const text = 'The Auto Scaling group "main" must use a numbered version of a launch template.';

describe("P06 launch-template-pinned", () => {
    const passing = {
        "a number": { launchTemplate: { id: "lt-1", version: "3" } },
        "a number that the template will give": { launchTemplate: { id: unknown, version: unknown } },
        "a number in a mixed group": mixed("12", { instanceType: "c5.large" }),
        "numbers in overrides": mixed("1", { launchTemplateSpecification: { version: "2" } }),
    };
    for (const [name, props] of Object.entries(passing)) {
        it(`accepts ${name}`, async () => {
            assert.equal((await judgeResource(rule, group(props))).verdict, "pass");
        });
    }

    const failing = {
        $Latest: { launchTemplate: { version: "$Latest" } },
        $Default: { launchTemplate: { version: "$Default" } },
        "no version": { launchTemplate: { id: "lt-1" } },
        "no template": {},
        "a launch configuration": { launchConfiguration: "lc", launchTemplate: { version: "1" } },
        "a launch configuration whose name is not known yet": { launchConfiguration: unknown },
        "$Latest in a mixed group": mixed("$Latest"),
        "$Latest in an override": mixed("1", { launchTemplateSpecification: { version: "$Latest" } }),
    };
    for (const [name, props] of Object.entries(failing)) {
        it(`refuses ${name}`, async () => {
            assert.deepEqual((await judgeResource(rule, group(props))).texts, [text]);
        });
    }

    it("waits for a template of which nothing is known", async () => {
        const { texts } = await judgeResource(rule, group({ launchTemplate: unknown }));

        assert.deepEqual(texts, [
            'Not yet known: the Auto Scaling group "main" can be judged once launchTemplate has a value.',
        ]);
    });

    it("does not apply to other resources", async () => {
        assert.equal((await judgeResource(rule, { type: "aws:ec2/vpc:Vpc" })).verdict, "not applicable");
    });
});
