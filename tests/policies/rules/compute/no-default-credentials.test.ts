import { noDefaultCredentials as rule } from "../../../../policies/rules/compute/no-default-credentials";
import { unknown } from "../../../support/policy-requests";
import { describeRule } from "../../../support/rule-fixtures";

const type = "aws:ec2/launchTemplate:LaunchTemplate";
const group = "aws:autoscaling/group:Group";
const template = (props: object) => ({ resources: [{ type, props }] });
const script = (text: string) => template({ userData: Buffer.from(text).toString("base64") });
const says = ['The launch template "main" must not rely on default or derived credentials.'];
const ofGroup = (...tags: object[]) => ({ resources: [{ type: group, props: { tags } }] });
const saysGroup = ['The Auto Scaling group "main" must not rely on default or derived credentials.'];

describeRule(rule, {
    pass: {
        "a login from a secret": script("PASSWORD=$(aws secretsmanager get-secret-value --secret-id login)"),
        "no user data": template({ tags: { Name: "edge" } }),
        "harmless tags": template({
            tags: { Name: "edge" },
            tagsAll: { Name: "edge" },
            tagSpecifications: [{ resourceType: "instance", tags: { Name: "edge" } }, { resourceType: "volume" }],
        }),
        "harmless tags of a group": ofGroup({ key: "Name", value: "edge" }),
        "a group without tags": ofGroup(),
        "tags that the configuration allows": {
            ...template({ tags: { "web-panel-login-email": "x" } }),
            parameters: { forbiddenTags: ["login"] },
        },
        "notes of the provider": template({ tags: { __defaults: ["admin/admin"] } }),
    },
    fail: {
        "the vendor's login": { ...script("login JamesBond"), says },
        "a login that everybody knows": { ...script("login admin/admin"), says },
        "a password from the instance id": { ...script("PASSWORD=$(ec2metadata --instance-id)"), says },
        "a signing key from the instance id": {
            ...script("ID=$(ec2metadata --instance-id)\njwtKey=$(echo $ID | md5sum)"),
            says,
        },
        "a tag with a login": { ...template({ tags: { "web-panel-login-email": "x" } }), says },
        "a tag with a password, not known yet": {
            ...template({ tags: { "web-panel-login-password": unknown, Name: unknown } }),
            says,
        },
        "a tag of the provider": { ...template({ tagsAll: { "web-panel-login-email": "x" } }), says },
        "a tag for instances": {
            ...template({
                tagSpecifications: [
                    { resourceType: "volume", tags: { Name: "x" } },
                    { resourceType: "instance", tags: { "web-panel-login-email": "x" } },
                ],
            }),
            says,
        },
        "a tag that is a login": { ...template({ tags: { login: "admin:admin" } }), says },
        "a tag of a group": {
            ...ofGroup({ key: "Name", value: "edge" }, { key: "web-panel-login-password", value: unknown }),
            says: saysGroup,
        },
        "a tag of a group that is a login": { ...ofGroup({ key: "login", value: "JamesBond" }), says: saysGroup },
        "tags of the configuration": {
            ...template({ tags: { login: "x" } }),
            parameters: { forbiddenTags: ["login"] },
            says,
        },
        "servers of every kind": {
            resources: [
                "aws:ec2/instance:Instance",
                "aws:ec2/launchConfiguration:LaunchConfiguration",
                "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
            ].map((each) => ({ type: each, props: { userData: "login JamesBond" } })),
            says: ["instance", "launch configuration", "spot instance request"].map(
                (kind) => `The ${kind} "main" must not rely on default or derived credentials.`,
            ),
        },
    },
    unknown: {
        "a script": { ...template({ userData: unknown }), waitsFor: [['launch template "main"', "userData"]] },
        "tags and values of tags": {
            ...template({ tags: unknown, tagsAll: { Name: unknown }, tagSpecifications: [{ tags: unknown }] }),
            waitsFor: [['launch template "main"', "tagSpecifications.0.tags", "tags", "tagsAll.Name"]],
        },
        "tags of a group": {
            ...ofGroup({ key: unknown, value: "x" }, { key: "Name", value: unknown }),
            waitsFor: [['Auto Scaling group "main"', "tags.0.key", "tags.1.value"]],
        },
    },
    notApplicable: { "other resources": { resources: [{ type: "aws:ebs/volume:Volume" }] } },
});
