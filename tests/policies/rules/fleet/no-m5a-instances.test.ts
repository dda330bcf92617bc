import * as assert from "node:assert/strict";
import { noM5aInstances as rule } from "../../../../policies/rules/fleet/no-m5a-instances";
import { judgeResource, type PolicyResource, unknown } from "../../../support/policy-requests";

const template = (props: object) => ({ type: "aws:ec2/launchTemplate:LaunchTemplate", props });
const group = (...overrides: unknown[]) => ({
    type: "aws:autoscaling/group:Group",
    props: { mixedInstancesPolicy: { launchTemplate: { overrides } } },
});
const fleet = (...overrides: object[]) => ({
    type: "aws:ec2/fleet:Fleet",
    props: { launchTemplateConfigs: [{ overrides }] },
});
const ending = "must not use an instance type of a family that the fleet standard excludes: m5a.";

describe("P02 no-m5a-instances", () => {
    const failing: [string, string, PolicyResource][] = [
        ["a launch template", "launch template", template({ instanceType: "m5a.large" })],
        ["a name in capitals", "launch template", template({ instanceType: "M5A.XLarge" })],
        [
            "a launch configuration",
            "launch configuration",
            { type: "aws:ec2/launchConfiguration:LaunchConfiguration", props: { instanceType: "m5a.large" } },
        ],
        ["an instance", "instance", { type: "aws:ec2/instance:Instance", props: { instanceType: "m5a.large" } }],
        [
            "a spot instance",
            "spot instance request",
            { type: "aws:ec2/spotInstanceRequest:SpotInstanceRequest", props: { instanceType: "m5a.large" } },
        ],
        [
            "the second override of a group",
            "Auto Scaling group",
            group({ instanceType: "c5.large" }, { instanceType: "m5a.large" }),
        ],
        [
            "an override behind one that is not known yet",
            "Auto Scaling group",
            group(unknown, { instanceType: "m5a.large" }),
        ],
        ["an override of a fleet", "instance fleet", fleet({ instanceType: "m5a.large" })],
        [
            "a specification of a spot fleet",
            "spot fleet request",
            {
                type: "aws:ec2/spotFleetRequest:SpotFleetRequest",
                props: { launchSpecifications: [{ instanceType: "m5a.large" }] },
            },
        ],
        [
            "requirements without lists",
            "launch template",
            template({ instanceRequirements: { vcpuCount: { min: 2 } } }),
        ],
        [
            "an allowed type",
            "launch template",
            template({ instanceRequirements: { allowedInstanceTypes: ["m5a.large"] } }),
        ],
        [
            "an allowed pattern",
            "Auto Scaling group",
            group({ instanceRequirements: { allowedInstanceTypes: ["c5.*", "m5*"] } }),
        ],
        [
            "a pattern for sizes",
            "instance fleet",
            fleet({ instanceRequirements: { allowedInstanceTypes: ["*.large"] } }),
        ],
        [
            "an exclusion of one size",
            "launch template",
            template({ instanceRequirements: { excludedInstanceTypes: ["m5a.large"] } }),
        ],
    ];
    for (const [name, kind, resource] of failing) {
        it(`refuses m5a in ${name}`, async () => {
            assert.deepEqual((await judgeResource(rule, resource)).texts, [`The ${kind} "main" ${ending}`]);
        });
    }

    const passing: [string, PolicyResource][] = [
        ["another family", template({ instanceType: "c5.xlarge" })],
        ["m5ad, a family of its own", template({ instanceType: "m5ad.large" })],
        ["a template without a type", template({})],
        ["a group without overrides", { type: "aws:autoscaling/group:Group", props: {} }],
        [
            "allowed patterns of other families",
            template({ instanceRequirements: { allowedInstanceTypes: ["m5.*", "c*"] } }),
        ],
        ["an exclusion of the family", template({ instanceRequirements: { excludedInstanceTypes: ["m5a.*"] } })],
        ["an exclusion that is wider", template({ instanceRequirements: { excludedInstanceTypes: ["t2.*", "m5*"] } })],
    ];
    for (const [name, resource] of passing) {
        it(`accepts ${name}`, async () => {
            assert.equal((await judgeResource(rule, resource)).verdict, "pass");
        });
    }

    it("says which value it waits for", async () => {
        const { texts } = await judgeResource(rule, template({ instanceType: unknown }));

        assert.deepEqual(texts, [
            'Not yet known: the launch template "main" can be judged once instanceType has a value.',
        ]);
    });

    it("lets the configuration add families, and never take m5a away", async () => {
        const added = await judgeResource(rule, template({ instanceType: "t2.micro" }), {
            parameters: { families: ["t2"] },
        });
        const removed = await judgeResource(rule, template({ instanceType: "m5a.large" }), {
            parameters: { families: [] },
        });

        assert.deepEqual(added.texts, [`The launch template "main" ${ending.replace("m5a.", "m5a, t2.")}`]);
        assert.deepEqual(removed.texts, [`The launch template "main" ${ending}`]);
    });

    it("is mandatory when nothing configures it", () => {
        assert.equal(rule.policy.enforcementLevel, "mandatory");
    });

    it("does not apply to resources that start no instances", async () => {
        assert.equal((await judgeResource(rule, { type: "aws:ec2/vpc:Vpc" })).verdict, "not applicable");
    });
});
