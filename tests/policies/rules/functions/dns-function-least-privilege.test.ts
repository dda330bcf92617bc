import { dnsFunctionLeastPrivilege as rule } from "../../../../policies/rules/functions/dns-function-least-privilege";
import { type PolicyResource, unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const ROLE_ARN = "arn:aws:iam::123456789012:role/registrar";
const role = (props: object = {}): PolicyResource => ({
    type: "aws:iam/role:Role",
    name: "registrar",
    props: { name: "registrar", arn: ROLE_ARN, ...props },
});
const lambda = (props: object = {}, dependsOn: PolicyResource["dependsOn"] = {}): PolicyResource => ({
    type: "aws:lambda/function:Function",
    name: "registrar",
    props: { role: ROLE_ARN, tags: { "media:role": "dns" }, ...props },
    dependsOn,
});
const document = (...statements: object[]) => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const rolePolicy = (policy: unknown, props: object = {}, name = "registrar"): PolicyResource => ({
    type: "aws:iam/rolePolicy:RolePolicy",
    name,
    props: { role: "registrar", policy, ...props },
});
const policy = (text: unknown, arn = "arn:policy"): PolicyResource => ({
    type: "aws:iam/policy:Policy",
    name: "shared",
    props: { arn, policy: text },
});
const attachment = (props: object, dependsOn: PolicyResource["dependsOn"] = {}): PolicyResource => ({
    type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    name: "shared",
    props: { role: "registrar", policyArn: "arn:policy", ...props },
    dependsOn,
});

const CHANGE = "route53:ChangeResourceRecordSets";
const zone = "arn:aws:route53:::hostedzone/Z0EXAMPLE";
const names = { [`${CHANGE}NormalizedRecordNames`]: ["m-*.nodes.example.com"] };
const types = { [`${CHANGE}RecordTypes`]: ["A", "TXT"] };
const actions = { [`${CHANGE}Actions`]: ["CREATE", "DELETE"] };
const condition = { "ForAllValues:StringLike": names, "ForAllValues:StringEquals": { ...types, ...actions } };
const change = (props: object = {}) => ({
    Effect: "Allow",
    Action: CHANGE,
    Resource: zone,
    Condition: condition,
    ...props,
});
const groupArn = (name: string) =>
    `arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:*:autoScalingGroupName/${name}`;
const complete = (props: object = {}) => ({
    Effect: "Allow",
    Action: "autoscaling:CompleteLifecycleAction",
    Resource: groupArn("edge"),
    ...props,
});
const group: PolicyResource = { type: "aws:autoscaling/group:Group", name: "edge", props: { name: "edge" } };

const allows = (...statements: object[]) => ({
    resources: [lambda(), role(), group, rolePolicy(document(...statements))],
});
const says = ['The role of the DNS function "registrar" must be limited to its own records in one zone.'];
const refused = (...statements: object[]) => ({ ...allows(...statements), says });
const refusedWith = (...resources: PolicyResource[]) => ({ resources: [lambda(), role(), ...resources], says });
const waits = (...causes: string[]) => [['function "registrar"', ...causes] as const];
const without = (...keys: string[]) => ({
    Condition: {
        "ForAllValues:StringEquals": Object.fromEntries(
            Object.entries({ ...names, ...types, ...actions }).filter(([key]) => !keys.includes(key)),
        ),
    },
});

describeRule(rule, {
    pass: {
        "its own records in one zone, and harmless rights": allows(
            change(),
            { Effect: "Allow", Action: ["route53:List*", "route53:GetChange"], Resource: "*" },
            { Effect: "Allow", Action: "autoscaling:Describe*", Resource: "*" },
        ),
        "a document as an object": {
            resources: [lambda(), role(), rolePolicy({ Statement: change() })],
        },
        "condition keys and operators in another case": allows(
            change({
                Condition: {
                    "forallvalues:stringequalsignorecase": {
                        [Object.keys(names)[0]?.toUpperCase() ?? ""]: ["m-1.nodes.example.com"],
                        ...types,
                        ...actions,
                    },
                },
            }),
        ),
        "another partition": allows(change({ Resource: "arn:aws-cn:route53:::hostedzone/Z0EXAMPLE" })),
        "two statements about one zone": allows(change(), change()),
        "what is denied": allows({ Effect: "Deny", Action: "*", Resource: "*" }),
        "rights that exclude both actions": allows({
            Effect: "Allow",
            NotAction: ["route53:*", "autoscaling:*"],
            Resource: "*",
        }),
        "completion for groups of the stack": allows(complete()),
        "completion for groups by tag": allows(
            complete({
                Resource: "*",
                Condition: { StringEquals: { "autoscaling:ResourceTag/media:registrar": "0a1b2c3d" } },
            }),
            complete({ Resource: "*", Condition: { StringEquals: { "aws:ResourceTag/media:registrar": "0a1b2c3d" } } }),
        ),
        "no rights at all": { resources: [lambda(), role()] },
        "a policy of AWS for logs": {
            resources: [
                lambda(),
                role({ managedPolicyArns: ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"] }),
            ],
        },
        "a policy of the account that is called like one of AWS": {
            resources: [lambda(), role({ managedPolicyArns: ["arn:aws:iam::123456789012:policy/DnsFullAccess"] })],
        },
        "a policy for another role": {
            resources: [lambda(), role(), rolePolicy(document(change({ Resource: "*" })), { role: "other" })],
        },
        "a role by dependency": {
            resources: [lambda({ role: unknown }, { role: [role()] }), role({ arn: unknown })],
        },
    },
    fail: {
        "every zone": refused(change({ Resource: "*" })),
        "every zone by pattern": refused(change({ Resource: "arn:aws:route53:::hostedzone/*" })),
        "something that only looks like a zone": refused(change({ Resource: `x${zone}` })),
        "more than a zone": refused(change({ Resource: `${zone}/x` })),
        "two zones": refused(change({ Resource: [zone, `${zone}2`] })),
        "two zones in two statements": refused(change(), change({ Resource: `${zone}2` })),
        "two zones in two policies": refusedWith(
            rolePolicy(document(change())),
            rolePolicy(document(change({ Resource: `${zone}2` })), {}, "second"),
        ),
        "no zone": refused(change({ Resource: undefined, NotResource: zone })),
        "all of Route 53": refused(change({ Action: "route53:*" })),
        everything: refused(change({ Action: "*" })),
        "a pattern that covers changes": refused(change({ Action: "route53:ChangeResourceRecordSet?" })),
        "a pattern beside the exact action": refused(change({ Action: [CHANGE, "route53:change*"] })),
        "everything but something": refused(change({ Action: undefined, NotAction: "iam:*" })),
        "changes beside excluded actions": refused(change({ NotAction: "iam:*" })),
        "changes without conditions": refused(change({ Condition: undefined })),
        "any name": refused(change(without(Object.keys(names)[0] ?? ""))),
        "any type": refused(change(without(Object.keys(types)[0] ?? ""))),
        "any action": refused(change(without(Object.keys(actions)[0] ?? ""))),
        "a star for a name": refused(
            change({
                Condition: {
                    ...condition,
                    "ForAllValues:StringLike": { [`${CHANGE}NormalizedRecordNames`]: ["m-*.example.com", "*"] },
                },
            }),
        ),
        "two stars for a name": refused(
            change({
                Condition: { ...condition, "ForAllValues:StringLike": { [`${CHANGE}NormalizedRecordNames`]: "**" } },
            }),
        ),
        "a condition that one change of many meets": refused(
            change({ Condition: { "ForAnyValue:StringEquals": { ...names, ...types, ...actions } } }),
        ),
        "a condition that forbids instead": refused(
            change({ Condition: { "ForAllValues:StringNotEquals": { ...names, ...types, ...actions } } }),
        ),
        "a condition that holds without the key": refused(
            change({ Condition: { "ForAllValues:StringEqualsIfExists": { ...names, ...types, ...actions } } }),
        ),
        "a condition whose operator only ends alike": refused(
            change({ Condition: { "xForAllValues:StringEquals": { ...names, ...types, ...actions } } }),
        ),
        "completion for every group": refused(complete({ Resource: "*" })),
        "completion for a group that is not in the stack": refused(
            complete({ Resource: [groupArn("edge"), groupArn("other")] }),
        ),
        "completion by exclusion": refused(complete({ Resource: undefined, NotResource: groupArn("other") })),
        "completion through a pattern": refused(complete({ Action: "autoscaling:*", Resource: "*" })),
        "completion where tags differ": refused(
            complete({
                Resource: "*",
                Condition: { StringNotEquals: { "aws:ResourceTag/media:registrar": "0a1b2c3d" } },
            }),
        ),
        "completion by a condition about something else": refused(
            complete({ Resource: "*", Condition: { StringEquals: { "aws:RequestedRegion": "us-east-1" } } }),
        ),
        "a document that nobody can read": refusedWith(rolePolicy("{")),
        "an inline policy of the role": {
            resources: [
                lambda(),
                role({ inlinePolicies: [{ name: "dns", policy: document(change({ Resource: "*" })) }] }),
            ],
            says,
        },
        "an attached policy": refusedWith(policy(document(change({ Resource: "*" }))), attachment({})),
        "an attached policy by dependency": refusedWith(
            policy(document(change({ Resource: "*" })), unknown),
            attachment({ role: unknown, policyArn: unknown }, { role: [role()], policyArn: [policy("", unknown)] }),
        ),
        "a managed policy that the role lists": {
            resources: [
                lambda(),
                role({ managedPolicyArns: ["arn:policy"] }),
                policy(document(change({ Resource: "*" }))),
            ],
            says,
        },
        "a policy by dependency": refusedWith({
            ...rolePolicy(document(change({ Resource: "*" })), { role: unknown }),
            dependsOn: { role: [role()] },
        }),
        "all of Route 53 by a policy of AWS": refusedWith(
            attachment({ policyArn: "arn:aws:iam::aws:policy/AmazonRoute53FullAccess" }),
        ),
        "everything by a policy of AWS": {
            resources: [
                lambda(),
                role({ managedPolicyArns: [unknown, "arn:aws-cn:iam::aws:policy/AdministratorAccess"] }),
            ],
            says,
        },
        "almost everything by a policy of AWS": refusedWith(
            attachment({ policyArn: "arn:aws:iam::aws:policy/PowerUserAccess" }),
        ),
        "one document although another is not known yet": refusedWith(
            rolePolicy(unknown, {}, "first"),
            rolePolicy(document(change({ Resource: "*" }))),
        ),
        "two zones although another document is not known yet": refusedWith(
            rolePolicy(unknown, {}, "first"),
            rolePolicy(document(change())),
            rolePolicy(document(change({ Resource: `${zone}2` })), {}, "second"),
        ),
    },
    unknown: {
        "what the function is": { resources: [lambda({ tags: unknown }), role()], waitsFor: waits("tags") },
        "a role that may be any": { resources: [lambda({ role: unknown }), role()], waitsFor: waits("role") },
        "a document": {
            resources: [lambda(), role(), rolePolicy(unknown)],
            waitsFor: waits('policy of the role policy "registrar"'),
        },
        "an inline document": {
            resources: [lambda(), role({ inlinePolicies: [{ policy: unknown }] })],
            waitsFor: waits('inlinePolicies.0.policy of the IAM role "registrar"'),
        },
        "the document of an attached policy": {
            resources: [lambda(), role(), policy(unknown), attachment({})],
            waitsFor: waits('policy of the IAM policy "shared"'),
        },
        "an attached policy that may be any": {
            resources: [lambda(), role(), attachment({ policyArn: unknown })],
            waitsFor: waits('policyArn of the role policy attachment "shared"'),
        },
        "a listed policy that may be any": {
            resources: [lambda(), role({ managedPolicyArns: [unknown] })],
            waitsFor: waits('managedPolicyArns.0 of the IAM role "registrar"'),
        },
        "policies and attachments that may be the role's": {
            resources: [
                lambda(),
                role(),
                rolePolicy(document(change()), { role: unknown }),
                attachment({ role: unknown }),
            ],
            waitsFor: waits('role of the role policy "registrar"', 'role of the role policy attachment "shared"'),
        },
    },
    notApplicable: {
        "other resources": { resources: [role()] },
        "functions of other roles": { resources: [lambda({ tags: { "media:role": "log" } }), role()] },
        "a role of another program": { resources: [lambda({ role: "arn:other" }), role()] },
    },
});
