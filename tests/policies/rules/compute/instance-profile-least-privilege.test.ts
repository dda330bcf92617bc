import { instanceProfileLeastPrivilege as rule } from "../../../../policies/rules/compute/instance-profile-least-privilege";
import { unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const rolePolicy = "aws:iam/rolePolicy:RolePolicy";
const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const role = "aws:iam/role:Role";
const template = "aws:ec2/launchTemplate:LaunchTemplate";
const instance = "aws:ec2/instance:Instance";

const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const policy = (statement: object, type = rolePolicy) => ({
    resources: [{ type, props: { policy: document({ Effect: "Allow", ...statement }) } }],
});
const actions = ['The role policy "main" must name the actions it allows.'];
const wide = (statement: object) => ({ ...policy({ Action: "*", Resource: "*", ...statement }), says: actions });
const attached = (policyArn: unknown) => ({ type: attachment, props: { policyArn } });
const own = "arn:aws:iam::aws:policy/";
const server = (type: string, mediaRole: string, props: object = {}) => ({
    resources: [{ type, props: { ...props, tags: { "media:role": mediaRole } } }],
});
const noProfile = ['The launch template "main" must give its servers an instance profile.'];

describeRule(rule, {
    pass: {
        "single actions": policy({ Action: ["s3:GetObject", "s3:ListBucket"], Resource: "*" }),
        "a pattern inside a service": policy({ Action: "s3:Get*", Resource: "*" }),
        "a pattern that has an end": policy({ Action: ["s3:*Object", "*:Get"], Resource: "*" }),
        "everything on resources with an end": policy({ Action: "*", Resource: ["*:media", "arn:aws:s3:::media/*"] }),
        "a whole service on one resource": policy({ Action: "s3:*", Resource: "arn:aws:s3:::media/*" }),
        "everything on several resources": policy({ Action: "*", Resource: ["arn:aws:s3:::a*", "arn:aws:s3:::b*"] }),
        "a denial of everything": policy({ Effect: "Deny", Action: "*", Resource: "*" }),
        "a document that is an object": {
            resources: [{ type: rolePolicy, props: { policy: { Statement: { Action: "s3:Get*", Resource: "*" } } } }],
        },
        "a policy with single actions": policy({ Action: "s3:GetObject", Resource: "*" }, "aws:iam/policy:Policy"),
        "an attached policy of AWS that is narrow": { resources: [attached(`${own}AmazonSSMManagedInstanceCore`)] },
        "a role without policies": { resources: [{ type: role, props: {} }] },
        "a role with narrow policies": {
            resources: [
                {
                    type: role,
                    props: {
                        inlinePolicies: [{ policy: document({ Action: "s3:GetObject", Resource: "*" }) }],
                        managedPolicyArns: [`${own}AmazonSSMManagedInstanceCore`],
                    },
                },
            ],
        },
        "templates with a profile, also one that is not known yet": {
            resources: [
                ...server(template, "edge", { iamInstanceProfile: { arn: unknown } }).resources,
                ...server(template, "origin", { iamInstanceProfile: { name: "edge" } }).resources,
                ...server(template, "turn", { iamInstanceProfile: unknown }).resources,
            ],
        },
        "an instance with a profile": server(instance, "pool", { iamInstanceProfile: "pool" }),
        "an instance that starts from a template": server(instance, "pool", { launchTemplate: { id: "lt-1" } }),
    },
    fail: {
        "every action everywhere": wide({}),
        "a whole service": wide({ Action: "s3:*" }),
        "several stars": wide({ Action: "s3:**", Resource: "**" }),
        "one wide action among others": wide({ Action: ["s3:GetObject", "ec2:*"] }),
        "one wide resource among others": wide({ Resource: ["arn:aws:s3:::a", "*"] }),
        "all actions but some": wide({ Action: undefined, NotAction: "iam:*" }),
        "all resources but some": wide({ Resource: undefined, NotResource: "arn:aws:s3:::a" }),
        "a later statement": {
            resources: [
                {
                    type: rolePolicy,
                    props: { policy: document({ Action: "s3:GetObject" }, { Action: "*", Resource: "*" }) },
                },
            ],
            says: actions,
        },
        "a document that cannot be read": { resources: [{ type: rolePolicy, props: { policy: "{" } }], says: actions },
        "a policy that stands by itself": {
            ...policy({ Action: "*", Resource: "*" }, "aws:iam/policy:Policy"),
            says: ['The IAM policy "main" must name the actions it allows.'],
        },
        "an inline policy of a role": {
            resources: [
                {
                    type: role,
                    props: {
                        inlinePolicies: [
                            { policy: document({ Action: "s3:GetObject" }) },
                            { policy: document({ Action: "*", Resource: "*" }) },
                        ],
                    },
                },
            ],
            says: ['The IAM role "main" must name the actions it allows.'],
        },
        "an attached policy of AWS with full access": {
            resources: [attached(`${own}AmazonS3FullAccess`)],
            says: ['The role policy attachment "main" must not use a policy of AWS that allows everything.'],
        },
        "a policy of AWS with full access in a role": {
            resources: [
                {
                    type: role,
                    props: {
                        managedPolicyArns: [`${own}AmazonSSMManagedInstanceCore`, `${own}AdministratorAccess`, unknown],
                    },
                },
            ],
            says: ['The IAM role "main" must not use a policy of AWS that allows everything.'],
        },
        "templates of media servers without a profile": {
            ...server(template, "edge"),
            says: noProfile,
        },
        "a template with an empty profile": {
            ...server(template, "turn", { iamInstanceProfile: {} }),
            says: noProfile,
        },
        "an instance without a profile": {
            ...server(instance, "origin"),
            says: ['The instance "main" must have an instance profile.'],
        },
    },
    unknown: {
        "a document": {
            resources: [{ type: rolePolicy, props: { policy: unknown } }],
            waitsFor: [['role policy "main"', "policy"]],
        },
        "an attached policy": {
            resources: [attached(unknown)],
            waitsFor: [['role policy attachment "main"', "policyArn"]],
        },
        "policies of a role": {
            resources: [{ type: role, props: { inlinePolicies: [{ policy: unknown }], managedPolicyArns: [unknown] } }],
            waitsFor: [['IAM role "main"', "inlinePolicies.0.policy", "managedPolicyArns.0"]],
        },
    },
    notApplicable: {
        "templates and instances of other roles": {
            resources: [
                ...server(template, "mongo").resources,
                ...server(instance, "web").resources,
                { type: template, name: "untagged", props: {} },
            ],
        },
        "other resources": { resources: [{ type: "aws:ebs/volume:Volume" }] },
    },
});
