import * as assert from "node:assert/strict";
import { instanceChoices, patternsOf } from "../../../policies/parse/instance-choices";
import { isUnknown } from "../../../policies/properties";
import { unknown } from "../../support/policy-requests";
import { subject } from "../../support/subjects";

const types = (type: string, props: object) =>
    instanceChoices(subject(type, props)).map(({ instanceType }) => instanceType());

describe("instanceChoices", () => {
    for (const type of [
        "aws:ec2/launchTemplate:LaunchTemplate",
        "aws:ec2/launchConfiguration:LaunchConfiguration",
        "aws:ec2/instance:Instance",
        "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    ]) {
        it(`is the one type of ${type}`, () => {
            assert.deepEqual(types(type, { instanceType: "c5.large" }), ["c5.large"]);
            assert.deepEqual(types(type, {}), [undefined]);
        });
    }

    it("is every override of an Auto Scaling group", () => {
        const overrides = [
            { instanceType: "c5.large", launchTemplateSpecification: { launchTemplateId: "lt-1" } },
            { instanceType: "c6i.large" },
        ];
        const group = subject("aws:autoscaling/group:Group", {
            mixedInstancesPolicy: { launchTemplate: { overrides } },
        });

        const choices = instanceChoices(group);

        assert.deepEqual(
            choices.map(({ instanceType, launchTemplateId }) => [instanceType(), launchTemplateId()]),
            [
                ["c5.large", "lt-1"],
                ["c6i.large", undefined],
            ],
        );
    });

    const launchTemplateConfigs = [
        { overrides: [{ instanceType: "c5.large" }, { instanceType: "c5.xlarge" }] },
        {},
        { overrides: [{ instanceType: "m5.large" }] },
    ];
    const launchSpecifications = [{ instanceType: "c4.large" }];

    it("is every override of every template of a fleet", () => {
        const props = { launchTemplateConfigs, launchSpecifications };

        assert.deepEqual(types("aws:ec2/fleet:Fleet", props), ["c5.large", "c5.xlarge", "m5.large"]);
    });

    it("is the specifications of a spot fleet as well", () => {
        const props = { launchTemplateConfigs, launchSpecifications };

        assert.deepEqual(types("aws:ec2/spotFleetRequest:SpotFleetRequest", props), [
            "c4.large",
            "c5.large",
            "c5.xlarge",
            "m5.large",
        ]);
    });

    it("is nothing for what starts no instances", () => {
        assert.deepEqual(types("aws:ebs/volume:Volume", { instanceType: "c5.large" }), []);
    });

    it("reads requirements as an object and as a list of one", () => {
        const template = (instanceRequirements: unknown) =>
            instanceChoices(subject("aws:ec2/launchTemplate:LaunchTemplate", { instanceRequirements }))[0];
        const requirements = { allowedInstanceTypes: ["c5.*"], excludedInstanceTypes: ["m5a.*", "t*"] };

        for (const given of [requirements, [requirements]]) {
            const choice = template(given);
            assert.ok(choice);
            assert.equal(JSON.stringify(choice.requirements()), JSON.stringify(requirements));
            assert.deepEqual(
                patternsOf(choice, "excludedInstanceTypes").map((read) => read()),
                ["m5a.*", "t*"],
            );
        }
        for (const given of [undefined, [], "c5.*"]) assert.equal(template(given)?.requirements(), undefined);
    });

    it("keeps what is known apart from what is not", () => {
        const [first, second] = instanceChoices(
            subject("aws:ec2/fleet:Fleet", {
                launchTemplateConfigs: [unknown, { overrides: [{ instanceType: "c5.large" }] }],
            }),
        );

        assert.ok(first && second);
        assert.equal(isUnknown(first.instanceType), true);
        assert.equal(second.instanceType(), "c5.large");
    });
});
