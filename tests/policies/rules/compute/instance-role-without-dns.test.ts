import { instanceRoleWithoutDns as rule } from "../../../../policies/rules/compute/instance-role-without-dns";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const role = (name: string, props: object = {}) => ({ type: "aws:iam/role:Role", name, props: { name, ...props } });
const document = (Action: unknown, more: object = {}) =>
    JSON.stringify({ Statement: { Effect: "Allow", Action, Resource: "*", ...more } });
const change = "route53:ChangeResourceRecordSets";

const policyOf = (owner: string, policy: unknown, name = owner) => ({
    type: "aws:iam/rolePolicy:RolePolicy",
    name,
    props: { role: owner, policy },
});
const profileOf = (owner: string, more: object = {}) => ({
    type: "aws:iam/instanceProfile:InstanceProfile",
    name: owner,
    props: { name: `${owner}-profile`, arn: `arn:${owner}`, role: owner, ...more },
});
const template = (iamInstanceProfile: object, mediaRole: unknown = "edge", name = "edge") => ({
    type: "aws:ec2/launchTemplate:LaunchTemplate",
    name,
    props: { iamInstanceProfile, tags: { "media:role": mediaRole } },
});
const instance = (iamInstanceProfile: unknown, mediaRole = "turn") => ({
    type: "aws:ec2/instance:Instance",
    name: "turn",
    props: { iamInstanceProfile, tags: { "media:role": mediaRole } },
});
const says = ['The instance role "edge" must not be able to change DNS records.'];

/** A media role with this document, next to the DNS function's, which may change records. */
const cluster = (policy: unknown, server: PolicyResource = template({ arn: "arn:edge" })) => ({
    resources: [
        role("dns"),
        policyOf("dns", document(change)),
        role("edge"),
        policyOf("edge", policy),
        profileOf("edge"),
        server,
    ],
});

/** What a first preview shows: nothing has a name or an ARN yet. */
const first = (policy: unknown) => {
    const edge = { type: "aws:iam/role:Role", name: "edge", props: { name: unknown } };
    const profile = {
        type: "aws:iam/instanceProfile:InstanceProfile",
        name: "edge",
        props: { role: unknown, arn: unknown, name: unknown },
        dependsOn: { role: [edge] },
    };
    const policies = { ...policyOf("edge", policy), dependsOn: { role: [edge] } };
    policies.props.role = unknown;
    const server = { ...template({ arn: unknown }), dependsOn: { iamInstanceProfile: [profile] } };
    return { resources: [edge, profile, policies, server] };
};

describeRule(rule, {
    pass: {
        "a role that reads a secret": cluster(document("secretsmanager:GetSecretValue")),
        "a role that reads records": cluster(document(["route53:ListResourceRecordSets", "route53:Get*"])),
        "a denial": cluster(document("route53:*", { Effect: "Deny" })),
        "the role of a database": cluster(document(change), template({ arn: "arn:edge" }, "mongo")),
        "a policy of AWS for other things": {
            resources: [
                role("edge", { managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonS3FullAccess"] }),
                profileOf("edge"),
                template({ arn: "arn:edge" }),
            ],
        },
        "names that are not known yet": first(document("s3:GetObject")),
        "a server of another role whose profile is not known yet": {
            resources: [...cluster(document("s3:Get*")).resources, instance(unknown, "mongo")],
        },
    },
    fail: {
        "a role that changes records": { ...cluster(document(change)), says },
        "every action of the service": { ...cluster(document("route53:*")), says },
        "every action": { ...cluster(document("*")), says },
        "every change": { ...cluster(document("route53:Change*")), says },
        "a change of tags": { ...cluster(document("route53:ChangeTagsForResource")), says },
        "a change of ranges": { ...cluster(document("route53:ChangeCidrCollection")), says },
        "all actions but some": { ...cluster(document(undefined, { NotAction: "iam:*" })), says },
        "one of several actions": { ...cluster(document(["s3:GetObject", change])), says },
        "a later statement": {
            ...cluster(JSON.stringify({ Statement: [{ Action: "s3:Get*" }, { Action: change }] })),
            says,
        },
        "a document that cannot be read": { ...cluster("{"), says },
        "a profile that a template names": { ...cluster(document(change), template({ name: "edge-profile" })), says },
        "a profile that an instance names": { ...cluster(document(change), instance("edge-profile")), says },
        "a profile that says itself whose it is": {
            resources: [
                role("edge"),
                policyOf("edge", document(change)),
                profileOf("edge", { tags: { "media:role": "pool" } }),
            ],
            says,
        },
        "a role that servers of two roles use": {
            resources: [...cluster(document(change)).resources, template({ arn: "arn:edge" }, "mongo", "mongo")],
            says,
        },
        "names that are not known yet": { ...first(document(change)), says },
        "a policy of AWS": {
            resources: [
                role("edge", { managedPolicyArns: ["arn:aws:iam::aws:policy/AmazonRoute53FullAccess"] }),
                profileOf("edge"),
                template({ arn: "arn:edge" }),
            ],
            says,
        },
        "an attached policy of the stack": {
            resources: [
                role("edge"),
                { type: "aws:iam/policy:Policy", props: { arn: "arn:dns", policy: document(change) } },
                {
                    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
                    props: { role: "edge", policyArn: "arn:dns" },
                },
                profileOf("edge"),
                template({ arn: "arn:edge" }),
            ],
            says,
        },
        "each role by itself": {
            resources: [
                ...cluster(document(change)).resources,
                role("pool"),
                policyOf("pool", document("s3:*")),
                profileOf("pool"),
                template({ arn: "arn:pool" }, "pool", "pool"),
                role("origin"),
                policyOf("origin", document(change)),
                profileOf("origin"),
                template({ arn: "arn:origin" }, "origin", "origin"),
            ],
            says: [...says, 'The instance role "origin" must not be able to change DNS records.'],
        },
    },
    unknown: {
        "a document": {
            ...cluster(unknown),
            waitsFor: [['IAM role "edge"', 'policy of the role policy "edge"']],
        },
        "the role of the server": {
            ...cluster(document(change), template({ arn: "arn:edge" }, unknown)),
            waitsFor: [['IAM role "edge"', 'tags.media:role of the launch template "edge"']],
        },
        "the profile of a server": {
            ...cluster(document(change), template({ arn: unknown })),
            resources: [role("edge"), policyOf("edge", document(change)), template({ arn: unknown })],
            waitsFor: [['IAM role "edge"', 'iamInstanceProfile.arn of the launch template "edge"']],
        },
        "which role a policy belongs to": {
            resources: [
                ...cluster(document("s3:GetObject")).resources,
                { type: "aws:iam/rolePolicy:RolePolicy", name: "stray", props: { role: unknown, policy: "{}" } },
            ],
            waitsFor: [['IAM role "edge"', 'role of the role policy "stray"']],
        },
    },
    notApplicable: {
        "roles of no server": { resources: [role("dns"), policyOf("dns", document(change))] },
        "stacks without roles": { resources: [profileOf("edge")] },
    },
});
