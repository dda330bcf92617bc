import { noBurstableMediaServers as rule } from "../../../../policies/rules/compute/no-burstable-media-servers";
import { unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const type = "aws:ec2/launchTemplate:LaunchTemplate";
const tags = { "media:role": "edge" };
const template = (props: object) => ({ resources: [{ type, props: { tags, ...props } }] });
const says = ['The launch template "main" must not use burstable instances for media.'];
const refused = (props: object) => ({ ...template(props), says });
const requirements = (instanceRequirements: object) => ({ instanceRequirements });

describeRule(rule, {
    pass: {
        "an instance type of full speed": template({ instanceType: "c7i.xlarge" }),
        "no instance type": template({}),
        "requirements, which leave burstable types out": template(requirements({ allowedInstanceTypes: ["t3.*"] })),
        "requirements that say so": template(requirements({ burstablePerformance: "excluded" })),
        "burstable types other than these": template(
            requirements({ burstablePerformance: "included", allowedInstanceTypes: ["c*"] }),
        ),
        "burstable types with these excluded": template(
            requirements({ burstablePerformance: "included", excludedInstanceTypes: ["t2.*", "t3*", "t4*"] }),
        ),
        "families that the configuration allows": {
            ...template({ instanceType: "t3.large" }),
            parameters: { families: ["t2"] },
        },
    },
    fail: {
        t3: refused({ instanceType: "t3.large" }),
        t2: refused({ instanceType: "t2.micro" }),
        t3a: refused({ instanceType: "t3a.large" }),
        t4g: refused({ instanceType: "t4g.large" }),
        "requirements with burstable types": refused(requirements({ burstablePerformance: "included" })),
        "requirements for burstable types": refused(
            requirements({ burstablePerformance: "required", allowedInstanceTypes: ["t3.large"] }),
        ),
        "families of the configuration": {
            ...refused({ instanceType: "t1.micro" }),
            parameters: { families: ["t1"] },
        },
        "servers of every kind": {
            resources: [
                {
                    type: "aws:autoscaling/group:Group",
                    props: {
                        tags: [{ key: "media:role", value: "origin" }],
                        mixedInstancesPolicy: {
                            launchTemplate: { overrides: [{ instanceType: "c5.large" }, { instanceType: "t3.large" }] },
                        },
                    },
                },
                {
                    type: "aws:ec2/fleet:Fleet",
                    props: { tags, launchTemplateConfigs: [{ overrides: [{ instanceType: "t3.large" }] }] },
                },
                { type: "aws:ec2/instance:Instance", props: { tags, instanceType: "t3.large" } },
                {
                    type: "aws:ec2/spotFleetRequest:SpotFleetRequest",
                    props: { tags, launchSpecifications: [{ instanceType: "t3.large" }] },
                },
                { type: "aws:ec2/spotInstanceRequest:SpotInstanceRequest", props: { tags, instanceType: "t3.large" } },
            ],
            says: [
                'The Auto Scaling group "main" must not use burstable instances for media.',
                'The instance fleet "main" must not use burstable instances for media.',
                'The instance "main" must not use burstable instances for media.',
                'The spot fleet request "main" must not use burstable instances for media.',
                'The spot instance request "main" must not use burstable instances for media.',
            ],
        },
    },
    unknown: {
        "an instance type": {
            ...template({ instanceType: unknown }),
            waitsFor: [['launch template "main"', "instanceType"]],
        },
        "a requirement": {
            ...template(requirements({ burstablePerformance: unknown })),
            waitsFor: [['launch template "main"', "instanceRequirements.burstablePerformance"]],
        },
        "a role": {
            ...template({ instanceType: "t3.large", tags: { "media:role": unknown } }),
            waitsFor: [['launch template "main"', "tags.media:role"]],
        },
    },
    notApplicable: {
        "servers without media": template({ instanceType: "t3.large", tags: { "media:role": "mongo" } }),
        "servers without a role": template({ instanceType: "t3.large", tags: {} }),
        "other resources": { resources: [{ type: "aws:ebs/volume:Volume" }] },
    },
});
