import * as assert from "node:assert/strict";
import { noM5aInstances as rule } from "../../../../policies/rules/fleet/no-m5a-instances";
import { unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const of = (type: string, props: object) => ({ resources: [{ type, props }] });
const template = (props: object) => of("aws:ec2/launchTemplate:LaunchTemplate", props);
const requiring = (instanceRequirements: unknown) => template({ instanceRequirements });
const group = (...overrides: unknown[]) =>
    of("aws:autoscaling/group:Group", { mixedInstancesPolicy: { launchTemplate: { overrides } } });
const fleet = (...overrides: unknown[]) => of("aws:ec2/fleet:Fleet", { launchTemplateConfigs: [{ overrides }] });
const spotFleet = (props: object) => of("aws:ec2/spotFleetRequest:SpotFleetRequest", props);
const says = (kind: string, families = "m5a") => ({
    says: [
        `The ${kind} "main" must not use an instance type of a family that the fleet standard excludes: ${families}.`,
    ],
});
const m5a = { instanceType: "m5a.large" };
const allowing = (...allowedInstanceTypes: unknown[]) => ({ instanceRequirements: { allowedInstanceTypes } });
const excluding = (...excludedInstanceTypes: unknown[]) => ({ instanceRequirements: { excludedInstanceTypes } });
const label = 'launch template "main"';
const parameters = { families: ["t2", "m5ad"] };

describeRule(
    rule,
    {
        pass: {
            "another family": template({ instanceType: "c5.xlarge" }),
            "m5ad, a family of its own": template({ instanceType: "m5ad.large" }),
            "a template without a type": template({}),
            "a group without overrides": of("aws:autoscaling/group:Group", {}),
            "allowed patterns of other families": template(allowing("m5.*", "c*")),
            "an allowed pattern, known or not, of an excluded family": template({
                instanceRequirements: { allowedInstanceTypes: [unknown], excludedInstanceTypes: ["m5a.*"] },
            }),
            "an exclusion of the family": template(excluding("m5a.*")),
            "an exclusion that is wider": template(excluding("t2.*", "m5*")),
            "an exclusion beside one that is not known yet": template(excluding(unknown, "m5a.*")),
            "exclusions of every family of the configuration": {
                ...template(excluding("m5a.*", "t2.*", "m5ad.*")),
                parameters,
            },
            "families of fleets that are not excluded": fleet({ instanceType: "c5.large" }),
            "families of spot fleets that are not excluded": spotFleet({
                launchSpecifications: [{ instanceType: "c5.large" }],
            }),
        },
        fail: {
            "a launch template": { ...template(m5a), ...says("launch template") },
            "a name in capitals": { ...template({ instanceType: "M5A.XLarge" }), ...says("launch template") },
            "a launch configuration": {
                ...of("aws:ec2/launchConfiguration:LaunchConfiguration", m5a),
                ...says("launch configuration"),
            },
            "an instance": { ...of("aws:ec2/instance:Instance", m5a), ...says("instance") },
            "a spot instance": {
                ...of("aws:ec2/spotInstanceRequest:SpotInstanceRequest", m5a),
                ...says("spot instance request"),
            },
            "the second override of a group": {
                ...group({ instanceType: "c5.large" }, m5a),
                ...says("Auto Scaling group"),
            },
            "an override behind one that is not known yet": { ...group(unknown, m5a), ...says("Auto Scaling group") },
            "an override of a fleet": { ...fleet(m5a), ...says("instance fleet") },
            "a specification of a spot fleet": {
                ...spotFleet({ launchSpecifications: [m5a] }),
                ...says("spot fleet request"),
            },
            "an override of a spot fleet": {
                ...spotFleet({ launchTemplateConfigs: [{ overrides: [m5a] }] }),
                ...says("spot fleet request"),
            },
            "requirements without lists": { ...requiring({ vcpuCount: { min: 2 } }), ...says("launch template") },
            "requirements in a list of one": { ...requiring([{ vcpuCount: { min: 2 } }]), ...says("launch template") },
            "an allowed type": { ...template(allowing("m5a.large")), ...says("launch template") },
            "an allowed pattern": { ...group(allowing("c5.*", "m5*")), ...says("Auto Scaling group") },
            "a pattern for sizes": { ...fleet(allowing("*.large")), ...says("instance fleet") },
            "an exclusion of one size": { ...template(excluding("m5a.large")), ...says("launch template") },
            "an exclusion of another family": { ...template(excluding("m5ad.*")), ...says("launch template") },
            "an allowed type that only one exclusion of two covers": {
                ...template({
                    instanceRequirements: { allowedInstanceTypes: ["m5a.*"], excludedInstanceTypes: ["m5a.large"] },
                }),
                ...says("launch template"),
            },
            "a family of the configuration": {
                ...template({ instanceType: "t2.micro" }),
                ...says("launch template", "m5a, t2, m5ad"),
                parameters,
            },
            "m5a beside the families of the configuration": {
                ...template(m5a),
                ...says("launch template", "m5a, t2, m5ad"),
                parameters,
            },
            "requirements that exclude only some families of the configuration": {
                ...template(excluding("m5a.*", "t2.*")),
                ...says("launch template", "m5a, t2, m5ad"),
                parameters,
            },
            "m5a, which the configuration cannot take away": {
                ...template(m5a),
                ...says("launch template"),
                parameters: { families: [] },
            },
            "m5a once, however often the configuration names it": {
                ...template(m5a),
                ...says("launch template", "m5a, t2"),
                parameters: { families: ["t2", "m5a", "t2"] },
            },
        },
        unknown: {
            "an instance type": { ...template({ instanceType: unknown }), waitsFor: [[label, "instanceType"]] },
            requirements: { ...requiring(unknown), waitsFor: [[label, "instanceRequirements"]] },
            "an allowed pattern": {
                ...template(allowing("c5.*", unknown)),
                waitsFor: [[label, "instanceRequirements.allowedInstanceTypes.1"]],
            },
            "an exclusion": {
                ...template(excluding("t2.*", unknown)),
                waitsFor: [[label, "instanceRequirements.excludedInstanceTypes.1"]],
            },
            overrides: {
                ...of("aws:autoscaling/group:Group", { mixedInstancesPolicy: unknown }),
                waitsFor: [['Auto Scaling group "main"', "mixedInstancesPolicy"]],
            },
        },
        notApplicable: { "resources that start no instances": { resources: [{ type: "aws:ec2/vpc:Vpc" }] } },
    },
    () => {
        it("is mandatory when nothing configures it, and takes no exceptions", () => {
            assert.equal(rule.policy.enforcementLevel, "mandatory");
            assert.equal(rule.takesExceptions, false);
        });
    },
);
