import { subnetAutomaticAddresses as rule } from "../../../../policies/rules/network/subnet-automatic-addresses";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const subnet = (role: string | undefined, mapPublicIpOnLaunch: unknown = null): PolicyResource => ({
    type: "aws:ec2/subnet:Subnet",
    props: { mapPublicIpOnLaunch, ...(role && { tags: { "media:role": role } }) },
});
const says = ['The subnet "main" must not hand out public addresses.'];

describeRule(rule, {
    pass: {
        ...Object.fromEntries(
            ["origin", "edge", "pool", "turn", "web", "lb"].map((role) => [
                `public addresses for ${role}`,
                { resources: [subnet(role, true)] },
            ]),
        ),
        "no public addresses for the database": { resources: [subnet("mongo", false)] },
        "what AWS does when nothing is said": { resources: [subnet("mongo")] },
        "roles that the configuration names": {
            resources: [subnet("shared", true)],
            parameters: { publicRoles: ["shared"] },
        },
        "a value that is not known yet where both are allowed": { resources: [subnet("lb", unknown)] },
    },
    fail: {
        ...Object.fromEntries(
            ["mongo", "dns", "log", "shared"].map((role) => [
                `public addresses for ${role}`,
                { resources: [subnet(role, true)], says },
            ]),
        ),
        "roles that the configuration leaves out": {
            resources: [subnet("web", true)],
            parameters: { publicRoles: ["lb"] },
            says,
        },
    },
    unknown: {
        "whether there are public addresses": {
            resources: [subnet("mongo", unknown)],
            waitsFor: [['subnet "main"', "mapPublicIpOnLaunch"]],
        },
        "the role of the subnet": {
            resources: [{ type: "aws:ec2/subnet:Subnet", props: { mapPublicIpOnLaunch: true, tags: unknown } }],
            waitsFor: [['subnet "main"', "tags"]],
        },
    },
    notApplicable: {
        "subnets without a role": { resources: [subnet(undefined, true)] },
        "other resources": { resources: [{ type: "aws:ec2/vpc:Vpc" }] },
    },
});
