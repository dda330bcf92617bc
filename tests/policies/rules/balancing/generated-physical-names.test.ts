import { generatedPhysicalNames as rule } from "../../../../policies/rules/balancing/generated-physical-names";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const tokens = {
    "target group": ["aws:lb/targetGroup:TargetGroup", "aws:alb/targetGroup:TargetGroup"],
    "load balancer": ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"],
    "launch template": ["aws:ec2/launchTemplate:LaunchTemplate"],
    "security group": ["aws:ec2/securityGroup:SecurityGroup"],
};
const [targetGroup = ""] = tokens["target group"];
const [launchTemplate = ""] = tokens["launch template"];
const named = (props: object, type = targetGroup, name = "origin"): PolicyResource => ({ type, name, props });
const replacing = (resource: PolicyResource) => ({ ...resource, options: { deleteBeforeReplace: true } });
const text = (kind = "target group", name = "origin") =>
    `The ${kind} "${name}" must have a generated name, because its replacement is created before it is deleted.`;
const tooLong = (kind = "target group", name = "origin") =>
    `The ${kind} "${name}" must have a name of at most 32 characters, or a prefix of at most 6.`;
const fixed = (name: string) => ({ resources: [named({ name })], says: [text()] });
/** 23 characters: with a dash and 8 digits the 32 that AWS takes. */
const long = "origin-of-the-streams-1";
const everyToken = Object.entries(tokens).flatMap(([kind, types]) => types.map((type) => [kind, type] as const));

describeRule(rule, {
    pass: {
        "a name that the provider made": { resources: [named({ name: "origin-0a1b2c3" })] },
        "a name with more digits, and with more between them": {
            resources: [named({ name: "origin-prod-0a1b2c3d4e" })],
        },
        "a name in another case": { resources: [named({ name: "origin-0a1b2c3" }, targetGroup, "Origin")] },
        "a prefix": { resources: [named({ namePrefix: "origi-" })] },
        "a prefix beside a name": { resources: [named({ namePrefix: "origi-", name: "fixed" })] },
        "a prefix that is not known yet": { resources: [named({ namePrefix: unknown })] },
        "a name that is not known yet": { resources: [named({ name: unknown })] },
        "no name at all": { resources: [named({}), named({ name: "" })] },
        "any name of a resource that goes first": { resources: [replacing(named({ name: "fixed" }))] },
        "a name of 32 characters": { resources: [named({ name: `${long}-0a1b2c3d` }, targetGroup, long)] },
        "long names and prefixes of other kinds": {
            resources: [
                named({ name: `${long}${long}-0a1b2c3` }, launchTemplate, long + long),
                named({ namePrefix: long }, launchTemplate),
                named({ namePrefix: long }, tokens["security group"][0]),
            ],
        },
    },
    fail: {
        "a fixed name": fixed("origin"),
        "a fixed name that goes on": fixed("origin-servers"),
        "another name than the logical one": fixed("edge-0a1b2c3"),
        "too few digits": fixed("origin-0a1b2c"),
        "digits that are not hexadecimal": fixed("origin-0a1b2cg"),
        "digits that do not stand at the end": fixed("origin-0a1b2c3-x"),
        "digits without a dash": fixed("origin0a1b2c3"),
        "a logical name that ends like a generated one": {
            resources: [named({ name: "origin-0a1b2c3" }, targetGroup, "origin-0a1b2c3")],
            says: [text("target group", "origin-0a1b2c3")],
        },
        "an empty prefix": { ...fixed("origin"), resources: [named({ name: "origin", namePrefix: "" })] },
        "a resource that goes last": {
            ...fixed("origin"),
            resources: [{ ...named({ name: "origin" }), options: { deleteBeforeReplace: false } }],
        },
        "every kind and token": {
            resources: everyToken.map(([, type]) => named({ name: "origin" }, type)),
            says: everyToken.map(([kind]) => text(kind)),
        },
        "a name of 33 characters": {
            resources: [named({ name: `${long}-0a1b2c3d4` }, targetGroup, long)],
            says: [tooLong("target group", long)],
        },
        "a long name of a resource that goes first": {
            resources: [replacing(named({ name: "x".repeat(33) }))],
            says: [tooLong()],
        },
        "a prefix of 7 characters, also of a balancer": {
            resources: [named({ namePrefix: "origin-" }), named({ namePrefix: "origin-" }, tokens["load balancer"][1])],
            says: [tooLong(), tooLong("load balancer")],
        },
    },
    unknown: {},
    neverUnknown: "A name that is not known yet was not written down, so it is generated.",
    notApplicable: { "other resources": { resources: [{ type: "aws:lb/listener:Listener" }] } },
});
